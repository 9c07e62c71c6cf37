from scrapy.http import Response

from newscrawler.model.outlet import Outlet
from newscrawler.spiders.robots_sitemaps import robots_request, sitemaps_named, unlisted_sitemaps

HOME = "https://www.elbkurier.example/start"
ROBOTS = b"""User-agent: *
Disallow: /suche
Sitemap: https://www.elbkurier.example/news.xml
sitemap:/s/index.xml.gz
Sitemap: https://www.elbkurier.example/news.xml
Sitemap: https://maps.example/elbkurier.xml
# Sitemap: https://www.elbkurier.example/old.xml
"""


async def nothing() -> None:
    """Called by no test."""


def answer(body: bytes, status: int = 200) -> Response:
    return Response("https://www.elbkurier.example/robots.txt", status=status, body=body)


def test_robots_is_asked_for_at_the_root_of_the_site() -> None:
    request = robots_request(HOME, nothing, nothing)
    assert request.url == "https://www.elbkurier.example/robots.txt"
    assert request.meta["asks_robots"]


def test_every_sitemap_that_robots_names_is_named_once() -> None:
    assert sitemaps_named(answer(ROBOTS)) == (
        "https://www.elbkurier.example/news.xml",
        "https://www.elbkurier.example/s/index.xml.gz",
        "https://maps.example/elbkurier.xml",
    )
    assert sitemaps_named(answer(ROBOTS, 404)) == ()
    assert sitemaps_named(answer(b"")) == ()


def test_what_the_file_lists_in_another_spelling_is_listed() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", sitemaps=("http://elbkurier.example/news.xml",))
    assert unlisted_sitemaps(sitemaps_named(answer(ROBOTS)), outlet) == (
        "https://www.elbkurier.example/s/index.xml.gz",
        "https://maps.example/elbkurier.xml",
    )
