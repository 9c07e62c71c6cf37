"""What the pages of an outlet agree on: the element that holds the story, the source of the title; and a redesign."""

from collections import Counter
from collections.abc import Sequence

from newscrawler.boilerplate.redesign import find_change
from newscrawler.model.container_name import Step, alike, spelled_steps, steps_of, telling_steps
from newscrawler.model.furniture import StoredSighting
from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer

LEAST_ARTICLES = 12  # a container that fewer have had is not learned
LEAST_SHARE = 0.6
_MOST_TOLD = 5


def learn_layout(sightings: Sequence[StoredSighting], known: Layout | None = None) -> Layout:
    """The layout that the sightings tell of.

    Args:
        sightings: of the outlet's newest articles, in any order.
        known: what was learned the last time. A redesign stays noted until there is another one, so that it is told
            once: where the new layout's ``change`` is not ``known.change``.
    """
    articles = sorted(sightings, key=lambda one: (one.seen_at, one.article))
    names = _group_names([one.sighting.container for one in articles])
    start, change = find_change(articles, names) or (0, None)
    if known is not None and known.change is not None and (change is None or _is_same(change, known.change)):
        change = known.change
    titles = [one.sighting.title_source.partition(",")[0] for one in articles]
    return Layout(len(articles), _agreed(names[start:]), _counted(names), _counted(titles), change)


def _group_names(names: Sequence[str]) -> list[str]:
    """For each name that of its group: names of one element that differ in what single articles have."""
    groups: list[tuple[Step, ...]] = []
    places: dict[str, int] = {}
    for name, _ in Counter(names).most_common():
        steps = telling_steps(name)
        for place, group in enumerate(groups):
            if common := alike(steps, group):
                groups[place], places[name] = common, place
                break
        else:
            groups.append(steps)
            places[name] = len(groups) - 1
    spelled = [spelled_steps(group) for group in groups]
    return [spelled[places[name]] for name in names]


def _agreed(names: Sequence[str]) -> LearnedContainer | None:
    """The container of most articles; None where they do not agree, or where it has no name to find it by."""
    if not names:
        return None
    name, articles = Counter(names).most_common(1)[0]
    if articles < max(LEAST_ARTICLES, LEAST_SHARE * len(names)) or not any(tokens for _, tokens in steps_of(name)):
        return None
    return LearnedContainer(name, articles, len(names))


def _counted(names: Sequence[str]) -> dict[str, int]:
    return {name: count for name, count in Counter(names).most_common(_MOST_TOLD) if name}


def _is_same(change: LayoutChange, known: LayoutChange) -> bool:
    """Is it the change that is known? Names may have lost a class meanwhile."""
    pairs = ((change.name, known.name), (change.name_before, known.name_before))
    return all(alike(telling_steps(one), telling_steps(other)) is not None for one, other in pairs)
