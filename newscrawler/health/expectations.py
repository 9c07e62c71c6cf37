"""The bounds that an outlet's file sets under ``[expect]``: outside them a run is unhealthy, whatever is usual."""

from collections.abc import Iterator
from datetime import timedelta

from newscrawler.health.by_day import WatchedDay, last_week, length, per_day, watched_days, whole_days
from newscrawler.health.described import FIELDS, described_runs, parted
from newscrawler.health.evidence import Evidence, pages_of
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.wording import amount, counted, percent

ENOUGH = 12  # articles, or pages, of which a share or a mean is taken
_NEWEST = 10  # runs whose pages are counted


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
    """Bounds on articles a day: the least on average over a week that was watched, the most on the last two days."""
    least = evidence.outlet.expect.get("min_articles_per_day")
    week = last_week(whole_days(evidence.schedule, evidence.now))
    if least is not None and week and per_day(week) < least:
        reason = (
            f"{amount(per_day(week))} articles a day over the last {length(week)} days; "
            f"its file expects at least {least:g}"
        )
        yield Finding(HealthWord.TOO_FEW, "red", reason, f"newscrawler preview {evidence.outlet.id}")
    most = evidence.outlet.expect.get("max_articles_per_day")
    over = [] if most is None else [one for one in _counted_days(evidence) if one.new > most * one.covers]
    if over:
        day = max(over, key=lambda one: one.new / one.covers)
        when = "today" if day.day == evidence.now.date() else f"on {day.day}"
        since = f", {day.covers} days after the run before" if day.covers > 1 else ""
        reason = f"{counted(day.new, 'article')} {when}{since}; its file expects at most {most:g} a day"
        yield Finding(HealthWord.TOO_MANY, "red", reason, f"newscrawler articles --outlet {evidence.outlet.id}")


def _counted_days(evidence: Evidence) -> list[WatchedDay]:
    """The last whole day and this one, but for days on which a backlog was fetched: more links than a run may take."""
    today = evidence.now.date()
    behind = {
        run.started_at.date() + timedelta(days=later)
        for run in evidence.judged
        if run.counts.get("over_budget") or run.counts.get("unfinished")
        for later in (0, 1)
    }
    days = watched_days(evidence.schedule, evidence.now)
    last = [*[one for one in days if one.day < today][-1:], *[one for one in days if one.day == today]]
    return [one for one in last if one.day not in behind]
