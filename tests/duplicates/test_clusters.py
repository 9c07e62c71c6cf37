"""Where articles stand in their clusters, by what they are copies of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.clusters import ALONE, Member, Standing, arrange, stories

START = datetime(2026, 11, 27, tzinfo=UTC)


def member(article: str, minute: int, *originals: str) -> Member:
    return Member(article, START + timedelta(minutes=minute), originals)


def test_who_has_no_copy_stands_alone() -> None:
    assert arrange([member("a", 1), member("b", 2)]) == {"a": ALONE, "b": ALONE}


def test_the_first_one_seen_leads_even_where_it_is_the_copy() -> None:
    """An article from the spool comes late though it was fetched first."""
    standings = arrange([member("a", 1, "b"), member("b", 2)])
    assert standings == {"a": Standing("a", None), "b": Standing("a", "a")}


def test_copies_of_copies_are_one_cluster() -> None:
    standings = arrange([member("c", 3, "b"), member("b", 2, "a"), member("a", 1)])
    assert {standing.cluster for standing in standings.values()} == {"a"}
    assert standings["c"].duplicate_of == "a", "of the first one, not of the one that it was compared with"


def test_of_two_seen_at_one_instant_the_smaller_id_leads() -> None:
    assert arrange([member("b", 1), member("a", 1, "b")])["b"] == Standing("a", "a")


def test_a_cluster_falls_apart_where_a_text_changed() -> None:
    before = [member("a", 1), member("b", 2, "a"), member("c", 3, "b"), member("d", 4, "c")]
    after = [member("a", 1), member("b", 2, "a"), member("c", 3), member("d", 4, "c")]
    assert {standing.cluster for standing in arrange(before).values()} == {"a"}
    assert arrange(after) == {
        "a": Standing("a", None),
        "b": Standing("a", "a"),
        "c": Standing("c", None),
        "d": Standing("c", "c"),
    }


def test_a_whole_text_brings_two_excerpts_of_it_together() -> None:
    standings = arrange([member("a", 1), member("b", 2), member("c", 3, "b", "a")])
    assert {standing.cluster for standing in standings.values()} == {"a"}


def test_a_copy_of_a_deleted_article_is_a_copy_of_none() -> None:
    assert arrange([member("b", 2, "deleted")]) == {"b": ALONE}


def test_two_that_are_copies_of_each_other_are_one_cluster() -> None:
    """Both texts changed, and each was judged again."""
    assert arrange([member("a", 1, "b"), member("b", 2, "a")])["b"] == Standing("a", "a")


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = [member(f"{number:05}", number, f"{number - 1:05}") for number in range(1, 5_000)]
    standings = arrange([member("00000", 0), *reversed(chain)])
    assert {standing.cluster for standing in standings.values()} == {"00000"}


IDS = st.sampled_from("abcdefghij")
MEMBERS = st.lists(
    st.tuples(IDS, st.integers(0, 5), st.lists(IDS, max_size=3)).map(lambda one: member(*one[:2], *one[2])),
    unique_by=lambda one: one.article,
    max_size=10,
)


@given(MEMBERS, st.randoms())
def test_any_order_gives_the_same(members: list[Member], chance: object) -> None:
    mixed = list(members)
    chance.shuffle(mixed)  # type: ignore[attr-defined] - a Random
    assert arrange(members) == arrange(mixed)


@given(MEMBERS)
def test_a_cluster_is_all_that_can_be_reached_and_nothing_else(members: list[Member]) -> None:
    known = {one.article: one for one in members}
    edges = {(one.article, other) for one in members for other in one.originals if other in known}
    both_ways = edges | {(other, one) for one, other in edges}
    standings = arrange(members)
    for start in known:
        reached, frontier = {start}, {start}
        while frontier:
            frontier = {other for one, other in both_ways if one in frontier} - reached
            reached |= frontier
        first = min(reached, key=lambda article: (known[article].first_seen_at, article))
        same = {article for article, standing in standings.items() if standing.cluster == standings[start].cluster}
        assert standings[start] == (ALONE if len(reached) == 1 else Standing(first, None if start == first else first))
        assert len(reached) == 1 or same == reached


@given(MEMBERS)
def test_every_article_is_in_one_story(members: list[Member]) -> None:
    told = [article for story in stories(members) for article in story]
    assert sorted(told) == sorted(one.article for one in members)
