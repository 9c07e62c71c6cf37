"""Every URL of a run ends in one counted way, and the ways add up."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.account import (
    ARTICLE_COUNTS,
    COUNTS,
    MET_COUNTS,
    UNASKED_COUNTS,
    Funnel,
    counts_of,
    funnel_of,
    outcomes_of,
    overdrawn,
)
from newscrawler.model.outcome import OutcomeKind

STATISTICS = st.fixed_dictionaries(
    {COUNTS[name]: st.integers(0, 50) for name in (*UNASKED_COUNTS, "not_modified", "due", "retried", *ARTICLE_COUNTS)}
    | {f"dropped/{kind}": st.integers(0, 50) for kind in OutcomeKind}
)
STATS = {
    "discovery/found": 120,
    "revisit/due": 12,
    "retry/due": 2,
    "discovery/known": 80,
    "discovery/waiting": 3,
    "revisit/not_modified": 4,
    "fetch/pages": 46,
    "storage/new": 31,
    "storage/revised": 2,
    "storage/unchanged": 11,
    "dropped/timeout": 1,
    "dropped/paywall": 2,
    "dropped/listing_failed": 7,
}


def test_what_is_counted_nowhere_else_is_unfinished() -> None:
    assert counts_of(STATS)["unfinished"] == 0
    assert counts_of(STATS | {"discovery/found": 125})["unfinished"] == 5
    assert counts_of({})["unfinished"] == 0


def test_more_ends_than_urls_are_an_error_of_the_account() -> None:
    assert overdrawn(counts_of(STATS), outcomes_of(STATS)) == 0
    wrong = STATS | {"discovery/found": 118}
    assert overdrawn(counts_of(wrong), outcomes_of(wrong)) == 2


def test_a_run_counts_its_articles_and_those_that_it_stored() -> None:
    counts = counts_of(STATS)
    assert (counts["articles"], counts["stored"]) == (44, 33)
    assert outcomes_of(STATS) == {"listing_failed": 7, "paywall": 2, "timeout": 1}


def test_a_listing_that_failed_is_not_one_of_the_links() -> None:
    funnel = funnel_of([(counts_of(STATS), outcomes_of(STATS))])
    assert (funnel.pageless, funnel.no_article) == (1, 2)


def test_pages_that_came_and_were_not_stored_are_unfinished_after_the_fetch() -> None:
    stats = {"discovery/found": 534, "discovery/known": 283, "revisit/not_modified": 87, "fetch/pages": 70}
    stats |= {"dropped/timeout": 4, "dropped/soft_404": 2}
    funnel = funnel_of([(counts_of(stats), outcomes_of(stats))])
    assert (funnel.unfetched, funnel.pageless, funnel.fetched) == (90, 4, 70)
    assert (funnel.unread, funnel.no_article, funnel.articles) == (68, 2, 0)


@given(STATISTICS, st.integers(0, 50), st.data())
def test_the_funnel_adds_up_at_every_step(ends: dict[str, int], more: int, data: st.DataObject) -> None:
    due = ends["revisit/due"] + ends["retry/due"]
    ended = sum(ends.values()) - due - ends["dropped/listing_failed"]
    lost = sum(count for name, count in ends.items() if name.startswith("dropped/")) - ends["dropped/listing_failed"]
    pages = sum(ends[COUNTS[name]] for name in ARTICLE_COUNTS) + data.draw(st.integers(0, lost))
    found = max(0, ended + more - due)
    pages += data.draw(st.integers(0, found + due - ended))  # that came, and were not read any more
    stats = ends | {"discovery/found": found, "fetch/pages": pages}
    counts, outcomes = counts_of(stats), outcomes_of(stats)
    funnel = funnel_of([(counts, outcomes)])
    met = sum(getattr(funnel, name) for name in MET_COUNTS)
    unasked = sum(getattr(funnel, name) for name in UNASKED_COUNTS)
    assert met == unasked + funnel.unfetched + funnel.pageless + funnel.fetched + funnel.not_modified
    assert funnel.fetched == funnel.unread + funnel.no_article + funnel.articles
    assert counts["unfinished"] == funnel.unfetched + funnel.unread
    twice = funnel_of([(counts, outcomes)] * 2)
    assert all(getattr(twice, name) == 2 * getattr(funnel, name) for name in Funnel.__slots__)
