from collections.abc import Callable

import pytest

from newscrawler.extraction.metadata import PageMetadata
from newscrawler.model.article import Author

Read = Callable[..., PageMetadata]


def names(found: object) -> list[str]:
    return [author.name for author in found.authors]  # type: ignore[attr-defined]


def author(*people: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Titel", "author": list(people)}


def test_people_keep_role_email_and_page(read: Read) -> None:
    jana = {
        "@type": "Person",
        "name": "Jana Muster",
        "jobTitle": "Redakteurin",
        "email": "mailto:Jana@elbkurier.example",
        "url": "https://www.elbkurier.example/autor/jana",
    }
    found = read(linked_data=author(jana))
    assert found.authors == (
        Author("Jana Muster", "Redakteurin", "jana@elbkurier.example", "https://www.elbkurier.example/autor/jana"),
    )


def test_an_agency_is_no_author(read: Read) -> None:
    found = read(
        linked_data=author({"@type": "Person", "name": "Jana Muster"}, {"@type": "Organization", "name": "dpa"})
    )
    assert (names(found), found.agency) == (["Jana Muster"], "dpa")
    alone = read(linked_data=author("Agence France-Presse"))
    assert (alone.authors, alone.agency) == ((), "AFP")


def test_the_newsroom_is_an_author_only_where_nobody_is_named_and_is_marked(read: Read) -> None:
    alone = read(linked_data=author({"@type": "Organization", "name": "Elbkurier Redaktion"}))
    assert alone.authors == (Author("Elbkurier Redaktion", role="newsroom"),)
    named = read('<p class="byline">Von Jana Muster</p>', linked_data=author("Elbkurier"))
    assert (names(named), named.authors[0].role) == (["Jana Muster"], None)


def test_a_placeholder_is_nobody(read: Read) -> None:
    assert read(head='<meta name="author" content="admin">').authors == ()


def test_the_printed_byline_is_kept_and_gives_the_email(read: Read) -> None:
    found = read(
        '<h1>Titel</h1><div class="article-byline">Von Jana Muster (jana@elbkurier.example)</div>',
        linked_data=author("Jana Muster"),
    )
    assert found.byline == "Von Jana Muster (jana@elbkurier.example)"
    assert found.authors[0].email == "jana@elbkurier.example"


def test_a_line_under_the_headline_that_begins_like_a_byline_is_one(read: Read) -> None:
    assert names(read("<h1>Titel der Geschichte</h1><p>Von Jana Muster und Ole Beispiel</p>")) == [
        "Jana Muster",
        "Ole Beispiel",
    ]


def test_those_who_wrote_comments_and_other_stories_are_not_the_author(read: Read) -> None:
    found = read(
        '<h1>Titel</h1><div class="comments"><span class="author">Kim Leser</span></div>'
        '<aside><a rel="author" href="/autor/ole">Ole Beispiel</a></aside>'
    )
    assert found.authors == ()


def test_elements_of_a_byline_do_not_run_together(read: Read) -> None:
    found = read('<h1>Titel</h1><div class="author-line"><b>Jana Muster</b><span>Aktualisiert: 3. Mai</span></div>')
    assert names(found) == ["Jana Muster"]


def test_a_link_to_the_authors_page_names_the_author(read: Read) -> None:
    assert names(read('<h1>Titel</h1><a href="/autoren/jana-muster-31">Jana Muster</a>')) == ["Jana Muster"]


def test_an_address_in_the_author_element_is_no_name(read: Read) -> None:
    assert read(head='<meta property="article:author" content="https://social.example/elbkurier">').authors == ()


def test_moments_dates_and_buttons_in_the_bylines_box_are_no_part_of_it(read: Read) -> None:
    times = "<time>2026-11-24T16:21:00+01:00</time><span>24. November 2026, 16:21 Uhr</span><span>3 Min.</span>"
    box = f'<div class="byline"><span>Von <a>Jana Muster</a></span>{times}<button>Teilen</button></div>'
    found = read(f"<h1>Titel</h1>{box}")
    assert (found.byline, names(found)) == ("Von Jana Muster", ["Jana Muster"])


def test_scripts_in_the_bylines_box_are_not_read(read: Read) -> None:
    found = read('<h1>Titel</h1><div class="author"><script>window.push(function() {})</script>Jana Muster</div>')
    assert (found.byline, names(found)) == ("Jana Muster", ["Jana Muster"])


def test_topics_behind_the_date_are_no_authors(read: Read) -> None:
    box = "<div class='author'><a>Jana Muster</a><span>28. April 2026</span><a>Neue Brücke</a></div>"
    assert names(read(f"<h1>Titel</h1>{box}")) == ["Jana Muster"]


def test_a_byline_with_the_date_in_it_names_the_author(read: Read) -> None:
    found = read("<h1>Titel</h1><p class='author'>Posted on September 21, 2026 by April Muster</p>")
    assert names(found) == ["April Muster"]


def test_the_copyrights_owner_is_the_author_only_where_nobody_else_is(read: Read) -> None:
    head = '<meta name="author" content="Nord Verlag"><meta name="copyright" content="Copyright (c) Nord Verlag 2026">'
    assert names(read("<h1>Titel</h1><p class='byline'>Von Jana Muster</p>", head)) == ["Jana Muster"]
    assert names(read("<h1>Titel</h1>", head)) == ["Nord Verlag"]


def test_a_surname_alone_is_completed_from_the_printed_byline(read: Read) -> None:
    found = read("<h1>Titel</h1><p class='byline'>Von Jana Muster-Lind</p>", linked_data=author("Muster-Lind"))
    assert names(found) == ["Jana Muster-Lind"]


def test_an_unmarked_line_under_the_headline_is_the_byline_of_a_stated_author(read: Read) -> None:
    found = read("<h1>Titel</h1><p>Ein Kommentar von Jana Muster</p>", '<meta name="author" content="Jana Muster">')
    assert found.byline == "Ein Kommentar von Jana Muster"


def test_the_box_about_the_author_is_no_byline(read: Read) -> None:
    head = '<meta name="author" content="Jana Muster">'
    about = "<h4>Zum Autor</h4><p>Jana Muster schreibt seit 2011 über alles, was schwimmt.</p>"
    found = read(f"<h1>Titel</h1><div class='autor'>{about}</div>", head)
    assert (found.byline, names(found)) == (None, ["Jana Muster"])
    printed = "<p class='byline'>Von Jana Muster, Grauwerder</p>"
    assert (
        read(f"<h1>Titel</h1>{printed}<div class='autor'>{about}</div>", head).byline == "Von Jana Muster, Grauwerder"
    )


def test_the_outlets_name_in_menus_is_no_byline(read: Read) -> None:
    menu = "<h1>Titel</h1><p class='author'>Jobs beim Elbkurier</p>"
    assert read(menu, linked_data=author("Elbkurier")).byline is None
    assert read("<h1>Titel</h1><p class='author'>Elbkurier</p>", linked_data=author("Elbkurier")).byline == "Elbkurier"


def test_the_credit_of_a_portrait_is_no_byline(read: Read) -> None:
    assert read("<h1>Titel</h1><p class='author'>© Jana Muster</p>", linked_data=author("Jana Muster")).byline is None


def test_a_name_in_small_letters_gets_the_printed_ones(read: Read) -> None:
    found = read("<h1>Titel</h1><p class='byline'>Jana Muster</p>", linked_data=author("jana muster"))
    assert names(found) == ["Jana Muster"]


def test_an_agency_only_printed_beside_a_name_is_where_they_work(read: Read) -> None:
    found = read("<h1>Titel</h1><p class='byline'>Jana Muster / AFP</p>", linked_data=author("Jana Muster"))
    assert (names(found), found.agency, found.provenance["agency"]) == (["Jana Muster"], "AFP", "page")
    stated = read("<h1>Titel</h1>", linked_data=author("Jana Muster", "AFP"))
    assert stated.provenance["agency"] == "json_ld"


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("By Jane Doe and John Roe The Associated Press", "AP"),
        ("By Jane Doe Reuters", "Reuters"),
        ("By Jane Doe", None),
        ("By Jane Doe Bloomberg", None),
        ("By Jane Reuters", None),
    ],
)
def test_an_agency_behind_the_names_is_where_they_work(read: Read, byline: str, agency: str | None) -> None:
    found = read(f"<h1>Titel</h1><p class='byline'>{byline}</p>", linked_data=author("Jane Doe"))
    assert (names(found), found.agency) == (["Jane Doe"], agency)


@pytest.mark.parametrize("role", ["Author", "Autorin", "Verfasser", "auteur", "Автор"])
def test_that_an_author_is_the_author_is_no_role(read: Read, role: str) -> None:
    stated = {"@type": "Person", "name": "Jana Muster", "jobTitle": role}
    assert read(linked_data={"@type": "NewsArticle", "author": stated}).authors == (Author("Jana Muster"),)
    stated["jobTitle"] = "Science author"
    assert read(linked_data={"@type": "NewsArticle", "author": stated}).authors[0].role == "Science author"


def test_a_role_after_a_name_is_no_person(read: Read) -> None:
    assert names(read("<h1>Titel</h1><p class='byline'>By Jana Muster, AP Technology Writer</p>")) == ["Jana Muster"]


def test_a_byline_says_whether_it_is_printed_or_stated(read: Read) -> None:
    printed = read("<h1>Titel</h1><p class='byline'>Von Jana Muster</p>", linked_data=author("Jana Muster"))
    assert (printed.byline, printed.provenance["byline"]) == ("Von Jana Muster", "page")
    stated = read("<h1>Titel</h1>", linked_data=author("Jana Muster", "AFP"))
    assert (stated.byline, stated.provenance["byline"]) == ("Jana Muster, AFP", "json_ld")
    agency = read("<h1>Titel</h1>", linked_data=author("AFP"))
    assert (agency.byline, agency.provenance["byline"]) == ("AFP", "json_ld")
    assert "byline" not in read("<h1>Titel</h1>").provenance


def test_a_credited_agency_is_the_byline_where_none_is_printed(read: Read) -> None:
    found = read("<h1>Titel</h1>", linked_data=author("Jana Muster", "Deutsche Presse-Agentur"))
    assert (found.byline, found.agency) == ("Jana Muster, Deutsche Presse-Agentur", "dpa")
    assert read("<h1>Titel</h1>", linked_data=author("Jana Muster")).byline is None


def test_an_account_that_is_an_author_of_its_own_stays_beside_people(read: Read) -> None:
    person, team = {"@type": "Person", "name": "Jana Muster"}, {"@type": "Person", "name": "Radteam"}
    desk = {"@type": "Organization", "name": "Redaktion Süd"}
    assert read(linked_data=author(person, desk)).authors == (
        Author("Jana Muster"),
        Author("Redaktion Süd", role="newsroom"),
    )
    assert names(read(linked_data=author("Jana Muster, Redaktion Süd"))) == ["Jana Muster"]
    assert names(read(linked_data=author(person, team))) == ["Jana Muster", "Radteam"]


def test_an_organisation_is_the_author_only_where_no_person_is(read: Read) -> None:
    clinic = author({"@type": "Organization", "name": "Klinik Grauwerder"})
    assert names(read("<h1>Titel</h1><p class='byline'>Von Jana Muster</p>", linked_data=clinic)) == ["Jana Muster"]
    assert read("<h1>Titel</h1>", linked_data=clinic).authors == (Author("Klinik Grauwerder", role="newsroom"),)


def test_a_byline_that_joins_others_to_the_stated_author_names_them_all(read: Read) -> None:
    def named(byline: str) -> list[str]:
        return names(read(f"<h1>Titel</h1><p class='byline'>{byline}</p>", linked_data=author("Jana Muster")))

    assert named("Von Jana Muster, Ole Beispiel und Kim Probe") == ["Jana Muster", "Ole Beispiel", "Kim Probe"]
    assert named("Von Dr. Jana Muster und Ole Beispiel") == ["Jana Muster", "Ole Beispiel"]
    # what merely stands beside the name is none
    assert named("Jana Muster <b>Mehr Artikel</b>") == ["Jana Muster"]
    assert named("Jana Muster, Elbkurier Online") == ["Jana Muster"]
    assert named("Jana Muster, übersetzt von Ole Beispiel") == ["Jana Muster"]


def test_a_list_for_machines_names_those_whom_json_ld_leaves_out(read: Read) -> None:
    head = '<meta name="author" content="Jana Muster, Ole Beispiel">'
    assert names(read(head=head, linked_data=author("Jana Muster"))) == ["Jana Muster", "Ole Beispiel"]
    assert names(read(head=head, linked_data=author("Kim Probe"))) == ["Kim Probe"]


def test_a_link_to_a_users_page_is_a_byline(read: Read) -> None:
    assert names(read('<h1>Titel</h1><p>4. Mai <a href="/author/janam/">Janam</a></p>')) == ["Janam"]
    assert read('<h1>Titel</h1><p>4. Mai <a href="/author/archive/">Janam</a></p>').authors == ()


def test_the_name_of_a_user_is_enough_in_a_byline(read: Read) -> None:
    assert names(read("<h1>Titel</h1><span class='author vcard'>janam</span>")) == ["janam"]
    assert names(read("<h1>Titel</h1><p>von <a>janam</a> am 4. Mai 2026</p>")) == ["janam"]
    assert read("<h1>Titel</h1><span class='author'>admin</span>").authors == ()
    account = read("<h1>Titel</h1><span class='author'>jmu</span>", linked_data=author("Elbkurier"))
    assert names(account) == ["Elbkurier"]


def test_the_box_about_the_author_names_them_where_nothing_else_does(read: Read) -> None:
    box = "<div class='author-box'><h4 class='author-box__name'>{}</h4><p>Schreibt seit 2011 über Schiffe.</p></div>"
    assert names(read(f"<h1>Titel</h1><p>Text.</p>{box.format('Jana Muster')}")) == ["Jana Muster"]
    assert read(f"<h1>Titel</h1><p>Text.</p>{box.format('Über unseren neuen Autor')}").authors == ()
    other = box.format("Ole Beispiel").replace("author-box'", "author-box related'")
    assert read(f"<h1>Titel</h1>{other}").authors == ()


def test_a_box_that_holds_the_headline_is_no_box_about_something_else(read: Read) -> None:
    byline = "<p class='author'>Jana Muster</p>"
    assert names(read(f"<div id='sidebar'><h1>Titel</h1>{byline}</div>")) == ["Jana Muster"]
    assert read(f"<h1>Titel</h1><div id='sidebar'>{byline}</div>").authors == ()


def test_the_headline_may_be_of_the_second_order(read: Read) -> None:
    head = '<meta property="og:title" content="Neue Brücke">'
    assert names(read("<h2>Neue Brücke</h2><p>Von Jana Muster</p>", head)) == ["Jana Muster"]
    assert read("<h2>Alte Brücke</h2><p>Von Jana Muster</p>", head).authors == ()


def test_the_summary_names_the_reporter_before_the_place(read: Read) -> None:
    def summarised(text: str) -> list[str]:
        return names(read(head=f'<meta property="og:description" content="{text}">'))

    assert summarised("By Jana Muster GRAUWERDER, Dec 20, 2026 - The bridge is open.") == ["Jana Muster"]
    assert summarised("〔記者林小明／台北報導〕新橋今日通車") == ["林小明"]
    assert summarised("By Christmas Eve the bridge will be open.") == []


def test_the_text_is_signed_by_its_reporters(read: Read) -> None:
    def signed(body: str) -> list[str]:
        return names(read(linked_data={"@type": "NewsArticle", "headline": "Titel", "articleBody": body}))

    assert signed("The bridge is open. (Reporting by Jana Muster in Kyiv; Editing by Ole Beispiel)") == ["Jana Muster"]
    assert signed("새 다리가 열렸다. 홍길순 기자 gildong@hanriver.example") == ["홍길순"]
    assert signed("The bridge is open, he said, reporting by phone.") == []


def test_a_name_alone_before_the_date_is_the_author(read: Read) -> None:
    assert names(read("<h1>Titel</h1><p>04.02.2026 | 13:10 Uhr | Jana Muster</p>")) == ["Jana Muster"]
    assert names(read("<h1>Titel</h1><span>Jana Muster |</span><span>04.02.2026</span>")) == ["Jana Muster"]
    assert read("<h1>Titel</h1><span>Neues vom Tage</span><span>04.02.2026</span>").authors == ()


def test_a_page_of_many_bylines_is_read_in_bounded_time(read: Read) -> None:
    many = "<div class='comment'><a class='author' href='/autor/kim-leser'>Kim Leser</a></div>" * 5_000
    assert names(read(f"<h1>Titel</h1><p class='byline'>Von Jana Muster</p>{many}")) == ["Jana Muster"]


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("https://www.elbkurier.example/", None),
        ("https://www.elbkurier.example/team", "https://www.elbkurier.example/team"),
        ("https://jana-muster.example/", "https://jana-muster.example/"),  # her own
    ],
)
def test_the_outlets_home_page_is_no_authors_page(read: Read, stated: str, kept: str | None) -> None:
    found = read(linked_data=author({"@type": "Person", "name": "Jana Muster", "url": stated}))
    assert [one.url for one in found.authors] == [kept]
