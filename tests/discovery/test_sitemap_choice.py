from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.sitemap_choice import ChosenChildren, choose_children
from newscrawler.model.link import FurtherListing
from newscrawler.model.listing_state import ListingState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
INDEX = "https://www.elbkurier.example/sitemap.xml"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def child(path: str, modified_at: datetime | None = None) -> FurtherListing:
    return FurtherListing(path if "://" in path else f"https://www.elbkurier.example/{path}", modified_at)


def state(path: str, read_at: datetime, changed_at: datetime | None = None) -> ListingState:
    url = f"https://www.elbkurier.example/{path}"
    return ListingState("de_elbkurier", url, "sitemap", checked_at=read_at, read_at=read_at, changed_at=changed_at)


def choose(
    children: Sequence[FurtherListing], states: Sequence[ListingState] = (), named: Sequence[str] = ()
) -> ChosenChildren:
    known: Mapping[str, ListingState] = {one.url: one for one in states}
    return choose_children(children, index=INDEX, domains={"elbkurier.example"}, states=known, now=NOW, named=named)


def names(children: Sequence[FurtherListing]) -> list[str]:
    return [one.url.rpartition("/")[2] for one in children]


def test_the_newest_are_asked_first_and_news_before_them() -> None:
    months = [child("s-2026-10.xml"), child("s-2026-11.xml"), child("a.xml", NOW - 3 * DAY), child("news.xml")]
    assert names(choose([child("x.xml", NOW - 2 * DAY), *months]).wanted) == [
        "news.xml",
        "s-2026-11.xml",
        "x.xml",
        "a.xml",
    ]


def test_archives_of_days_long_past_are_left_to_a_back_fill() -> None:
    months = [child(f"s-{year}-{month:02}.xml") for year in (2024, 2025) for month in range(1, 13)]
    days = [child("s-2026-11-24.xml"), child("s-2026-11-23.xml"), child("s-2026-11-01.xml")]
    chosen = choose([*months, *days])
    assert names(chosen.wanted) == ["s-2026-11-24.xml", "s-2026-11-23.xml"]
    assert len(chosen.past) == 25


def test_of_an_outlet_that_sleeps_the_newest_archive_is_asked() -> None:
    chosen = choose([child("s-2025-01.xml"), child("s-2025-03.xml"), child("s-2025-02.xml")])
    assert names(chosen.wanted) == ["s-2025-03.xml"]
    chosen = choose([child("a1.xml", NOW - 300 * DAY), child("a2.xml", NOW - 200 * DAY)])
    assert names(chosen.wanted) == ["a2.xml"]


def test_an_archive_that_was_read_before_its_days_were_over_is_read_once_more() -> None:
    children = [child("s-2026-10.xml"), child("s-2026-11.xml")]
    now_and_then = state("s-2026-10.xml", datetime(2026, 10, 20, tzinfo=UTC))
    assert names(choose(children, [now_and_then]).wanted) == ["s-2026-11.xml", "s-2026-10.xml"]
    assert names(choose(children, [state("s-2026-10.xml", datetime(2026, 11, 5, tzinfo=UTC))]).wanted) == [
        "s-2026-11.xml"
    ]


def test_what_the_index_calls_unchanged_is_passed_over_for_a_while() -> None:
    quiet = child("a.xml", NOW - 20 * DAY)
    newest = child("b.xml", NOW - HOUR)
    changed_at = NOW - 20 * DAY
    asked_lately = choose([quiet, newest], [state("a.xml", NOW - HOUR, changed_at)])
    assert (names(asked_lately.wanted), names(asked_lately.unchanged)) == (["b.xml"], ["a.xml"])
    asked_long_ago = choose([quiet, newest], [state("a.xml", NOW - 3 * DAY, changed_at)])
    assert names(asked_long_ago.wanted) == ["b.xml", "a.xml"]  # `lastmod` may lie: three of twenty quiet days


@pytest.mark.parametrize("read_after", [-HOUR, timedelta(), 23 * HOUR])
def test_a_last_change_that_may_be_after_the_reading_is_asked(read_after: timedelta) -> None:
    modified_at = NOW - 2 * DAY  # perhaps the day alone
    assert choose([child("a.xml", modified_at)], [state("a.xml", modified_at + read_after)]).wanted


def test_one_last_change_for_all_tells_nothing() -> None:
    children = [child(f"part-{n}.xml", NOW - 400 * DAY) for n in range(5)]
    assert choose(children).wanted == tuple(children)


def test_what_got_no_article_for_long_is_past_unless_it_is_of_news() -> None:
    chosen = choose([child("p1.xml", NOW - 90 * DAY), child("p2.xml", NOW), child("news-map.xml", NOW - 90 * DAY)])
    assert names(chosen.wanted) == ["news-map.xml", "p2.xml"]
    assert names(chosen.past) == ["p1.xml"]


def test_lists_of_authors_and_tags_are_passed_over_beside_those_of_articles_only() -> None:
    others = ["author-sitemap.xml", "category-sitemap2.xml", "sitemap-tags.xml", "page-1.xml"]
    alike = ["stages.xml", "newspage-1.xml", "sitemap1.xml", "percentages.xml"]
    chosen = choose([child(name) for name in (*others, *alike, "post-sitemap.xml")])
    assert names(chosen.others) == others
    assert set(names(chosen.wanted)) == {*alike, "post-sitemap.xml"}
    assert len(choose([child(name) for name in others]).wanted) == 4


def test_of_a_common_systems_index_the_posts_are_asked() -> None:
    others = [
        "wp-sitemap-posts-page-1.xml",
        "wp-sitemap-taxonomies-category-1.xml",
        "wp-sitemap-taxonomies-post_tag-1.xml",
        "wp-sitemap-users-1.xml",
    ]
    chosen = choose([child(name) for name in ("wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-post-2.xml", *others)])
    assert names(chosen.wanted) == ["wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-post-2.xml"]
    assert names(chosen.others) == others


def test_other_peoples_sitemaps_are_asked_only_where_robots_names_them() -> None:
    ours, named, foreign = (
        child("https://cdn.elbkurier.example/a.xml"),
        child("https://maps.example/elbkurier.xml"),
        child("https://other.example/a.xml"),
    )
    chosen = choose([ours, named, foreign], named=["https://maps.example/elbkurier.xml"])
    assert chosen.wanted == (ours, named)
    assert chosen.foreign == (foreign,)


def test_an_index_is_no_child_of_itself() -> None:
    assert names(choose([child(INDEX), child("http://www.elbkurier.example/sitemap.xml"), child("a.xml")]).wanted) == [
        "a.xml"
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.xml", "s-2026-11.xml", "s-2020-01.xml", "tag.xml", "post.xml", "news.xml", "2031.xml"]),
            st.none() | st.integers(-4000, 40),
        )
    )
)
def test_every_child_is_in_one_place_and_something_is_always_asked(made: list[tuple[str, int | None]]) -> None:
    children = list({name: child(name, None if days is None else NOW + days * DAY) for name, days in made}.values())
    chosen = choose(children)
    placed = [*chosen.wanted, *chosen.unchanged, *chosen.past, *chosen.others, *chosen.foreign]
    assert sorted(placed, key=str) == sorted(children, key=str)
    assert chosen.wanted or not children
