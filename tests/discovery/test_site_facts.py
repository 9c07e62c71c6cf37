"""What a home page, a robots.txt and a feed's head say about an outlet."""

from newscrawler.discovery.site_facts import HomeFacts, home_of_feed, read_home_page, sitemaps_of_robots

HOME = "https://www.elbkurier.example/"


def facts_of(head: str, body: str = "<p>News of the day</p>", html: str = "<html>") -> HomeFacts:
    page = f"<!doctype html>{html}<head>{head}</head><body>{body}</body></html>"
    return read_home_page(page.encode(), HOME, "text/html; charset=utf-8")


def test_the_site_name_of_open_graph_counts_before_the_title() -> None:
    facts = facts_of(
        "<title>Nachrichten - heute</title><meta property='og:site_name' content=' Elb&shy;kurier &amp; Co '>"
    )
    assert (facts.name, facts.name_from) == ("Elbkurier & Co", "og:site_name")


def test_an_organization_in_a_graph_gives_the_name() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Startseite"},
        {"@type": ["Thing", "NewsMediaOrganization"], "name": "Elbkurier"}]}</script>"""
    facts = facts_of(head)
    assert (facts.name, facts.name_from) == ("Elbkurier", "JSON-LD, NewsMediaOrganization")


def test_of_a_title_the_part_that_the_domain_spells_is_the_name() -> None:
    facts = facts_of("<title>Aktuelle Nachrichten | Elb-Kurier – Hamburg</title>")
    assert facts.name == "Elb-Kurier"
    assert facts.name_from == "the title and the domain"


def test_of_a_title_the_part_that_the_logo_spells_is_the_name() -> None:
    logo = "<a href='/'><img src='/logo.svg' alt='한빛일보'></a><a href='/'>홈</a>"
    facts = facts_of("<title>오늘의 한빛 - 한빛일보</title>", logo)
    assert (facts.name, facts.name_from) == ("한빛일보", "the title and the logo")


def test_the_first_part_of_a_title_is_to_be_checked() -> None:
    facts = facts_of("<title>Moin | Hafenblatt</title>")
    assert (facts.name, facts.name_from) == ("Moin", "the page's title: please check")


def test_broken_json_and_a_page_without_a_name_give_none() -> None:
    facts = facts_of('<script type="application/ld+json">{"@type": </script>')
    assert (facts.name, facts.language, facts.system, facts.feeds) == (None, None, None, ())
    assert read_home_page(b"", HOME, None) == HomeFacts()


def test_language_and_country_come_from_the_first_locale_that_tells_them() -> None:
    facts = facts_of("<meta property='og:locale' content='de_AT'>", html="<html lang='de'>")
    assert (facts.language, facts.language_from, facts.country) == ("de", "<html lang>", "AT")
    assert facts_of("", html="<html lang='zh-Hant-TW'>").country == "TW"
    assert facts_of("", html="<html lang='german'>").language is None


def test_the_system_is_what_the_generator_says() -> None:
    assert facts_of("<meta name='generator' content='WordPress 6.4'>").system == "WordPress 6.4"


def test_feeds_of_comments_and_podcasts_are_no_feeds_of_the_outlet() -> None:
    links = "".join(
        f"<link rel='alternate' type='application/rss+xml' href='{path}'>"
        for path in ("/feed/", "/comments/feed/", "/podcast/feed/")
    )
    assert facts_of(links).feeds == ("https://www.elbkurier.example/feed/",)


def test_the_menu_gives_pages_of_this_site_that_may_be_sections() -> None:
    hrefs = (
        "/",
        "/sport/",
        "/sport/#top",
        "/kontakt",
        "https://other.example/x",
        "/2026/03/05/die-neue-elbbruecke-steht",
        "/suche?q=1",
        "/liste?r=sport",
    )
    menu = "<nav>" + "".join(f"<a href='{href}'>x</a>" for href in hrefs) + "</nav>"
    facts = facts_of("", f"{menu}<main><a href='/meinung'>not in a menu</a></main>")
    assert facts.menu == ("https://www.elbkurier.example/sport/", "https://www.elbkurier.example/liste?r=sport")


def test_robots_names_sitemaps_in_any_spelling_each_once() -> None:
    body = b"User-agent: *\r\nDisallow: /x\r\nSITEMAP:/a.xml\r\n sitemap : https://www.elbkurier.example/a.xml\r\nSitemap:\r\n"
    assert sitemaps_of_robots(body, f"{HOME}robots.txt") == ("https://www.elbkurier.example/a.xml",)


def test_a_feed_names_its_site() -> None:
    rss = b"<rss><channel><link>https://www.elbkurier.example</link><item><link>/a</link></item></channel></rss>"
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom.xml"/><link href="/"/></feed>'
    json_feed = b'{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "/", "items": []}'
    assert home_of_feed(rss, f"{HOME}feed/") in {HOME, HOME.rstrip("/")}
    assert home_of_feed(atom, f"{HOME}atom.xml") == HOME
    assert home_of_feed(json_feed, f"{HOME}feed.json") == HOME
    assert home_of_feed(b"{", f"{HOME}feed.json") is None
    assert home_of_feed(b"[1]", f"{HOME}feed.json") is None


def test_a_feed_that_is_only_linked_is_found_where_none_is_announced() -> None:
    linked = (
        b'<html><body><p><a href="/noticias.xml">RSS</a> <a href="/rss">Todo</a> <a href="/r.xml">Mapa</a></p></body>'
    )
    url = "https://www.valdehoz.example/"
    found = read_home_page(linked, url, "text/html").feeds
    assert found == ("https://www.valdehoz.example/noticias.xml", "https://www.valdehoz.example/rss")
    announced = b'<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head>' + linked.removeprefix(
        b"<html>"
    )
    assert read_home_page(announced, url, "text/html").feeds == ("https://www.valdehoz.example/f",)
