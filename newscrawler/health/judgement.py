"""One outlet's health: all findings, the gravest first, or in few words that there is none."""

from datetime import timedelta

from newscrawler.health.absence import absence_findings
from newscrawler.health.access import access_findings
from newscrawler.health.by_day import length, per_day, whole_days
from newscrawler.health.coverage import coverage_findings
from newscrawler.health.evidence import Evidence
from newscrawler.health.expectations import expectation_findings
from newscrawler.health.expected import FEWEST_DAYS
from newscrawler.health.finding import Finding, Health, HealthWord
from newscrawler.health.pace import pace_findings
from newscrawler.health.pages import page_findings
from newscrawler.health.punctuality import punctuality_findings
from newscrawler.health.volume import last_new_at, volume_findings
from newscrawler.health.wording import amount, counted, due_words, span

FEWEST_RUNS = 3  # that came to their end, before anything is called healthy
SHORTEST = timedelta(hours=12)  # since the first of them


def judge(evidence: Evidence) -> Health:
    """How the outlet is: at least one finding, the gravest first."""
    outlet, schedule, runs = evidence.outlet, evidence.schedule, evidence.crawls
    findings = sorted(_findings(evidence), key=lambda finding: finding.gravity)
    ended = next((run.finished_at for run in runs if run.finished_at), None)
    return Health(
        outlet.id,
        tuple(findings) or (_all_well(evidence),),
        ran_at=ended or (runs[0].started_at if runs else None),
        newest_at=schedule.newest_at if schedule else None,
        due_at=schedule.due_at if schedule and outlet.enabled else None,
        running=evidence.lease is not None,
    )


def _findings(evidence: Evidence) -> list[Finding]:
    if not evidence.outlet.enabled:
        return [_paused(evidence)]
    findings = [*punctuality_findings(evidence)]
    if evidence.crawls:
        access = [*access_findings(evidence)]
        pages = [*page_findings(evidence)]
        findings += access
        findings += pages
        findings += coverage_findings(evidence)
        findings += absence_findings(evidence)
        findings += expectation_findings(evidence)
        findings += pace_findings(evidence)
        # What does not let us in, or gives no article, explains that nothing new comes.
        is_explained = any(finding.colour == "red" for finding in (*access, *pages))
        findings += [] if is_explained else volume_findings(evidence)
    return _told_once(findings)


def _told_once(findings: list[Finding]) -> list[Finding]:
    """Without back-off that a graver finding explains."""
    shut = {HealthWord.ROBOTS_CLOSED, HealthWord.BLOCKED, HealthWord.FAILING, HealthWord.FEED_EMPTY}
    if any(finding.word in shut for finding in findings):
        return [finding for finding in findings if finding.word is not HealthWord.BACKING_OFF]
    first = next((finding for finding in findings if finding.word is HealthWord.BACKING_OFF), None)
    return [one for one in findings if one.word is not HealthWord.BACKING_OFF or one is first]


def _paused(evidence: Evidence) -> Finding:
    ran = f"; its last run was {span(evidence.now - evidence.crawls[0].started_at)} ago" if evidence.crawls else ""
    resume = f"newscrawler outlets resume {evidence.outlet.id}"
    return Finding(HealthWord.PAUSED, "grey", f"paused in its file: no schedule runs it{ran}", resume)


def _all_well(evidence: Evidence) -> Finding:
    """What is said of an outlet of which nothing is to be said."""
    now, runs = evidence.now, evidence.judged
    if evidence.lease is not None:
        since = span(timedelta(seconds=evidence.lease.seconds))
        return Finding(HealthWord.RUNNING, "green", f"a run is under way for {since} on {evidence.lease.process.host}")
    crawl = f"newscrawler crawl {evidence.outlet.id}"
    if not evidence.crawls:
        return Finding(HealthWord.NEVER_RUN, "grey", f"no run yet{_next(evidence)}", crawl)
    new = sum(run.counts.get("new", 0) for run in evidence.crawls)
    first = min((run.started_at for run in runs), default=now)
    if len(runs) < FEWEST_RUNS or now - first < SHORTEST:
        reason = f"{counted(len(evidence.crawls), 'run')} so far, {counted(new, 'article')}: too little to compare with"
        return Finding(HealthWord.NEW, "grey", f"{reason}{_next(evidence)}")
    return Finding(HealthWord.HEALTHY, "green", _healthy(evidence))


def _healthy(evidence: Evidence) -> str:
    """``ran 12 min ago, 4 new; 31 a day; newest 20 min old; next run 12:10 UTC``."""
    now, last = evidence.now, evidence.judged[0]
    parts = [f"ran {span(now - last.started_at)} ago, {last.counts.get('new', 0):,} new"]
    days = [one for one in whole_days(evidence.schedule, now) if one.is_watched]
    if length(days) >= FEWEST_DAYS:
        parts.append(f"{amount(per_day(days))} a day")
    newest = last_new_at(evidence)
    if newest is not None:
        parts.append(f"newest {span(now - newest)} old")
    return "; ".join(parts) + _next(evidence)


def _next(evidence: Evidence) -> str:
    due = evidence.schedule.due_at if evidence.schedule else None
    if due is None or (due <= evidence.now and not any(run.counts.get("scheduled") for run in evidence.crawls)):
        return ""  # nobody is to run it: it is crawled by hand
    return f"; next run {due_words(due, evidence.now)}"
