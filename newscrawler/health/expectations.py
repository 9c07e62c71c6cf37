"""The bounds that an outlet's file sets under ``[expect]``: outside them a run is unhealthy, whatever is usual."""

from collections.abc import Iterator

from newscrawler.health.described import FIELDS, described_runs, parted
from newscrawler.health.evidence import Evidence, pages_of
from newscrawler.health.expected import DAY
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.volume import whole_days
from newscrawler.health.wording import amount, counted, percent

ENOUGH = 12  # articles, or pages, of which a share or a mean is taken
_NEWEST = 10  # runs whose pages are counted
_WEEK = 7  # days: a Sunday, or a holiday, has fewer


def expectation_findings(evidence: Evidence) -> Iterator[Finding]:
    """Which bounds are not kept."""
    if evidence.outlet.expect:
        yield from _of_fields(evidence)
        yield from _of_pages(evidence)
        yield from _of_days(evidence)


def _of_fields(evidence: Evidence) -> Iterator[Finding]:
    """Fields and words of the newest articles."""
    expect, command = evidence.outlet.expect, f"newscrawler preview {evidence.outlet.id}"
    newest, _, _ = parted(described_runs(evidence), ENOUGH)
    if newest.articles < ENOUGH:
        return
    last = f"the last {counted(newest.articles, 'article')}"
    for name, what in FIELDS.items():
        least = expect.get(what.bound)
        if least is not None and newest.filled[name] < least * newest.articles:
            share = percent(newest.filled[name], newest.articles)
            reason = f"{what.name} in {share} of {last}; its file expects at least {100 * least:.0f} %"
            yield Finding(HealthWord.FIELDS_GONE, "red", reason, command)
    words = expect.get("min_words")
    if words is not None and newest.mean_words < words:
        reason = f"{newest.mean_words:.0f} words on average in {last}; its file expects at least {words:g}"
        yield Finding(HealthWord.TOO_SHORT, "red", reason, command)


def _of_pages(evidence: Evidence) -> Iterator[Finding]:
    """Which share of the pages gives an article."""
    least = evidence.outlet.expect.get("min_body_share")
    pages = pages_of(evidence.judged[:_NEWEST])
    if least is not None and pages.came >= ENOUGH and pages.articles < least * pages.came:
        share = f"{percent(pages.articles, pages.came)} of the last {counted(pages.came, 'page')}"
        reason = f"{share} gave an article; its file expects at least {100 * least:.0f} %"
        yield Finding(HealthWord.LAYOUT_CHANGED, "red", reason, f"newscrawler errors --outlet {evidence.outlet.id}")


def _of_days(evidence: Evidence) -> Iterator[Finding]:
    """Bounds of ``[expect]`` on articles a day: the least on average over a week, the most on any of its last days."""
    expect, days = evidence.outlet.expect, whole_days(evidence)
    least, most = expect.get("min_articles_per_day"), expect.get("max_articles_per_day")
    first = (evidence.now - _WEEK * DAY).date().isoformat()
    week = [number for day, number in days.items() if day >= first]
    if least is not None and len(week) >= _WEEK and sum(week) < least * len(week):
        reason = (
            f"{amount(sum(week) / len(week))} articles a day over the last {_WEEK} days; "
            f"its file expects at least {least:g}"
        )
        yield Finding(HealthWord.TOO_FEW, "red", reason, f"newscrawler preview {evidence.outlet.id}")
    today = evidence.now.date().isoformat()
    busiest = dict(list(days.items())[-1:])
    if evidence.schedule and len(evidence.schedule.days) > 1 and today in evidence.schedule.days:
        busiest[today] = evidence.schedule.days[today]
    day = max(busiest, key=lambda one: busiest[one], default=None)
    if most is not None and day is not None and busiest[day] > most:
        when = "today" if day == today else f"on {day}"
        reason = f"{counted(busiest[day], 'article')} {when}; its file expects at most {most:g} a day"
        yield Finding(HealthWord.TOO_MANY, "red", reason, f"newscrawler articles --outlet {evidence.outlet.id}")
