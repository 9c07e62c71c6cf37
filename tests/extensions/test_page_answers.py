from scrapy import Request
from scrapy.http import Response

from newscrawler.extensions.page_answers import PageAnswers


def noted(*answers: tuple[Request, int]) -> PageAnswers:
    counted = PageAnswers()
    for request, status in answers:
        counted.note(Response(request.url, status=status), request)
    return counted


def page(number: int, **meta: object) -> Request:
    return Request(f"https://a.example/{number}", meta={"article_link": number, **meta})


def by_status(counted: PageAnswers) -> dict[int, int]:
    return {count.status: count.pages for count in counted.counts()}


def test_the_last_answer_of_a_page_counts() -> None:
    assert by_status(noted((page(1), 503), (page(2), 503), (page(1), 200), (page(2), 503))) == {200: 1, 503: 1}


def test_listings_robots_and_redirects_are_no_answers_of_pages() -> None:
    counted = noted((Request("https://a.example/rss"), 200), (page(1), 301))
    assert counted.counts() == ()
    assert counted.page() is None


def test_a_page_behind_a_redirect_is_the_one_that_was_asked_for() -> None:
    counted = noted((page(1), 302), (page(9, redirect_urls=["https://a.example/1"]), 404), (page(1), 200))
    assert by_status(counted) == {200: 1}
    assert counted.page() == "https://a.example/1"
