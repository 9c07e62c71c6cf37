"""Do the pages that come give articles: a new layout, walls, code that breaks."""

from collections.abc import Iterator, Sequence

from newscrawler.health.evidence import Evidence, Pages, pages_of
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.recent import RecentPages, recent_pages
from newscrawler.health.wording import counted, percent
from newscrawler.model.findings import is_redesign_finding
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import START_ERROR, Run

_CODE = (OutcomeKind.EXTRACTION_FAILED, OutcomeKind.INVALID_ITEM, OutcomeKind.NOT_STORED)
_WALLS = (OutcomeKind.CONSENT_WALL, OutcomeKind.PAYWALL)
# Outcomes of pages that came.
_OF_A_PAGE = frozenset(
    {
        OutcomeKind.CONSENT_WALL,
        OutcomeKind.EXTRACTION_FAILED,
        OutcomeKind.EXTRACTION_GAVE_UP,
        OutcomeKind.LIST_PAGE,
        OutcomeKind.NOT_AN_ARTICLE,
        OutcomeKind.NOT_HTML,
        OutcomeKind.NO_BODY,
        OutcomeKind.NO_TITLE,
        OutcomeKind.PAYWALL,
        OutcomeKind.SOFT_404,
        OutcomeKind.TOO_SHORT,
    }
)
FEW = 0.4  # of the pages give articles, where
USUALLY = 0.7  # of them did before
SUREST = 0.95  # whatever was before
UNLIKELY = 1e-3
_FEWEST_BEFORE = 10  # pages of the past that say so
_MANY_BROKEN = 10  # pages of one run
_TOLD_RUNS = 5  # in which a redesign that was read all the same is worth a word


def page_findings(evidence: Evidence) -> Iterator[Finding]:
    """What is wrong with the pages that come."""
    yield from _broken_code(evidence)
    before = _share_before(evidence.judged)
    few = recent_pages(evidence.judged, lambda pages: _gives_few(pages, before))
    if few is not None and few.pages.came * 2 > few.pages.asked and _is_unlikely(few.pages, before):
        others = [run for run in evidence.judged if run not in few.runs]
        yield _without_articles(evidence, few, _share_before(others))
    else:
        yield from _redesign(evidence)


def _gives_few(pages: Pages, before: float | None) -> bool:
    if pages.came == 0:
        return False
    return pages.articles == 0 or (before is not None and before >= USUALLY and pages.articles <= FEW * pages.came)


def _is_unlikely(pages: Pages, before: float | None) -> bool:
    """Are so many without an article too many for chance? A feed's videos never gave one."""
    return not before or (1 - min(before, SUREST)) ** (pages.came - pages.articles) < UNLIKELY


def _share_before(runs: Sequence[Run]) -> float | None:
    """Which share of the pages gave articles in most runs; None: too few pages to say."""
    together = pages_of(runs)
    shares = [(pages.articles / pages.came, pages.came) for pages in (pages_of([run]) for run in runs) if pages.came]
    if together.came < _FEWEST_BEFORE:
        return None
    # The better half of the runs, by pages: a long bad time must not become the usual.
    shares.sort(reverse=True)
    good = came = 0.0
    for share, number in shares:
        good, came = good + share * number, came + number
        if came * 2 >= together.came:
            break
    return good / came


def _without_articles(evidence: Evidence, few: RecentPages, before: float | None) -> Finding:
    pages, runs = few.pages, counted(len(few.runs), "run")
    gave = "none gave an article" if not pages.articles else f"{pages.articles:,} gave an article"
    usual = f", before {100 * before:.0f} % did" if before is not None and before > 0 else ""
    kinds = {kind: count for kind, count in (pages.kinds or {}).items() if kind in _OF_A_PAGE}
    most = max(kinds, key=lambda kind: kinds[kind], default=None)
    told = f"; {kinds[most]:,} ended as {most}" if most else ""
    reason = f"of {counted(pages.came, 'page')} in {runs} {gave}{usual}{told}"
    is_wall = sum(kinds.get(kind, 0) for kind in _WALLS) * 2 > pages.came
    word = HealthWord.WALLED if is_wall else HealthWord.LAYOUT_CHANGED
    command = f"newscrawler errors --outlet {evidence.outlet.id}{f' --kind {most}' if most else ''}"
    return Finding(word, "red" if few.is_sure else "yellow", reason, command)


def _redesign(evidence: Evidence) -> Iterator[Finding]:
    """A new layout that is read well, but was worth a finding of its run."""
    for run in evidence.crawls[:_TOLD_RUNS]:
        for warning in run.warnings:
            if is_redesign_finding(warning):
                reason, _, command = warning.rpartition(" Look at one: ")
                yield Finding(HealthWord.LAYOUT_CHANGED, "yellow", reason.rstrip("."), command)
                return


def _broken_code(evidence: Evidence) -> Iterator[Finding]:
    runs = evidence.crawls
    errors = "newscrawler errors --outlet " + evidence.outlet.id
    if runs and runs[0].finish_reason == START_ERROR:
        reason = "the outlet's own code failed before the first request: the log has the traceback"
        yield Finding(HealthWord.CODE_BROKE, "red", reason, f"newscrawler preview {evidence.outlet.id} --debug")
        return
    last = next((run for run in evidence.judged if pages_of([run]).came), None)
    broke = {kind: last.outcomes.get(kind, 0) for kind in _CODE} if last else {}
    if last is not None and any(broke.values()):
        most = max(broke, key=lambda kind: broke[kind])
        came = pages_of([last]).came
        number = sum(broke.values())
        reason = f"code broke on {counted(number, 'page')} of the last run ({percent(number, came)}; {most})"
        is_red = number * 10 >= came or number >= _MANY_BROKEN
        yield Finding(HealthWord.CODE_BROKE, "red" if is_red else "yellow", reason, f"{errors} --kind {most}")
