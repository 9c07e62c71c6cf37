"""The grouping of a whole archive chooses as the rule for one article at a time does."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newscrawler.duplicates.clusters import Member, arrange
from newscrawler.duplicates.first_owners import Arrival, FirstOwners
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.rededupe.grouping import Grouping
from newscrawler.storage.rededupe.rows import Judged, Noted

pytest.importorskip("duckdb")


@pytest.fixture
def grouping(tmp_path: Path) -> Iterator[Grouping]:
    made = Grouping(tmp_path, memory_mb=200)
    made.open()
    yield made
    made.close()


def article(number: int) -> str:
    return f"article {number:03d}"


def noted(number: int, anchors: Sequence[int], *, text: int | None = None, **fields: object) -> Noted:
    content_hash = f"text {number if text is None else text}"
    return Noted(article(number), number // 2, content_hash, anchors, **fields)  # type: ignore[arg-type]


def one_by_one(archive: Sequence[Noted]) -> dict[str, tuple[tuple[int, ...], set[str]]]:
    """Article -> the anchors that lead to it, and whom it is compared with."""
    owners = FirstOwners()
    found = {}
    for one in sorted(archive, key=lambda one: (one.first_seen_at, one.article)):
        place = owners.place(Arrival(one.article, one.content_hash, tuple(one.anchors), tuple(one.stored)))
        found[one.article] = (place.owned, set(place.to_compare))
    return found


# Few different anchors, so that most are shared; texts that some have in common.
ANCHORS = st.sets(st.integers(-12, 12), max_size=8)
ARCHIVES = st.lists(st.tuples(ANCHORS, ANCHORS, st.integers(0, 15)), max_size=25)


@given(ARCHIVES, st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=60)
def test_all_at_once_is_as_one_by_one(archive: list[tuple[set[int], set[int], int]], chance: Random) -> None:
    articles = [
        noted(number, sorted(anchors), text=text, stored=sorted(stored))
        for number, (anchors, stored, text) in enumerate(archive)
    ]
    expected = one_by_one(articles)
    chance.shuffle(articles)  # in whatever order they are read
    with TemporaryDirectory() as folder:
        grouping = Grouping(Path(folder), memory_mb=200)
        grouping.open()
        for one in articles:
            grouping.add(one)
        grouping.group()
        compared = {one.article: set(one.to_compare) for slice_ in grouping.candidates() for one in slice_}
        grouping.cluster()
        anchors = {one.article: one.anchors for slice_ in grouping.standings() for one in slice_}
        grouping.close()
    assert compared == {article: others for article, (_, others) in expected.items() if others}
    stored = {one.article: tuple(one.stored) for one in articles}
    assert anchors == {article: owned for article, (owned, _) in expected.items() if owned != stored[article]}


@given(st.lists(st.lists(st.integers(0, 30), max_size=3, unique=True), max_size=30))
@hypothesis_settings(max_examples=60)
def test_clusters_are_those_of_the_rule_for_a_few(originals: list[list[int]]) -> None:
    """Article n is a copy of the articles that the list names at n, as far as they are earlier ones."""
    articles = [noted(number, ()) for number in range(len(originals))]
    links = {at: [one for one in named if one < at] for at, named in enumerate(originals)}
    with TemporaryDirectory() as folder:
        grouping = Grouping(Path(folder), memory_mb=200)
        grouping.open()
        for one in articles:
            grouping.add(one)
        grouping.group()
        grouping.keep([judged(place, earlier) for place, earlier in links.items() if earlier])
        count = grouping.cluster()
        slices = list(grouping.standings())
        grouping.close()
    at = datetime(2026, 3, 5, tzinfo=UTC)
    members = [
        Member(one.article, at + timedelta(milliseconds=one.first_seen_at), list(map(article, links[place])))
        for place, one in enumerate(articles)
    ]
    expected = {key: standing.cluster for key, standing in arrange(members).items() if standing.cluster}
    assert {one.article: one.cluster for slice_ in slices for one in slice_} == expected
    assert count == len(set(expected.values()))
    met = [one.cluster for slice_ in slices for one in slice_]
    assert met == sorted(met)  # a cluster's members stand together


def test_of_two_readings_the_later_one_counts(grouping: Grouping) -> None:
    for one in (noted(0, (1, 2)), noted(1, (1, 2)), noted(1, (7, 8), text=99)):
        grouping.add(one)
    assert grouping.group() == 0
    assert grouping.articles == 2


def test_anchors_lead_to_the_first_ones_in_the_window_though_others_had_them_before(grouping: Grouping) -> None:
    for number in range(4):
        grouping.add(noted(number, (1,), in_window=number > 1, stored=(1,)))
    grouping.group()
    grouping.cluster()
    standings = {one.article: one.anchors for slice_ in grouping.standings() for one in slice_}
    assert standings == {article(0): (), article(1): ()}


def judged(place: int, earlier: Sequence[int]) -> Judged:
    best, *further = map(article, earlier)
    judgement = Judgement(CopyLink(best, "same", 1.0), also=tuple(further))
    return Judged(place, judgement, {article(one): one for one in earlier})
