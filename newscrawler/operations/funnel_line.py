"""A run's account in one line: what was found, and where on the way to the database each URL left."""

from newscrawler.model.account import Funnel
from newscrawler.operations.terminal_text import many


def funnel_line(funnel: Funnel) -> str:
    """``120 found + 14 due again -> 51 fetched (83 known) -> 44 articles (7 pages without one) -> ... -> 33 stored``.

    What stands in brackets left at that step: each number is the one before it without these. It ends where none
    is left; where nothing is to be stored, with ``44 read, nothing stored``.
    """
    begin = f"{funnel.found} found" + (f" + {funnel.due} due again" if funnel.due else "")
    begin += f" + {funnel.retried} that failed before" if funnel.retried else ""
    unfetched = _left(
        known=funnel.known,
        waiting=funnel.waiting,
        over_budget=funnel.over_budget,
        unfinished=funnel.unfetched,
        not_modified=funnel.not_modified,
        without_a_page=funnel.pageless,
    )
    without = [f"{many(funnel.no_article, 'page')} without one"] if funnel.no_article else []
    without += [f"{funnel.unread} unfinished"] if funnel.unread else []
    no_article = f" ({', '.join(without)})" if without else ""
    others = _left(unchanged=funnel.unchanged, under_a_second_address=funnel.repeated)
    news = f"{funnel.new} new" + (f" + {funnel.revised} revised" if funnel.revised else "")
    spooled = f" + {funnel.spooled} in the spool" if funnel.spooled else ""
    steps = [begin, f"{funnel.fetched} fetched{unfetched}"]
    if funnel.fetched:
        steps.append(f"{many(funnel.articles, 'article')}{no_article}")
    if funnel.read:  # a crawl that stores nothing
        steps.append(f"{funnel.read} read, nothing stored")
    elif funnel.articles:
        steps += [f"{news}{spooled}{others}", f"{funnel.stored} stored{spooled}"]
    return " -> ".join(steps)


def _left(**counts: int) -> str:
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
    return f" ({told})" if told else ""
