"""An outlet's past, made for a test: runs, newest first, and its schedule as it would be after them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.health.evidence import Evidence
from newscrawler.health.finding import Health
from newscrawler.health.judgement import judge
from newscrawler.model.lease import Lease, Process
from newscrawler.model.outlet import Outlet
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.model.run import Run
from newscrawler.scheduling.profile import learned

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)  # a Thursday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUTLET = Outlet("de_elbkurier", "Elbkurier", timezone="Europe/Berlin", home="https://www.elbkurier.example/")
HELD = Lease(OUTLET.id, "running", Process("a", None, 1, None), 1, 180.0)


def run(
    ago: timedelta,
    new: int = 0,
    *,
    outcomes: Mapping[str, int] | None = None,
    **counts: Any,  # noqa: ANN401 - numbers, and a few fields of a run
) -> Run:
    """A run so long ago whose listing had so many new articles, all of them whole."""
    lasts = timedelta(seconds=counts.pop("seconds", 20))
    values: dict[str, Any] = {"started_at": NOW - ago, "finished_at": NOW - ago + lasts, "finish_reason": "finished"}
    values |= {
        name: counts.pop(name) for name in ("finish_reason", "finished_at", "warnings", "kind") if name in counts
    }
    found = {"found": max(new, 20), "known": max(0, 20 - new), "new": new, "fetched": new, "listings_asked": 1}
    fields = {"described": new, "with_published": new, "with_authors": new, "words": 400 * new}
    timing = {"answers": new + 1, "answer_ms": 200 * (new + 1), "requests": new + 2, "scheduled": 1}
    return Run(f"{ago}", OUTLET.id, counts=found | fields | timing | counts, outcomes=dict(outcomes or {}), **values)


def shut(ago: timedelta, cause: str = "", **counts: Any) -> Run:  # noqa: ANN401 - as above
    """A run so long ago whose only listing failed for this cause."""
    causes = {f"listings_{cause}": 1} if cause else {}
    nothing = dict.fromkeys(("found", "known", "answers", "answer_ms"), 0)
    return run(ago, **nothing | causes | counts, outcomes={"listing_failed": 1})


def days(per_day: Callable[[datetime], int], number: int = 20) -> dict[str, int]:
    """New articles of the last days, today among them."""
    dates = [NOW - back * DAY for back in range(number + 1)]
    return {f"{at:%Y-%m-%d}": per_day(at) for at in dates}


def profile(rate: Callable[[int, int], float], weeks: float = 6) -> PublicationProfile:
    """By weekday and hour: articles an hour, watched for so many weeks."""
    rates = [rate(hour // 24, hour % 24) for hour in range(HOURS_OF_WEEK)]
    return PublicationProfile(tuple(one * weeks for one in rates), (weeks,) * HOURS_OF_WEEK, NOW)


def after_silence(
    usual: PublicationProfile, length: timedelta, now: datetime = NOW, zone: str = OUTLET.timezone
) -> PublicationProfile:
    """The profile when nothing was published for so long, and an hour never passed without a look."""
    begin = now - length
    usual = replace(usual, at=begin)
    while begin < now:
        end = min(begin + HOUR, now)
        usual = learned(usual, (), 0, begin, end, zone)
        begin = end
    return usual


def planned(**values: Any) -> OutletSchedule:  # noqa: ANN401 - of its fields
    """A schedule by which the next run is in ten minutes; an article every hour by day."""
    usual = OutletSchedule(
        OUTLET.id,
        due_at=NOW + timedelta(minutes=10),
        planned_at=NOW - timedelta(minutes=5),
        newest_at=NOW - timedelta(minutes=30),
        profile=profile(lambda _, hour: 1.0 if 6 <= hour < 22 else 0.0),
        days=days(lambda _: 16),
    )
    return replace(usual, **values)


def every(
    step: timedelta,
    number: int,
    new: int = 1,
    *,
    first: timedelta = HOUR / 12,
    **counts: Any,  # noqa: ANN401 - as above
) -> list[Run]:
    """So many runs, one every ``step``, the newest ``first`` ago."""
    return [run(first + step * back, new, **counts) for back in range(number)]


def health(
    runs: list[Run],
    schedule: OutletSchedule | None = None,
    *,
    outlet: Outlet = OUTLET,
    lease: Lease | None = None,
    scheduled_at: datetime | None = NOW - timedelta(minutes=1),
    now: datetime = NOW,
) -> Health:
    """The judgement."""
    newest_first = sorted(runs, key=lambda one: one.started_at, reverse=True)
    return judge(Evidence(outlet, schedule, newest_first, lease, now, scheduled_at))


def told(health: Health) -> list[tuple[str, str]]:
    """Colour and word of every finding."""
    return [(finding.colour, str(finding.word)) for finding in health.findings]
