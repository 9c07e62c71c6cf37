"""Are stored articles missing from the outlet's site: so many at once that it may be the site that is broken?"""

from collections.abc import Iterator

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.wording import counted
from newscrawler.model.run import Run

_LOOKED_AGAIN = ("not_modified", "unchanged", "revised", "gone", "held_back")


def absence_findings(evidence: Evidence) -> Iterator[Finding]:
    """What the newest run that looked again at stored articles could not call gone."""
    run = next((run for run in evidence.judged if _looked_again(run)), None)
    held_back = run.counts.get("held_back", 0) if run else 0
    if held_back:
        reason = f"{counted(held_back, 'stored article')} missing at once on its site: not called gone"
        command = f"newscrawler errors --outlet {evidence.outlet.id} --kind gone"
        yield Finding(HealthWord.MANY_MISSING, "yellow", reason, command)


def _looked_again(run: Run) -> bool:
    return any(run.counts.get(name, 0) for name in _LOOKED_AGAIN)
