from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.scheduling.choice import chosen

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def due(**minutes: int) -> list[OutletSchedule]:
    return [OutletSchedule(outlet, due_at=NOON - timedelta(minutes=late)) for outlet, late in minutes.items()]


def test_the_longest_due_begin_first() -> None:
    domains = {"de_a": ["a"], "de_b": ["b"], "de_c": ["c"]}
    assert chosen(due(de_a=1, de_b=9, de_c=4), domains, (), 2) == ["de_b", "de_c"]


def test_one_at_a_time_on_every_domain() -> None:
    domains = {"de_a": ["x"], "de_b": ["x", "y"], "de_c": ["y"]}
    assert chosen(due(de_a=3, de_b=2, de_c=1), domains, (), 3) == ["de_a"]
    assert chosen(due(de_a=3, de_b=2, de_c=1), domains, ["x"], 3) == []


def test_nobody_takes_what_an_outlet_due_for_longer_waits_for() -> None:
    domains = {"de_both": ["x", "y"], "de_x": ["x"], "de_y": ["y"], "de_z": ["z"]}
    assert chosen(due(de_both=9, de_x=2, de_y=1, de_z=0), domains, ["x"], 9) == ["de_z"]
    assert chosen(due(de_both=9, de_x=2, de_y=1, de_z=0), domains, (), 9) == ["de_both", "de_z"]


def test_outlets_that_are_not_known_here_and_no_room() -> None:
    assert chosen(due(de_a=3, de_b=2), {"de_b": ["b"]}, (), 5) == ["de_b"]
    assert chosen(due(de_a=3), {"de_a": ["a"]}, (), 0) == []


def test_in_equal_lateness_the_order_is_always_the_same() -> None:
    domains = {name: [name] for name in ("de_a", "de_b", "de_c")}
    assert chosen(reversed(due(de_a=1, de_b=1, de_c=1)), domains, (), 2) == ["de_a", "de_b"]


@given(
    wanted=st.lists(st.frozensets(st.sampled_from("uvwxyz"), min_size=1, max_size=4), min_size=1, max_size=12),
    lengths=st.lists(st.integers(1, 5), min_size=12, max_size=12),
    room=st.integers(1, 4),
)
def test_nobody_starves(wanted: list[frozenset[str]], lengths: list[int], room: int) -> None:
    """Every outlet is due again as soon as its run is over: each has its turn all the same."""
    domains = {f"de_{number}": domain for number, domain in enumerate(wanted)}
    due_at = dict.fromkeys(domains, NOON)
    ends: dict[str, int] = {}
    begun = dict.fromkeys(domains, 0)
    for turn in range(len(domains) * 6 * 5):
        ends = {outlet: end for outlet, end in ends.items() if end > turn}
        busy = [domain for outlet in ends for domain in domains[outlet]]
        assert len(busy) == len(set(busy))
        waiting = [OutletSchedule(outlet, due_at=at) for outlet, at in due_at.items() if outlet not in ends]
        for outlet in chosen(waiting, domains, busy, room - len(ends)):
            length = lengths[int(outlet[3:])]
            ends[outlet] = turn + length
            due_at[outlet] = NOON + timedelta(minutes=turn + length)
            begun[outlet] += 1
    assert min(begun.values()) > 0
