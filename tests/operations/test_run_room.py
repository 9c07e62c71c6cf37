"""How many runs may be under way: few at the beginning, more as runs end or wait for their sites."""

import asyncio

import pytest

from newscrawler.operations import run_room
from newscrawler.operations.run_room import FIRST_RUNS, LATE_SECONDS, RunRoom, allowed_runs

MOST = 50


@pytest.mark.parametrize(
    ("quick", "slow", "allowed", "allowed_where_busy"),
    [
        (0, 0, 8, 8),
        (8, 0, 16, 16),  # whatever ends soon makes room, also on a busy machine
        (100, 0, 50, 50),
        (0, 16, 24, 8),  # these wait for slow sites, or for the machine
        (3, 47, 50, 11),
    ],
)
def test_room_grows_with_what_ends_and_with_what_only_waits(
    quick: int, slow: int, allowed: int, allowed_where_busy: int
) -> None:
    assert allowed_runs(quick, slow, is_busy=False, most=MOST) == allowed
    assert allowed_runs(quick, slow, is_busy=True, most=MOST) == allowed_where_busy


@pytest.mark.parametrize(
    ("run_seconds", "machine", "within_seconds", "under_way"),
    [
        (2, "idle", 10, 50),  # a thousand outlets at the beginning
        (20, "busy", 90, 50),
        (120, "busy", 600, 8),  # the machine is full: others get their part
        (60, "idle", 300, 50),
        (900, "idle", 200, 50),  # fifty polite ones, each for a quarter of an hour
    ],
)
def test_a_program_with_enough_to_do_comes_to_the_number_that_fits(
    run_seconds: int, machine: str, within_seconds: int, under_way: int
) -> None:
    ends: list[int] = []
    for second in range(within_seconds + 1):
        running = [end for end in ends if end > second]
        ended = sum(second - 30 <= end <= second for end in ends)
        long = sum(end - run_seconds < second - 30 for end in running)
        quick, slow = (ended, long) if run_seconds <= 30 else (0, ended + long)
        room = allowed_runs(quick, slow, is_busy=machine == "busy", most=MOST) - len(running)
        ends += [second + run_seconds] * max(0, room)
    assert sum(end > within_seconds for end in ends) == under_way


async def test_ends_make_room_for_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    room = RunRoom(MOST)
    for number in range(FIRST_RUNS):
        room.begin(f"xx_{number}")
    assert room.free == 0
    room.end("xx_0")
    assert room.free == 2  # its place, and one more
    monkeypatch.setattr(run_room, "SETTLED_SECONDS", 0.0)
    await asyncio.sleep(0.01)
    assert room.free == 1 + 7  # the others are long under way by now
    room.late_seconds = 2 * LATE_SECONDS
    assert room.free == 1


async def test_a_program_whose_timers_are_late_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_room, "_MEASURED_SECONDS", 0.01)
    clock, seconds = asyncio.get_running_loop().time, 0.0
    room = RunRoom(MOST)

    def jumping() -> float:  # half a second passes between any two looks at it
        nonlocal seconds
        seconds += 0.5
        return clock() + seconds

    monkeypatch.setattr(asyncio.get_running_loop(), "time", jumping)
    measuring = asyncio.ensure_future(room.measure())
    for _ in range(20):
        await asyncio.sleep(0)
    measuring.cancel()
    assert room.late_seconds > 0
