"""A redesign: an outlet's newest articles have their story in another element than those before."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from newscrawler.model.container_name import alike, steps_of, telling_steps
from newscrawler.model.furniture import StoredSighting
from newscrawler.model.page_layout import LayoutChange

NEWEST, LEAST_OF_NEWEST = 15, 12  # articles that are looked at; so many of them have the new container
LEAST_BEFORE = 20  # articles before
_LEAST_SHARE_BEFORE = 1 / 3  # of them, with one container
_LEAST_SHARE_SINCE = 0.8  # of those since the first that has the new one: else both are in use side by side
_TRIALS = 0.01  # of those before may have had it, too: an outlet tries its new layout
# A run stores one listing after the other: what comes last in a single run is no change of time.
_PAUSE = timedelta(hours=1)
# In so long a time the old layout would have been seen again, were it another part of the outlet.
_LONG = timedelta(days=3)
_LEAST_OF_KNOWN_PARTS = 0.5
_SECTION, _FOLDER = 1, 3  # of `Sighting.kind`


def find_change(articles: Sequence[StoredSighting], names: Sequence[str]) -> tuple[int, LayoutChange] | None:
    """Index of the first article of a new layout, and the change; None where the layout is as it was.

    Two layouts side by side (news and live blogs, two addresses of one article) are no change, nor is a part of the
    outlet that was not crawled before.

    Args:
        articles: sightings, oldest first.
        names: the container of each, names of one element being equal; "" where a script had the story.
    """
    name, count = Counter(names[-NEWEST:]).most_common(1)[0] if names else ("", 0)
    start = _first_of(name, names) if count >= LEAST_OF_NEWEST else None
    if start is None or start < LEAST_BEFORE:
        return None
    name_before, count_before = Counter(names[:start]).most_common(1)[0]
    example, example_before = (articles[_last_of(group, names)] for group in (name, name_before))
    if count_before < _LEAST_SHARE_BEFORE * start or not _are_apart(
        example.sighting.container, example_before.sighting.container
    ):
        return None
    if not (_is_in_time(articles, start) and _is_of_known_parts(articles, start)):
        return None
    since = names[start:]
    return start, LayoutChange(
        name=name,
        articles=since.count(name),
        of_articles=len(since),
        since=articles[start].seen_at,
        name_before=name_before,
        articles_before=count_before,
        of_articles_before=start,
        example=example.article,
    )


def _first_of(name: str, names: Sequence[str]) -> int | None:
    """Index of the article from which on nearly all have this container, and before which hardly one had it."""
    met = 0
    for index, other in enumerate(names):
        if other != name:
            continue
        if met > _TRIALS * index:
            return None
        if names[index:].count(name) >= _LEAST_SHARE_SINCE * (len(names) - index):
            return index
        met += 1
    return None


def _last_of(name: str, names: Sequence[str]) -> int:
    return max(index for index, other in enumerate(names) if other == name)


def _are_apart(name: str, other: str) -> bool:
    """Are these two elements, both of them named, and not one inside the other, as where a standfirst is kept too?"""
    if not (name and other):
        return True
    (*_, one), (*_, two) = telling_steps(name), telling_steps(other)
    if not (one[1] and two[1]):
        return False
    around = [*((one, step) for step in steps_of(other)), *((two, step) for step in steps_of(name))]
    return not any(alike([inner], [step]) for inner, step in around)


def _is_in_time(articles: Sequence[StoredSighting], start: int) -> bool:
    """Does a pause part the layouts, or does the new one last for more than a run?"""
    since = articles[start].seen_at
    return max(since - articles[start - 1].seen_at, articles[-1].seen_at - since) >= _PAUSE


def _is_of_known_parts(articles: Sequence[StoredSighting], start: int) -> bool:
    """Are the articles since then of sections or folders that the outlet had before?"""
    if articles[-1].seen_at - articles[start].seen_at >= _LONG:
        return True
    before = [one.sighting.kind for one in articles[:start]]
    sections, folders = {kind[_SECTION] for kind in before} - {0}, {kind[_FOLDER] for kind in before}
    since = [one.sighting.kind for one in articles[start:]]
    known = sum(kind[_SECTION] in sections or kind[_FOLDER] in folders for kind in since)
    return known >= _LEAST_OF_KNOWN_PARTS * len(since)
