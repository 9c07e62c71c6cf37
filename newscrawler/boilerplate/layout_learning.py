"""What the pages of an outlet agree on: the element that holds the story, the source of the title; and a redesign."""

from collections import Counter
from collections.abc import Sequence

from newscrawler.boilerplate.redesign import find_change
from newscrawler.model.container_name import UNKNOWN_CONTAINER, Step, alike, spelled_steps, steps_of, telling_steps
from newscrawler.model.furniture import StoredSighting
from newscrawler.model.page_layout import Layout, LearnedContainer

LEAST_ARTICLES = 12  # a container that fewer have had is not learned
LEAST_SHARE = 0.6
_NEWEST = 30  # of which as many have it: a story that grew beyond it is then read whole again soon
_MOST_TOLD = 5
_MOST_GROUPS = 40  # names are compared with: where every article has one of its own, they agree on nothing


def learn_layout(sightings: Sequence[StoredSighting]) -> Layout:
    """The layout that the sightings of an outlet's newest articles, in any order, tell of."""
    articles = sorted(sightings, key=lambda one: (one.seen_at, one.article))
    told = [one for one in articles if one.sighting.container != UNKNOWN_CONTAINER]
    names = group_names([one.sighting.container for one in told])
    start, change = find_change(told, names) or (0, None)
    titles = [one.sighting.title_source.partition(",")[0] for one in articles]
    return Layout(len(articles), _agreed(names[start:]), _counted(names), _counted(titles), change)


def group_names(names: Sequence[str]) -> list[str]:
    """For each name that of its group: names of one element that differ in what single articles have."""
    groups: list[tuple[Step, ...]] = []
    places: dict[str, int] = {}
    for name, _ in Counter(names).most_common():
        steps = telling_steps(name)
        for place, group in enumerate(groups[:_MOST_GROUPS]):
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
    newest = names[-_NEWEST:]
    is_common = all(many.count(name) >= LEAST_SHARE * len(many) for many in (names, newest))
    has_name = any(tokens for _, tokens in steps_of(name))
    return (
        LearnedContainer(name, articles, len(names)) if articles >= LEAST_ARTICLES and is_common and has_name else None
    )


def _counted(names: Sequence[str]) -> dict[str, int]:
    return {name: count for name, count in Counter(names).most_common(_MOST_TOLD) if name}
