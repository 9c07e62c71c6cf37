"""To whom anchors lead, and who is compared with whom."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.first_owners import (
    MOST_BY_ONE_ANCHOR,
    MOST_COMPARED,
    MOST_ORIGINALS,
    MOST_OWNED,
    OWNERS_PER_ANCHOR,
    Arrival,
    FirstOwners,
    Place,
)

ARRIVALS = st.lists(
    st.builds(
        Arrival,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["one text", "another text", "a third"]),
        st.lists(st.integers(0, 9), max_size=6, unique=True).map(tuple),
        originals=st.sampled_from([(), ("a",), ("b", "a")]),
    ),
    max_size=14,
)


def arrive(first_owners: FirstOwners, article: str, *anchors: int, text: str | None = None) -> Place:
    return first_owners.place(Arrival(article, text or article, anchors))


def test_an_anchor_leads_to_the_first_two_that_have_it() -> None:
    known = FirstOwners()
    places = [arrive(known, article, 1, 2, 3) for article in "abc"]
    assert [place.owned for place in places] == [(1, 2, 3), (1, 2, 3), ()]
    assert [place.to_compare for place in places] == [(), ("a",), ("b", "a")]


def test_an_anchor_that_leads_to_too_many_takes_no_more() -> None:
    known = FirstOwners({1: ["a", "b", "c"]}, {}, {"a": 0, "b": 1, "c": 2})
    assert arrive(known, "d", 1).owned == ()
    assert known.anchors[1] == ["a", "b", "c"]


def test_owners_of_most_anchors_come_first_and_of_equals_the_latest() -> None:
    known = FirstOwners()
    arrive(known, "a", 1, 2)
    arrive(known, "b", 3, 4)
    arrive(known, "c", 5, 6, 7)
    assert arrive(known, "d", *range(1, 8)).to_compare == ("c", "b", "a")


def test_of_the_owners_of_a_single_anchor_the_latest_is_tried() -> None:
    known = FirstOwners()
    for number, article in enumerate("abc"):
        arrive(known, article, number)
    assert arrive(known, "d", 0, 1, 2).to_compare == ("c",)


def test_the_same_text_comes_before_all_others_then_the_former_originals() -> None:
    known = FirstOwners()
    arrive(known, "a", 1, 2, 3)
    arrive(known, "z", text="brief")
    place = known.place(Arrival("d", "brief", (1, 2, 3), originals=("gone", "part")))
    assert place.to_compare == ("z", "gone", "part", "a")


def test_an_article_that_is_a_copy_of_many_is_compared_again_with_a_few() -> None:
    originals = tuple(f"part {number}" for number in range(30))
    assert FirstOwners().place(Arrival("d", "text", (), originals=originals)).to_compare == originals[:MOST_ORIGINALS]


def test_a_changed_text_keeps_what_it_owned_but_not_what_went_to_others() -> None:
    known = FirstOwners({3: ["x", "y"]}, {}, {"x": 0, "y": 1})
    place = known.place(Arrival("a", "new", (7, 8), owned=(1, 2, 3)))
    assert place.owned == (1, 2, 7, 8)


def test_an_article_that_changes_for_ever_does_not_grow_for_ever() -> None:
    known = FirstOwners()
    owned: tuple[int, ...] = ()
    for edition in range(20):
        anchors = tuple(range(10 * edition, 10 * edition + 10))
        owned = known.place(Arrival("blog", f"edition {edition}", anchors, owned)).owned
        assert set(anchors) <= set(owned)
    assert len(owned) == MOST_OWNED


@given(ARRIVALS)
def test_nobody_is_compared_with_himself_or_with_too_many(arrivals: list[Arrival]) -> None:
    known = FirstOwners()
    for arrival in arrivals:
        to_compare = known.place(arrival).to_compare
        assert arrival.article not in to_compare
        assert len(to_compare) == len(set(to_compare)) <= MOST_COMPARED + 1 + len(arrival.originals)


@given(ARRIVALS)
def test_no_anchor_leads_to_more_than_may_own_it(arrivals: list[Arrival]) -> None:
    known = FirstOwners()
    owned = {arrival.article: known.place(arrival).owned for arrival in arrivals}
    counts = Counter(anchor for anchors in owned.values() for anchor in anchors)
    assert all(count <= OWNERS_PER_ANCHOR for count in counts.values())
    assert all(article in known.anchors[anchor] for article, anchors in owned.items() for anchor in anchors)


@given(ARRIVALS)
def test_the_later_of_two_with_two_anchors_in_common_meets_someone_with_them(arrivals: list[Arrival]) -> None:
    known = FirstOwners()
    former: dict[str, set[int]] = {}
    for arrival in arrivals:
        others = [anchors for article, anchors in former.items() if article != arrival.article]
        place = known.place(arrival)
        if any(set(arrival.anchors) & anchors for anchors in others) and MOST_BY_ONE_ANCHOR:
            assert place.to_compare
        former.setdefault(arrival.article, set()).update(place.owned)


@given(ARRIVALS, st.data())
def test_to_place_again_changes_nothing(arrivals: list[Arrival], data: st.DataObject) -> None:
    known = FirstOwners()
    for arrival in arrivals:
        known.place(arrival)
    if arrivals:
        again = data.draw(st.sampled_from(arrivals))
        assert known.place(again) == known.place(again)
