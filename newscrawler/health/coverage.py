"""Have the articles their fields: publication time, authors, enough words; against the outlet's own past."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import comb

from newscrawler.health.described import FIELDS, Described, described_runs, parted
from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Finding, HealthWord
from newscrawler.health.wording import counted, percent
from newscrawler.model.run import Run

SAMPLES = (12, 25, 60)  # of so many of the newest articles: a rare field needs more of them
FEWEST_BEFORE = 20  # articles of the past
HALF = 0.55  # of the usual share: about half of what there was is gone
ON_SUCH_DAYS = 0.6  # of the share on the same weekday: wire reports of a weekend have no authors
UNLIKELY = 1e-4  # that so few have the field by chance
UNLIKELY_ON_SUCH_DAYS = 1e-2
SHORT = 0.45  # of the usual number of words


def coverage_findings(evidence: Evidence) -> Iterator[Finding]:
    """Which fields are gone that were there."""
    gone = list(_gone(described_runs(evidence)))
    if gone:
        yield Finding(HealthWord.FIELDS_GONE, "red", "; ".join(gone), f"newscrawler preview {evidence.outlet.id}")


def _gone(runs: Sequence[Run]) -> Iterator[str]:
    for name, what in FIELDS.items():
        for size in SAMPLES:
            newest, before, alike = parted(runs, size)
            if before.articles < FEWEST_BEFORE or newest.articles < SAMPLES[0]:
                break
            if _is_gone(name, newest, before, alike):
                newest, before, _ = parted(runs, size, partial(_lacks, name, HALF * before.share(name)))
                share = percent(before.filled[name], before.articles)
                number = f"{newest.filled[name]:,} of the last {counted(newest.articles, 'article')}"
                yield f"{what.name} in {number}, before in {share}"
                break
    newest, before, alike = parted(runs, SAMPLES[0])
    if before.articles >= FEWEST_BEFORE and newest.articles >= SAMPLES[0] and _is_short(newest, before, alike):
        yield (
            f"{newest.mean_words:.0f} words on average in the last {counted(newest.articles, 'article')}, "
            f"before {before.mean_words:.0f}"
        )


def _lacks(name: str, few: float, described: Described) -> bool:
    return described.share(name) <= few


def _is_gone(name: str, newest: Described, before: Described, alike: Described) -> bool:
    usual, share = before.share(name), newest.share(name)
    if share > HALF * usual or _chance_of_so_few(newest.filled[name], newest.articles, usual) > UNLIKELY:
        return False
    if alike.articles < SAMPLES[0]:
        return True
    on_such_days = alike.share(name)
    chance = _chance_of_so_few(newest.filled[name], newest.articles, on_such_days)
    return share <= ON_SUCH_DAYS * on_such_days and chance <= UNLIKELY_ON_SUCH_DAYS


def _is_short(newest: Described, before: Described, alike: Described) -> bool:
    if newest.mean_words > SHORT * before.mean_words:
        return False
    return alike.articles < SAMPLES[0] or newest.mean_words <= ON_SUCH_DAYS * alike.mean_words


def _chance_of_so_few(filled: int, articles: int, usual: float) -> float:
    """That at most so many of the articles have a field which each has with the usual chance (binomial)."""
    return sum(comb(articles, k) * usual**k * (1 - usual) ** (articles - k) for k in range(filled + 1))
