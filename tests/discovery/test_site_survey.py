"""What is asked of a site, in which order, and when it is enough. The site is a dictionary of pages."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import available_timezones

from newscrawler.discovery.article_pattern import article_pattern
from newscrawler.discovery.country_zones import COUNTRIES_OF_MORE_ZONES, ZONE_OF_COUNTRY
from newscrawler.discovery.site_answer import read_answer
from newscrawler.discovery.site_proposal import Proposal, propose_outlet
from newscrawler.discovery.site_questions import MAX_QUESTIONS, next_question
from newscrawler.discovery.site_survey import Answer, RobotsAnswer, Survey
from newscrawler.model.page import Page

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
TODAY = date(2026, 3, 5)
SITE = "https://www.elbkurier.example"
STORIES = [f"{SITE}/artikel/die-lange-nacht-am-hafen-{number}" for number in range(47110, 47118)]


def feed_of(urls: list[str], offset: str = "+0100", home: str = SITE) -> str:
    items = "".join(
        f"<item><link>{url}</link><pubDate>Wed, 04 Mar 2026 10:00:00 {offset}</pubDate></item>" for url in urls
    )
    return f"<rss><channel><link>{home}/</link><language>de-DE</language>{items}</channel></rss>"


def sitemap_of(urls: list[str], *, news: bool = False) -> str:
    dated = "<n:news><n:publication_date>2026-03-04</n:publication_date></n:news>" if news else ""
    entries = "".join(f"<url><loc>{url}</loc>{dated}</url>" for url in urls)
    return f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'


def page_of(*feeds: str, links: list[str] | None = None, menu: tuple[str, ...] = ()) -> str:
    announced = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    teasers = "".join(f'<h2><a href="{url}">Die lange Nacht am alten Hafen</a></h2>' for url in links or ())
    named = "".join(f'<li><a href="{path}">Sport</a></li>' for path in menu)
    return (
        f'<!doctype html><html lang="de"><head><meta property="og:site_name" content="Elbkurier">{announced}</head>'
        f"<body><nav>{named}</nav><p>Nachrichten</p>{teasers}</body></html>"
    )


def survey_of(pages: Mapping[str, str], typed: str = f"{SITE}/", sitemaps: tuple[str, ...] = ()) -> Survey:
    """The survey of a site when nothing is left to ask; what is not in ``pages`` is answered with 404."""
    survey = Survey((typed,), "Europe/Berlin").with_robots(RobotsAnswer(f"{SITE}/robots.txt", 200, sitemaps))
    while question := next_question(survey):
        text = pages.get(question.url)
        if text is None:
            answer = Answer(question, question.url, failure="HTTP 404")
        else:
            answer = read_answer(question, Page(question.url, text.encode(), NOW, question.url), survey, NOW)
        survey = survey.with_answer(answer)
    return survey


def asked(survey: Survey) -> list[str]:
    return [answer.question.url.removeprefix(SITE) for answer in survey.answers]


def proposed(survey: Survey) -> Proposal:
    return propose_outlet("de_elbkurier", survey, TODAY)


def urls_of(proposal: Proposal) -> dict[str, list[str]]:
    return {
        key: [place.url.removeprefix(SITE) for place in getattr(proposal, key)]
        for key in ("feeds", "sitemaps", "sections")
        if getattr(proposal, key)
    }


def test_a_feed_that_is_announced_is_enough() -> None:
    pages = {f"{SITE}/": page_of("/feed/"), f"{SITE}/feed/": feed_of(STORIES)}
    survey = survey_of(pages, sitemaps=(f"{SITE}/sitemap.xml",))
    assert asked(survey) == ["/", "/feed/"]
    proposal = proposed(survey)
    assert urls_of(proposal) == {"feeds": ["/feed/"]}
    assert proposal.feeds[0].note == "8 articles, newest 4 Mar 2026"
    assert [(key, place.note) for key, place in proposal.others] == [("sitemaps", "announced, not asked")]
    assert proposal.include == (r"/artikel/.*-\d{4,}/?$", 8, 8)
    assert proposal.verified_on == TODAY


def test_of_many_feeds_the_five_most_general_ones_are_asked_and_others_named() -> None:
    feeds = [f"/ressort/{name}/feed/" for name in "abcdef"] + ["/feed/"]
    pages = {f"{SITE}/": page_of(*feeds)} | {f"{SITE}{feed}": feed_of(STORIES) for feed in feeds}
    proposal = proposed(survey_of(pages))
    assert urls_of(proposal)["feeds"] == ["/feed/", *feeds[:4]]
    assert [place.url for _, place in proposal.others] == [f"{SITE}{feed}" for feed in feeds[4:6]]


def test_where_no_feed_is_announced_the_usual_addresses_are_asked_until_one_lists_articles() -> None:
    pages = {f"{SITE}/": page_of(), f"{SITE}/rss": page_of(), f"{SITE}/rss.xml": feed_of(STORIES)}
    survey = survey_of(pages)
    assert asked(survey) == ["/", "/feed/", "/rss", "/rss.xml"]
    assert survey.answers[2].failure == "That is a web page, not a feed"
    assert urls_of(proposed(survey)) == {"feeds": ["/rss.xml"]}


def test_a_feed_whose_links_lead_to_another_site_lists_none_of_the_outlets_articles() -> None:
    other = feed_of([url.replace("elbkurier", "agentur") for url in STORIES])
    survey = survey_of({f"{SITE}/": page_of("/feed/"), f"{SITE}/feed/": other})
    assert not proposed(survey).lists_articles
    assert len(survey.answers) <= MAX_QUESTIONS


def test_a_news_sitemap_of_robots_is_read_beside_the_feed() -> None:
    news = f"{SITE}/sitemaps/news.xml"
    pages = {f"{SITE}/": page_of("/feed/"), f"{SITE}/feed/": feed_of(STORIES), news: sitemap_of(STORIES, news=True)}
    survey = survey_of(pages, sitemaps=(f"{SITE}/sitemap.xml", news))
    assert asked(survey) == ["/", "/feed/", "/sitemaps/news.xml"]
    assert urls_of(proposed(survey)) == {"feeds": ["/feed/"], "sitemaps": ["/sitemaps/news.xml"]}


def test_of_an_index_one_child_is_read_and_the_index_stands_in_the_file() -> None:
    children = "".join(f"<sitemap><loc>{SITE}/{name}.xml</loc></sitemap>" for name in ("authors", "posts-1", "pages"))
    index = f"{SITE}/wp-sitemap.xml"
    pages = {
        f"{SITE}/": page_of(),
        index: f"<sitemapindex>{children}</sitemapindex>",
        f"{SITE}/posts-1.xml": sitemap_of(STORIES),
    }
    survey = survey_of(pages, sitemaps=(index,))
    assert asked(survey)[-2:] == ["/wp-sitemap.xml", "/posts-1.xml"]
    proposal = proposed(survey)
    assert urls_of(proposal) == {"sitemaps": ["/wp-sitemap.xml"]}
    assert proposal.sitemaps[0].note == "an index; in posts-1.xml: 8 articles"


def test_the_news_sitemap_of_a_general_index_stands_in_the_file_itself() -> None:
    index = f"{SITE}/sitemap_index.xml"
    children = f"<sitemap><loc>{SITE}/posts.xml</loc></sitemap><sitemap><loc>{SITE}/news.xml</loc></sitemap>"
    pages = {
        f"{SITE}/": page_of(),
        index: f"<sitemapindex>{children}</sitemapindex>",
        f"{SITE}/news.xml": sitemap_of(STORIES, news=True),
    }
    assert urls_of(proposed(survey_of(pages, sitemaps=(index,)))) == {"sitemaps": ["/news.xml"]}


def test_without_feed_and_sitemap_the_home_page_and_pages_of_its_menu_are_sections() -> None:
    menu = ("/sport/", "/kultur/", "/leer/")
    pages = {f"{SITE}/": page_of(links=STORIES, menu=menu), f"{SITE}/leer/": page_of()}
    pages |= {f"{SITE}{path}": page_of(links=STORIES[:4]) for path in menu[:2]}
    survey = survey_of(pages)
    assert urls_of(proposed(survey)) == {"sections": ["/", "/sport/", "/kultur/"]}
    assert len(survey.answers) <= MAX_QUESTIONS


def test_a_site_that_answers_nothing_but_its_home_page_costs_a_bounded_number_of_requests() -> None:
    survey = survey_of({f"{SITE}/": page_of(menu=tuple(f"/seite{number}/" for number in range(50)))})
    assert len(survey.answers) == MAX_QUESTIONS
    proposal = proposed(survey)
    assert not proposal.lists_articles
    assert (proposal.name.value, proposal.verified_on) == ("Elbkurier", None)


def test_where_the_site_does_not_answer_nothing_more_is_asked() -> None:
    survey = survey_of({})
    assert asked(survey) == ["/"]
    assert survey.home is None


def test_what_is_no_web_page_is_no_home_page() -> None:
    for text, failure in (
        ("%PDF-1.7 of the year", "no web page but something without a type"),
        ("", "an empty answer"),
    ):
        survey = survey_of({f"{SITE}/": text})
        assert asked(survey) == ["/"]
        assert survey.home is None
        assert survey.answers[0].failure == failure


def test_the_second_spelling_is_tried_only_where_nobody_answered() -> None:
    survey = Survey(("https://elbkurier.example/", "http://elbkurier.example/"))
    first = next_question(survey)
    assert first is not None
    silent = survey.with_answer(Answer(first, first.url, failure="connection refused", is_unreachable=True))
    second = next_question(silent)
    assert second is not None
    assert second.url == "http://elbkurier.example/"
    assert next_question(survey.with_answer(Answer(first, first.url, failure="HTTP 403"))) is None


def test_a_feed_that_is_typed_is_kept_and_names_the_home_page() -> None:
    typed = f"{SITE}/sonderweg.xml"
    survey = survey_of({typed: feed_of(STORIES), f"{SITE}/": page_of()}, typed)
    assert asked(survey) == ["/sonderweg.xml", "/"]
    proposal = proposed(survey)
    assert urls_of(proposal) == {"feeds": ["/sonderweg.xml"]}
    assert (proposal.home.value, proposal.name.value) == (f"{SITE}/", "Elbkurier")


def test_a_feed_that_is_typed_is_enough_where_the_home_page_does_not_answer() -> None:
    typed = f"{SITE}/sonderweg.xml"
    proposal = proposed(survey_of({typed: feed_of(STORIES)}, typed))
    assert urls_of(proposal) == {"feeds": ["/sonderweg.xml"]}
    assert (proposal.home.value, proposal.language.value) == (f"{SITE}/", "de")


def test_a_sitemap_that_is_typed_is_kept_beside_the_feed() -> None:
    typed = f"{SITE}/alle.xml"
    pages = {typed: sitemap_of(STORIES), f"{SITE}/": page_of("/feed/"), f"{SITE}/feed/": feed_of(STORIES)}
    assert urls_of(proposed(survey_of(pages, typed))) == {"feeds": ["/feed/"], "sitemaps": ["/alle.xml"]}


def test_of_an_article_that_is_typed_the_site_is_asked() -> None:
    pages = {STORIES[0]: page_of(), f"{SITE}/": page_of("/feed/"), f"{SITE}/feed/": feed_of(STORIES)}
    survey = survey_of(pages, STORIES[0])
    assert asked(survey)[1:] == ["/", "/feed/"]
    assert survey.home == f"{SITE}/"


def test_dates_with_the_zones_offset_confirm_it_and_with_another_ask_for_a_look() -> None:
    agreeing, other = ({f"{SITE}/": page_of("/f"), f"{SITE}/f": feed_of(STORIES, at)} for at in ("+0100", "+0300"))
    assert proposed(survey_of(agreeing)).timezone.is_sure
    assert "agree" in proposed(survey_of(agreeing)).timezone.note
    assert not proposed(survey_of(other)).timezone.is_sure
    assert proposed(survey_of(other)).timezone.value == "Europe/Berlin"


def test_without_a_site_only_what_the_id_says_is_known() -> None:
    proposal = propose_outlet("uk_tamar_echo", None, TODAY)
    assert {name: fact.value for name, fact in proposal.facts.items()} == {
        "name": "",
        "country": "GB",
        "language": "",
        "timezone": "Europe/London",
        "home": "",
    }
    assert not propose_outlet("us_ledger", None, TODAY).timezone.is_sure
    assert propose_outlet("ledger", None, TODAY).country.value == ""


def test_an_id_and_a_domain_of_two_countries_ask_for_a_look() -> None:
    home = "https://www.andenblatt.cl/"
    survey = Survey((home,))
    question = next_question(survey)
    assert question is not None
    survey = survey.with_answer(read_answer(question, Page(home, page_of().encode(), NOW, home), survey, NOW))
    assert not propose_outlet("la_andenblatt", survey, TODAY).country.is_sure
    assert propose_outlet("andenblatt", survey, TODAY).country.value == "CL"
    assert propose_outlet("cl_andenblatt", survey, TODAY).country.is_sure


def test_the_zones_of_countries_exist() -> None:
    assert set(ZONE_OF_COUNTRY.values()) <= available_timezones()
    assert set(ZONE_OF_COUNTRY) >= COUNTRIES_OF_MORE_ZONES


def test_a_pattern_is_proposed_only_where_most_addresses_have_it() -> None:
    assert article_pattern(STORIES[:3]) is None
    dated = [f"{SITE}/news/2026/03/0{day}/ein-text" for day in range(1, 9)]
    assert article_pattern(dated) == (r"/news/\d{4}/\d\d?/\d\d?/", 8)
    assert article_pattern([*dated[:5], f"{SITE}/sport/2026/03/05/x", f"{SITE}/a"]) == (r"/\d{4}/\d\d?/\d\d?/", 6)
    assert article_pattern([f"{SITE}/{word}" for word in ("eins", "zwei", "drei", "vier", "acht")]) is None
