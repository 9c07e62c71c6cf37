"""What a run was not as it should be, in words: told once at its end, with the usual causes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from shlex import quote

from newscrawler.model.page_layout import LayoutChange

MIN_ANSWERS = 5  # article pages that answered; fewer say little
MIN_PAGES = 5  # pages that were read without a single article

# Error status of article pages -> what it usually comes from.
USUAL_CAUSES: dict[int, str] = {
    400: "an address with something wrong in it, a user agent that is not liked",
    401: "pages behind a log-in, a proxy that wants a password",
    402: "pages for subscribers",
    403: "user agent, too fast, a script challenge",
    404: "old links in the feed or sitemap, new addresses at the outlet",
    406: "headers that the outlet does not expect, a script challenge",
    407: "the proxy wants a password",
    410: "old links in the feed or sitemap",
    429: "too fast, several crawlers behind one address",
    451: "closed to this country by law",
    500: "a fault at the outlet",
    502: "a fault at the outlet, too fast",
    503: "the outlet is overloaded, too fast, a script challenge",
    504: "the outlet is overloaded",
}
REFUSALS = frozenset({401, 403, 429})  # statuses by which a site says that it does not want us
_REDESIGN = "The layout changed on"  # begins the finding of a new layout
_OTHER_CAUSES = {4: "user agent, too fast, a script challenge", 5: "a fault at the outlet, too fast"}
# Outcomes that say what is wrong better than a changed layout would; not_an_article leads away from the outlet.
_KNOWN_KINDS = frozenset(
    {
        *("challenge_page", "consent_wall", "extraction_failed", "extraction_gave_up"),
        *("not_an_article", "not_html", "paywall", "soft_404"),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class RobotsLine:
    """A line of a host's robots.txt that forbids something; number and pattern are None where it was not found."""

    host: str
    number: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many article pages answered with a status, and when the first of them did (aware)."""

    status: int
    pages: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class StoredBefore:
    """What an outlet's stored articles say about how it used to be: when the last was stored, how long they are."""

    last_at: datetime
    median_words: int


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run met.

    Attributes:
        asked: article pages that were to be fetched, by host.
        forbidden: those of them that robots.txt forbids, by its line.
        answers: how the article pages answered that were fetched.
        had_pages_before: pages came in one of the last runs.
        pages: pages that were read.
        articles: articles that came of them.
        outcomes: number of URLs by kind of outcome.
        found: links to articles that the listings named.
        settled: those of them that are well without a page: stored already, answered that they are as they were, or
            waiting, as they failed before.
        page: address of one page that came, to look at.
        before: None where nothing is stored of this outlet.
        now: aware.
    """

    now: datetime
    asked: Mapping[str, int]
    forbidden: Mapping[RobotsLine, int]
    answers: Sequence[StatusCount]
    had_pages_before: bool
    pages: int
    articles: int
    outcomes: Mapping[str, int]
    found: int = 0
    settled: int = 0
    page: str | None = None
    before: StoredBefore | None = None


def findings_of(facts: RunFacts) -> tuple[str, ...]:
    """Everything that an operator should know about the run, the worst first."""
    found = [status_finding(facts), layout_finding(facts), *robots_findings(facts)]
    told = tuple(finding for finding in found if finding)
    return told or tuple(filter(None, [nothing_finding(facts)]))


def nothing_finding(facts: RunFacts) -> str | None:
    """``12 articles found, none could be fetched (timeout). See: newscrawler errors``."""
    outcomes = {kind: count for kind, count in facts.outcomes.items() if kind != "listing_failed"}  # that is no article
    if not facts.found or facts.pages or facts.settled or not outcomes:
        return None
    most = max(outcomes, key=lambda kind: outcomes[kind])
    found = _counted(facts.found, "article")
    return f"{found} found, none could be fetched ({most}). See: newscrawler errors"


def robots_findings(facts: RunFacts) -> tuple[str, ...]:
    """``example.com asks crawlers not to fetch /news/ (robots.txt line 12): 18 of 20 pages skipped.``, one a line."""
    found = []
    for line, skipped in sorted(facts.forbidden.items(), key=lambda entry: (-entry[1], entry[0].host)):
        place = f" line {line.number}" if line.number else ""
        what = line.pattern or "some addresses"
        listed = facts.found if len(facts.asked) <= 1 else 0  # those that are stored already are not asked for
        asked = max(facts.asked.get(line.host, 0), skipped, listed)
        found.append(
            f"{line.host} asks crawlers not to fetch {what} (robots.txt{place}): "
            f"{skipped:,} of {_counted(asked, 'page')} skipped."
        )
    return tuple(found)


def status_finding(facts: RunFacts) -> str | None:
    """``403 on 38 of 40 pages since 06:10 UTC (200 before). Usual causes: ...`` where most pages answered so."""
    answered = sum(answer.pages for answer in facts.answers)
    most = max(facts.answers, key=lambda answer: answer.pages, default=None)
    if most is None or most.status < 400 or answered < MIN_ANSWERS or most.pages * 2 <= answered:
        return None
    good = [answer for answer in facts.answers if answer.status < 300]
    had_pages = facts.had_pages_before or any(answer.first_at < most.first_at for answer in good)
    causes = USUAL_CAUSES.get(most.status) or _OTHER_CAUSES.get(most.status // 100, "unknown")
    return (
        f"{most.status} on {most.pages:,} of {answered:,} pages since {most.first_at:%H:%M} UTC"
        f"{' (200 before)' if had_pages else ''}. Usual causes: {causes}."
    )


def layout_finding(facts: RunFacts) -> str | None:
    """``20 pages fetched, 0 had an article. The layout may have changed on 22 Nov (...)``; else what they were."""
    if facts.pages < MIN_PAGES or facts.articles:
        return None
    text = f"{_counted(facts.pages, 'page')} fetched, 0 had an article"
    see = f"See: newscrawler explain {quote(facts.page) if facts.page else 'URL'}"
    known = {kind: count for kind, count in facts.outcomes.items() if kind in _KNOWN_KINDS}
    if sum(known.values()) * 2 > facts.pages:
        kind = max(known, key=lambda name: known[name])
        return f"{text} ({kind}: {min(known[kind], facts.pages):,}). {see}"  # some lead away before a page comes
    if facts.before is None:
        return f"{text}. {see}"
    since = _day(facts.before.last_at, facts.now)
    words = _counted(facts.before.median_words, "word")
    return f"{text}. The layout may have changed on {since} (median body {words} before). {see}"


def redesign_finding(change: LayoutChange, now: datetime) -> str:
    """``The layout changed on 22 Nov: the story is in div.story in 14 of 15 articles since then; ...``."""
    return (
        f"{_REDESIGN} {_day(change.since, now)}: the story is in {_element(change.name)} in "
        f"{change.articles:,} of {_counted(change.of_articles, 'article')} since then; it was in "
        f"{_element(change.name_before)} in {change.articles_before:,} of {change.of_articles_before:,} before. "
        f"Look at one: newscrawler explain {change.example}"
    )


def is_redesign_finding(warning: str) -> bool:
    """Whether a run's warning is one of these."""
    return warning.startswith(_REDESIGN)


def _element(name: str) -> str:
    return name or "a script of the page"


def _day(at: datetime, now: datetime) -> str:
    """``22 Nov``, with the year where it is not this one."""
    return f"{at.day} {at:%b}" if at.year == now.year else f"{at.day} {at:%b %Y}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
