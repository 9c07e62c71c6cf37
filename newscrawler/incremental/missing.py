"""Stored articles that are not at their address any more: which of them are gone, and when is it the site?

One answer proves nothing: a site has bad hours. Those of two runs, some time apart, do, unless so many articles are
missing at once that it is the site. Then none is called gone, the run says so, and they are looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newscrawler.model.visit import Visit

FEW = 3  # fewer missing articles than this may be taken away one by one
SUSPICIOUS_SHARE = 0.25  # of the articles that were looked at again; more of them are not taken away at once
CHECKS = 2  # runs that found it missing
# One more, where our own reading says that the page is an error page, and where no other article answered.
DOUBTFUL_CHECKS = 3
LISTED_FOR = timedelta(days=1)  # that a listing goes on naming what is gone
# After so long it is no bad hour: with a site that answers for others, even many are gone.
LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missing:
    """A stored article that this run did not find at its address.

    Attributes:
        visit: as it was before.
        answer: what came instead, in words: ``HTTP 404``.
        at: when.
        is_listed: a listing of this run names it.
        is_sure: the server says so itself; else it is we who take its page for an error page.
    """

    visit: Visit
    answer: str
    at: datetime
    is_listed: bool = False
    is_sure: bool = True

    @property
    def since(self) -> datetime:
        """When it was found to be missing first."""
        return self.visit.missing_since or self.at

    def is_proven(self, apart: timedelta, run: str | None, *, others_answered: bool) -> bool:
        """Whether enough runs found the same, some time apart."""
        visit = self.visit
        if visit.missing_since is None or (run is not None and run == visit.missing_run):
            return False
        wanted = CHECKS if self.is_sure and others_answered else DOUBTFUL_CHECKS
        least = LISTED_FOR if self.is_listed else apart
        return (visit.missing_checks or 0) + 1 >= wanted and self.at - visit.missing_since >= least

    def reason(self, run: str | None) -> str:
        """How it was found, for the revision: ``HTTP 404 in 2 runs since 2026-11-27 10:00 UTC, last in run ...``."""
        checks, told = (self.visit.missing_checks or 0) + 1, f", last in run {run}" if run else ""
        return f"not at its address: {self.answer} in {checks} runs since {self.since:%Y-%m-%d %H:%M} UTC{told}"


@dataclass(frozen=True, slots=True)
class Answers:
    """How the articles of an outlet answered.

    Attributes:
        missing: articles that were not at their address when they were looked at again, and are not called gone.
        there: those that were.
        articles: pages of articles that came in this run, new ones too.
    """

    missing: int
    there: int
    articles: int

    @property
    def is_suspicious(self) -> bool:
        """Whether so many are missing that it is the site."""
        return self.missing >= FEW and self.missing > SUSPICIOUS_SHARE * (self.missing + self.there)


def gone_of(missing: Sequence[Missing], answers: Answers, apart: timedelta, run: str | None) -> tuple[Missing, ...]:
    """Those that are gone.

    Args:
        missing: what the run did not find.
        answers: how the others answered since the first of these was missing.
        apart: so long lies between two proofs at least.
        run: its id: what it found before in itself is no second proof.
    """
    proven = (one for one in missing if one.is_proven(apart, run, others_answered=answers.articles > 0))
    if not answers.is_suspicious:
        return tuple(proven)
    return tuple(one for one in proven if answers.articles and one.at - one.since >= LONG)


def held_back(outlet: str, missing: Sequence[Missing], answers: Answers) -> str:
    """What the operator is told where so many are missing at once."""
    told = sorted({one.answer for one in missing})
    among = answers.missing + answers.there
    return (
        f"{answers.missing:,} of {among:,} stored articles that were looked at again are not at their addresses "
        f"({', '.join(told[:3])}): too many at once to be called gone. They keep their status and are looked at again. "
        f"See: newscrawler errors --outlet {outlet} --kind gone"
    )
