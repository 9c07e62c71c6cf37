from newscrawler.incremental.account import UrlAccount, listing_key


def test_what_waits_for_urls_is_done_when_the_last_of_them_ended() -> None:
    account, done = UrlAccount(), []
    for key in ("a", "b"):
        account.begin(key)
    account.when_ended(["a", "b", "ended before"], lambda: done.append(1))
    assert account.end("a")
    assert (done, account.open) == ([], 1)
    assert account.end("b")
    assert (done, account.open) == ([1], 0)
    assert not account.end("b")


def test_a_url_that_is_left_over_voids_what_waits_now_and_later() -> None:
    account, done = UrlAccount(), []
    account.begin("a")
    account.when_ended(["a"], lambda: done.append(1))
    account.leave_over("a")
    account.when_ended(["a"], lambda: done.append(2))
    assert done == []


def test_a_listing_without_open_links_is_done_at_once_and_listings_are_no_open_urls() -> None:
    account, done = UrlAccount(), []
    account.begin(listing_key("https://a.example/rss"))
    account.when_ended([], lambda: done.append(1))
    assert (done, account.open) == ([1], 0)
