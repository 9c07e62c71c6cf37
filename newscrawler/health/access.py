"""Does the site let us in: robots.txt, refusals, no answers, and listings with nothing in them."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from newscrawler.health.evidence import Evidence, Pages, Shut, failed_listings, listing_warnings, why_shut
from newscrawler.health.finding import Colour, Finding, HealthWord
from newscrawler.health.recent import recent_pages
from newscrawler.health.wording import clock, counted, due_words, span
from newscrawler.model.account import NOT_OF_A_LINK
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import Run

# Runs in a row that make it red: what is said so plainly is believed the second time; a server may have a bad hour.
_RUNS: dict[Shut, int] = {
    Shut.ROBOTS: 2,
    Shut.REFUSED: 2,
    Shut.EMPTY: 2,
    Shut.ROBOTS_UNREAD: 3,
    Shut.BROKEN: 3,
}
LONG = timedelta(hours=6)  # two runs so far apart, and what lies between them, are as good as three
_LOST_RUNS = 3  # of a listing beside others
# In a warning: the key and the file that name a listing; what robots.txt says, behind the address that it forbids.
_FILE = re.compile(r"^\w+ in \w+\.toml: ")
_ROBOTS_WORDS = re.compile(r"\S+ asks crawlers not to fetch .*|\S+/robots\.txt .*")
_WORDS: dict[Shut, HealthWord] = {
    Shut.ROBOTS: HealthWord.ROBOTS_CLOSED,
    Shut.ROBOTS_UNREAD: HealthWord.ROBOTS_CLOSED,
    Shut.REFUSED: HealthWord.BLOCKED,
    Shut.EMPTY: HealthWord.FEED_EMPTY,
    Shut.BROKEN: HealthWord.FAILING,
}


def access_findings(evidence: Evidence) -> Iterator[Finding]:
    """What keeps us from the outlet's listings, or else from its pages."""
    runs = evidence.judged
    shut = _shut_runs(runs)
    if shut:
        yield _shut_finding(evidence, shut)
        return
    yield from _pages_findings(evidence)
    yield from _lost_listing(evidence)
    yield from _never_listed(evidence)


def _shut_runs(runs: Sequence[Run]) -> list[Run]:
    """The newest runs in a row in which not one listing could be read."""
    for number, run in enumerate(runs):
        if why_shut(run) is None:
            return list(runs[:number])
    return list(runs)


def _shut_finding(evidence: Evidence, runs: Sequence[Run]) -> Finding:
    why = why_shut(runs[0]) or Shut.BROKEN
    alike = next((number for number, run in enumerate(runs) if why_shut(run) is not why), len(runs))
    lasted = runs[0].started_at - runs[-1].started_at
    is_red = alike >= _RUNS[why] or len(runs) >= _RUNS[Shut.BROKEN] or (len(runs) > 1 and lasted >= LONG)
    since = runs[-1].started_at
    times = f"{counted(len(runs), 'run')} in a row since {clock(since, evidence.now)}" if len(runs) > 1 else "last run"
    what = "no listing has anything" if why is Shut.EMPTY else "no listing could be read"
    detail = _detail(runs[0], why, evidence.schedule)
    told = detail if detail.startswith("no listing") else f"{what}: {detail}"
    reason = f"{told} ({times}{_again(evidence)})"
    word = _WORDS[why]
    if word is HealthWord.FAILING and not is_red:
        word = HealthWord.BACKING_OFF
    return Finding(word, "red" if is_red else "yellow", reason, _errors(evidence))


def _detail(run: Run, why: Shut, schedule: OutletSchedule | None) -> str:
    """What exactly happened: in the short words of the schedule where it has some, else as the run said it."""
    told = next(iter(listing_warnings(run)), "")
    if why in {Shut.ROBOTS, Shut.ROBOTS_UNREAD}:
        lines = (_ROBOTS_WORDS.search(warning) for warning in run.warnings)
        told = next((line[0] for line in lines if line), told)
    elif schedule is not None and schedule.run == run.id and schedule.failure:
        told = schedule.failure
    if not told:
        told = f"{counted(run.outcomes.get(NOT_OF_A_LINK, 0), 'listing')} failed ({why})"
    return _FILE.sub("", told).rstrip(".")


def _again(evidence: Evidence) -> str:
    due = evidence.schedule.due_at if evidence.schedule else None
    return f"; next try {due_words(due, evidence.now)}" if due is not None else ""


def _pages_findings(evidence: Evidence) -> Iterator[Finding]:
    """Pages that most runs asked for and did not get, though listings answer."""
    told = recent_pages(evidence.judged, _most_lost)
    if told is None:
        return
    pages, runs = told.pages, counted(len(told.runs), "run")
    colour: Colour = "red" if told.is_sure else "yellow"
    if pages.forbidden * 2 > pages.asked:
        line = next((one for one in told.runs[0].warnings if "robots.txt" in one), "").rstrip(".")
        reason = f"robots.txt forbids {pages.forbidden:,} of {counted(pages.asked, 'article page')} in {runs}"
        yield Finding(
            HealthWord.ROBOTS_CLOSED,
            colour,
            f"{reason}: {line}" if line else reason,
            f"{_errors(evidence)} --kind blocked_by_robots",
        )
    elif pages.refused * 2 > pages.asked:
        how = _status_words(told.runs)
        reason = f"the site refuses {pages.refused:,} of {counted(pages.asked, 'article page')} in {runs}{how}"
        yield Finding(HealthWord.BLOCKED, colour, reason, _errors(evidence))
    elif pages.broken * 2 > pages.asked:
        reason = f"{pages.broken:,} of {counted(pages.asked, 'article page')} gave no whole answer in {runs}"
        yield Finding(HealthWord.FAILING, colour, f"{reason}{_status_words(told.runs)}", _errors(evidence))


def _most_lost(pages: Pages) -> bool:
    return max(pages.forbidden, pages.refused, pages.broken) * 2 > pages.asked


def _status_words(runs: Sequence[Run]) -> str:
    """``: 403 on 38 of 40 pages since 06:10 UTC (200 before)``, as the newest of the runs said it; else ""."""
    told = (one for run in runs for one in run.warnings if one[:3].isdigit() and " pages since " in one)
    first = next(told, "")
    return f": {first.partition('. ')[0]}" if first else ""


def _lost_listing(evidence: Evidence) -> Iterator[Finding]:
    """One of several listings that fails run after run."""
    runs = evidence.judged[:_LOST_RUNS]
    if len(runs) < _LOST_RUNS or not all(map(failed_listings, runs)):
        return
    first = runs[-1].started_at
    for run in evidence.judged:
        if not failed_listings(run):
            break
        first = run.started_at
    told = _FILE.sub("", next(iter(listing_warnings(runs[0])), "a listing failed")).rstrip(".")
    word = HealthWord.FEED_EMPTY if runs[0].counts.get("listings_empty") else HealthWord.LISTING_LOST
    reason = f"{told} (for {span(evidence.now - first)}; others answer)"
    yield Finding(word, "yellow", reason, f"{_errors(evidence)} --kind {NOT_OF_A_LINK}")


def _never_listed(evidence: Evidence) -> Iterator[Finding]:
    """Listings that answer and have never had a link."""
    runs = evidence.judged
    names = ("found", "listings_unchanged", "listings_resting")
    if runs and not any(run.counts.get(name) for run in runs for name in names):
        reason = f"no listing had a link to an article in {counted(len(runs), 'run')}"
        yield Finding(HealthWord.FEED_EMPTY, "yellow", reason, f"newscrawler preview {evidence.outlet.id}")


def _errors(evidence: Evidence) -> str:
    return f"newscrawler errors --outlet {evidence.outlet.id}"
