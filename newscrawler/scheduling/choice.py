"""Which of the due outlets begin now."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from newscrawler.model.outlet_schedule import OutletSchedule

_FIRST = datetime.min.replace(tzinfo=UTC)


def chosen(
    due: Iterable[OutletSchedule], domains: Mapping[str, Collection[str]], busy: Collection[str], room: int
) -> list[str]:
    """Ids of the outlets that begin, the longest due first; one at a time on every registered domain.

    An outlet waits while one of its domains is busy or wanted by an outlet that is due for longer: those that come
    later take nothing from it, so that one that needs several domains gets them all in the end.

    Args:
        due: the outlets that are due, in any order.
        domains: registered domains by outlet id; an outlet that is not among them is left out.
        busy: domains that are being crawled.
        room: for so many runs there is room.
    """
    ids: list[str] = []
    spoken_for = set(busy)
    for schedule in sorted(due, key=lambda each: (each.due_at or _FIRST, each.outlet)):
        if len(ids) >= room:
            break
        wanted = domains.get(schedule.outlet)
        if wanted is None:
            continue
        if spoken_for.isdisjoint(wanted):
            ids.append(schedule.outlet)
        spoken_for.update(wanted)
    return ids
