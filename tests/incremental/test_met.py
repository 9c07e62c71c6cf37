from collections import Counter

from newscrawler.incremental.account import UrlAccount, listing_key
from newscrawler.incremental.met import MetAddresses
from newscrawler.model.link import ArticleLink
from newscrawler.urls import url_key

HOME = "https://www.elbkurier.example"


def test_each_address_counts_once_and_a_used_up_budget_is_told_once() -> None:
    account, counts, told = UrlAccount(), Counter[str](), list[str]()
    met = MetAddresses(account, 1, 1, lambda name: counts.update([name]), told.append)
    links = [ArticleLink(f"{HOME}/{path}") for path in ("a/1", "a/1?utm_source=rss", "a/2", "a/3")]
    assert [met.takes_link(link) for link in links] == [True, False, False, False]
    assert [met.has_met(link) for link in links] == [True, True, False, False]
    listings = [
        (f"{HOME}/rss", "feed"),
        (f"{HOME}/rss", "feed"),
        (f"{HOME}/rss", "section"),
        (f"{HOME}/map", "sitemap"),
    ]
    assert [met.takes_listing(url, kind) for url, kind in listings] == [True, False, False, False]
    assert account.open == 1
    assert counts == {"discovery/found": 1, "discovery/links_over_budget": 2, "discovery/listings_over_budget": 2}
    assert [text.split(" for one run")[0] for text in told] == ["the budget of links", "the budget of listings"]


def test_a_listing_was_not_read_whole_where_a_link_or_a_page_of_it_is_over_the_budget() -> None:
    account, read = UrlAccount(), list[str]()
    met = MetAddresses(account, 1, 0, lambda _: None, lambda _: None)
    assert not met.takes_link(ArticleLink(f"{HOME}/a/1"))
    account.when_ended([url_key(f"{HOME}/a/1")], lambda: read.append("whole"))
    assert met.takes_listing(f"{HOME}/list", "section")
    assert not met.takes_listing(f"{HOME}/list?page=2", "section")
    account.when_ended([listing_key(f"{HOME}/list?page=2")], lambda: read.append("whole"))
    assert read == []
