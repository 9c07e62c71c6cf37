"""A run's account: every URL that it met ends in exactly one counted way, and the ways add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from newscrawler.model.outcome import OutcomeKind

# A run's counts -> the statistic that they come from.
COUNTS = {
    "answer_ms": "answers/milliseconds",
    "answers": "answers/number",
    "archive_links": "backfill/archive_links",
    "archive_pages_missing": "backfill/archive_pages_missing",
    "cleaned": "furniture/cleaned",
    "copies": "copies/found",
    "copies_edited": "copies/edited",
    "copies_excerpt": "copies/excerpt",
    "copies_expansion": "copies/expansion",
    "copies_same": "copies/same",
    "described": "described/articles",
    "due": "revisit/due",
    "fetched": "fetch/pages",
    "found": "discovery/found",
    "gone": "revisit/gone",
    "healed": "furniture/healed",
    "held_back": "revisit/held_back",
    "known": "discovery/known",
    "limit_reached": "archive/limit_reached",
    "listings_asked": "discovery/listings_asked",
    "listings_damaged": "discovery/listings_damaged",
    "listings_empty": "listings/empty",
    "listings_forbidden": "listings/forbidden",
    "listings_left": "backfill/listings_left",
    "listings_put_off": "listings/put_off",
    "listings_refused": "listings/refused",
    "listings_resting": "discovery/listings_resting",
    "listings_robots_unread": "listings/robots_unread",
    "listings_unchanged": "discovery/listings_unchanged",
    "new": "storage/new",
    "not_modified": "revisit/not_modified",
    "outside": "backfill/outside",
    "outside_articles": "backfill/outside_articles",
    "over_budget": "discovery/over_budget",
    "pages_broken": "answers/pages_broken",
    "pages_refused": "answers/pages_refused",
    "past_listings": "backfill/past_listings",
    "read": "archive/read",
    "related": "copies/related",
    "repeated": "storage/repeated",
    "requests": "downloader/request_count",
    "retried": "retry/due",
    "revised": "storage/revised",
    "scheduled": "run/scheduled",
    "skipped": "archive/skipped",
    "spooled": "storage/spooled",
    "unchanged": "storage/unchanged",
    "unhealed": "furniture/unhealed",
    "unwanted": "discovery/unwanted",
    "waiting": "discovery/waiting",
    "with_authors": "described/authors",
    "with_image": "described/image",
    "with_published": "described/published",
    "words": "described/words",
}
# All that has to end: wanted links; visits, and links that failed before, which no listing of the run named.
MET_COUNTS = ("found", "due", "retried")
UNASKED_COUNTS = ("known", "waiting", "over_budget")  # what ended before a request
AS_BEFORE_COUNTS = ("listings_unchanged", "listings_resting")  # listings with nothing that was not known before
LEFT_COUNTS = ("waiting", "over_budget", "unfinished")  # for later runs
ARTICLE_COUNTS = ("new", "revised", "unchanged", "spooled", "repeated", "read")  # together: pages that gave an article
NOT_OF_A_LINK = "listing_failed"  # the one outcome that is not that of a link
DROPPED = "dropped/"  # begins a statistic of outcomes
# Where a run was stopped: outcomes of pages that came. Some few of these kinds are told before a page comes, too.
_OF_PAGES = frozenset(
    {
        OutcomeKind.NOT_AN_ARTICLE,
        OutcomeKind.LIST_PAGE,
        OutcomeKind.SOFT_404,
        OutcomeKind.CONSENT_WALL,
        OutcomeKind.CHALLENGE_PAGE,
        OutcomeKind.PAYWALL,
        OutcomeKind.TOO_SHORT,
        OutcomeKind.NO_TITLE,
        OutcomeKind.NO_BODY,
        OutcomeKind.NOT_HTML,
        OutcomeKind.EXTRACTION_GAVE_UP,
        OutcomeKind.EXTRACTION_FAILED,
        OutcomeKind.INVALID_ITEM,
        OutcomeKind.NOT_STORED,
    }
)


def counts_of(stats: Mapping[str, Any]) -> dict[str, int]:
    """A run's counts by its statistics: those of ``COUNTS``, and ``articles``, ``stored`` and ``unfinished``.

    Unfinished is what was met and has not ended yet; of a run that has ended the next one takes it.
    """
    counts = {name: int(stats.get(statistic, 0)) for name, statistic in COUNTS.items()}
    return counts | {
        "articles": _sum(counts, ARTICLE_COUNTS),
        "stored": counts["new"] + counts["revised"],
        "unfinished": max(0, _open(counts, outcomes_of(stats))),
    }


def outcomes_of(stats: Mapping[str, Any]) -> dict[str, int]:
    """The number of URLs that gave no article, by kind."""
    dropped = {name.removeprefix(DROPPED): value for name, value in stats.items() if name.startswith(DROPPED)}
    return {kind: int(dropped[kind]) for kind in sorted(dropped)}


def overdrawn(counts: Mapping[str, int], outcomes: Mapping[str, int]) -> int:
    """How many more ends were counted than URLs were met: 0, or the account is wrong."""
    return max(0, -_open(counts, outcomes))


@dataclass(frozen=True, slots=True)
class Funnel:
    """The account of one run, or of several together, in the order in which URLs leave.

    ``found`` + ``due`` + ``retried`` = ``known`` + ``waiting`` + ``over_budget`` + ``unfetched`` + ``pageless`` +
    ``not_modified`` + ``fetched``, and ``fetched`` = ``unread`` + ``no_article`` + ``new`` + ``revised`` +
    ``unchanged`` + ``spooled`` + ``repeated`` + ``read``.

    Attributes:
        unfetched: unfinished, as the run ended before they were asked for or answered.
        unread: unfinished, too: they were fetched, and the run ended before they were read or stored.
        pageless: asked for, and no page came: robots, statuses, timeouts ...
        no_article: pages that were none.
        read: articles of a crawl that stores nothing.
    """

    found: int = 0
    due: int = 0
    retried: int = 0
    known: int = 0
    waiting: int = 0
    over_budget: int = 0
    unfetched: int = 0
    pageless: int = 0
    fetched: int = 0
    not_modified: int = 0
    unread: int = 0
    no_article: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    spooled: int = 0
    repeated: int = 0
    read: int = 0

    @property
    def articles(self) -> int:
        """Pages that gave an article."""
        return sum(getattr(self, name) for name in ARTICLE_COUNTS)

    @property
    def stored(self) -> int:
        """Articles that the database has now, and had not before, or not so."""
        return self.new + self.revised


def funnel_of(runs: Iterable[tuple[Mapping[str, int], Mapping[str, int]]]) -> Funnel:
    """The account of runs, each given as its counts and its outcomes."""
    total = dict.fromkeys(Funnel.__slots__, 0)
    for counts, outcomes in runs:
        for name in total:
            total[name] += counts.get(name, 0)
        links = _links_without_article(outcomes)
        no_article, unread = _pages_without_article(counts, outcomes)
        total["no_article"] += no_article
        total["pageless"] += links - no_article
        total["unread"] += unread
        total["unfetched"] += counts.get("unfinished", 0) - unread
    return Funnel(**total)


def _pages_without_article(counts: Mapping[str, int], outcomes: Mapping[str, int]) -> tuple[int, int]:
    """How many of the fetched pages gave no article, and how many had not ended yet."""
    pages = max(0, counts.get("fetched", 0) - _sum(counts, ARTICLE_COUNTS))
    unfinished, links = counts.get("unfinished", 0), _links_without_article(outcomes)
    likely = sum(count for kind, count in outcomes.items() if kind in _OF_PAGES)
    no_article = min(max(likely, pages - unfinished), pages, links)
    return no_article, min(unfinished, pages - no_article)


def _open(counts: Mapping[str, int], outcomes: Mapping[str, int]) -> int:
    ended = _sum(counts, UNASKED_COUNTS) + counts.get("not_modified", 0) + _sum(counts, ARTICLE_COUNTS)
    return _sum(counts, MET_COUNTS) - ended - _links_without_article(outcomes)


def _links_without_article(outcomes: Mapping[str, int]) -> int:
    return sum(count for kind, count in outcomes.items() if kind != NOT_OF_A_LINK)


def _sum(counts: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(counts.get(name, 0) for name in names)
