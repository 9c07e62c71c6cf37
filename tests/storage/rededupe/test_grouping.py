"""The grouping of a whole archive chooses as the rule for one article at a time does."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newscrawler.duplicates.clusters import Member, arrange
from newscrawler.duplicates.first_owners import Arrival, FirstOwners
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.rededupe.grouping import Grouping
from newscrawler.storage.rededupe.rows import Judged, Noted, Standing

pytest.importorskip("duckdb")


@pytest.fixture
def grouping(tmp_path: Path) -> Iterator[Grouping]:
    made = Grouping(tmp_path, memory_mb=200)
    made.open()
    yield made
    made.close()


def noted(number: int, anchors: Sequence[int], *, text: int | None = None, **fields: object) -> Noted:
    content_hash = f"text {number if text is None else text}"
    return Noted(f"article {number:03d}", number // 2, content_hash, anchors, **fields)  # type: ignore[arg-type]


def one_by_one(archive: Sequence[Noted]) -> dict[str, tuple[tuple[int, ...], set[str]]]:
    """Article -> the anchors that lead to it, and whom it is compared with."""
    owners = FirstOwners()
    found = {}
    for one in sorted(archive, key=lambda one: (one.first_seen_at, one.article)):
        place = owners.place(Arrival(one.article, one.content_hash, tuple(one.anchors), tuple(one.stored)))
        found[one.article] = (place.owned, set(place.to_compare))
    return found


# Few different anchors, so that most are shared; texts that some have in common.
ARCHIVES = st.lists(st.tuples(st.sets(st.integers(-12, 12), max_size=8), st.integers(0, 15)), max_size=25)


@given(ARCHIVES, st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=60)
def test_all_at_once_is_as_one_by_one(archive: list[tuple[set[int], int]], chance: object) -> None:
    articles = [noted(number, sorted(anchors), text=text) for number, (anchors, text) in enumerate(archive)]
    expected = one_by_one(articles)
    chance.shuffle(articles)  # type: ignore[attr-defined] - in whatever order they are read
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
    assert anchors == {article: owned for article, (owned, _) in expected.items() if owned}
