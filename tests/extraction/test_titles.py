from collections.abc import Callable

from newscrawler.extraction.metadata import PageMetadata

Read = Callable[..., PageMetadata]


def test_the_shown_headline_goes_before_the_one_for_search_engines(read: Read) -> None:
    found = read(
        "<h1>Das Geld reicht nicht für die Brücke</h1>",
        "<title>Brücke Geld Elbe | Elbkurier</title>"
        '<meta property="og:title" content="Brücke über die Elbe: Geld reicht nicht">',
    )
    assert found.title == "Das Geld reicht nicht für die Brücke"
    assert found.titles == {
        "page": "Das Geld reicht nicht für die Brücke",
        "og": "Brücke über die Elbe: Geld reicht nicht",
    }


def test_the_sites_name_is_taken_off(read: Read) -> None:
    assert read(head="<title>Die neue Brücke ist offen - Elbkurier</title>").title == "Die neue Brücke ist offen"
    assert read(head="<title>Elbkurier | Die neue Brücke ist offen</title>").title == "Die neue Brücke ist offen"
    assert read(head="<title>Die neue Brücke ist offen | elbkurier.de</title>").title == "Die neue Brücke ist offen"
    assert read(head="<title>Stade - Hamburg: die neue Strecke</title>").title == "Stade - Hamburg: die neue Strecke"


def test_a_crumb_is_no_headline(read: Read) -> None:
    found = read(
        '<nav class="breadcrumb"><a>Start</a><h1>Bauprojekt: Brücke über Elbe offen</h1></nav>'
        "<h2><span class='topic'>Bau</span><span>Endlich rollt der Verkehr wieder</span></h2>",
        "<title>Bauprojekt: Brücke über Elbe offen</title>"
        '<meta property="og:title" content="Endlich rollt der Verkehr wieder">',
    )
    assert found.title == "Endlich rollt der Verkehr wieder"


def test_the_logo_is_no_headline(read: Read) -> None:
    found = read(
        '<h1 class="logo">Elbkurier Lokales</h1><h1>Die neue Brücke ist offen</h1>',
        '<meta property="og:title" content="Die neue Brücke ist offen">',
    )
    assert found.title == "Die neue Brücke ist offen"


def test_a_topic_inside_the_heading_is_left_out(read: Read) -> None:
    found = read('<h1><span class="kicker">Verkehr</span>Die neue Brücke ist offen</h1>')
    assert found.title == "Die neue Brücke ist offen"


def test_soft_hyphens_and_direction_marks_are_no_part_of_a_title(read: Read) -> None:
    assert read("<h1>Die neue Fluss\u00adbrücke\u200f ist \u202eoffen</h1>").title == "Die neue Flussbrücke ist offen"


def test_a_topic_and_the_headline_do_not_run_together(read: Read) -> None:
    assert read("<h1><span>Verkehr:</span><span>Brücke offen</span></h1>").title == "Verkehr: Brücke offen"


def test_topic_and_headline_get_the_colon_that_another_source_sets_between_them(read: Read) -> None:
    heading = "<h1><span>Streit um Fähre</span> <span>Ein Dorf kämpft um sein Boot</span></h1>"
    stated = '<meta property="og:title" content="Streit um Fähre: Ein Dorf kämpft um sein Boot">'
    assert read(heading, stated).title == "Streit um Fähre: Ein Dorf kämpft um sein Boot"
    other = '<meta property="og:title" content="Streit um Fähre: Ein Dorf kämpft">'
    assert read(heading, other).title == "Streit um Fähre Ein Dorf kämpft um sein Boot"


def test_the_outlets_own_name_as_heading_is_no_headline(read: Read) -> None:
    """A site's name that a page calls its h1; but a headline that a page calls its site's name stays one."""
    stated = (
        '<title>Elbkurier: Die Fähre fährt wieder</title><meta property="og:title" content="Die Fähre fährt wieder">'
    )
    assert read("<h1>Elbkurier</h1>", stated + '<meta property="og:site_name" content="Elbkurier">').title == (
        "Die Fähre fährt wieder"
    )
    logo = read("<h1>Elbkurier</h1><h2>Die Fähre fährt wieder</h2>", stated)
    assert "page" not in logo.titles
    long = "Der Elbkurier und die Fähre, eine lange Geschichte"
    named = f'<meta property="og:site_name" content="{long}">'
    assert read(f"<h1>{long}</h1>", named).title == long
    about_itself = "Elbkurier gewinnt den Preis der Fischer"
    assert read(f"<h1>{about_itself}</h1>", stated).title == about_itself


def test_the_sites_name_behind_a_bare_colon_is_taken_off(read: Read) -> None:
    site = '<meta property="og:site_name" content="Uferblog">'
    assert read(head=f"<title>Neue Netze für die Fischer:Uferblog</title>{site}").title == "Neue Netze für die Fischer"
    other = "Neue Netze für die Fischer:Hafen"
    assert read(head=f"<title>{other}</title>{site}").title == other


def test_a_statement_that_breaks_off_at_a_quotation_mark_does_not_count(read: Read) -> None:
    broken = '<meta property="og:title" content="Die Fischer rufen laut "Genug" im Hafen">'
    shown = "<h2>Im Hafen brodelt es</h2>"
    title = "<title>Die Fischer rufen laut &quot;Genug&quot; im Hafen</title>"
    assert read(shown, broken + title).title == 'Die Fischer rufen laut "Genug" im Hafen'
    whole = '<meta property="og:title" content="Die Fischer rufen laut">'
    longer = "<title>Die Fischer rufen laut im Hafen</title>"
    assert read("", whole + longer).titles["og"] == "Die Fischer rufen laut"


def test_the_heading_that_is_stated_goes_before_one_that_the_title_element_has(read: Read) -> None:
    stated = '<title>Meldungen</title><meta property="og:title" content="Auf den ersten Fang kommt es an">'
    assert read("<h1>Meldungen</h1><h1>Auf den ersten Fang kommt es an</h1>", stated).title == (
        "Auf den ersten Fang kommt es an"
    )


def test_a_line_break_parts_words(read: Read) -> None:
    assert read("<h1>Die Fähre (neu)<br>Ein Bericht<!-- x --> vom Ufer</h1>").title == (
        "Die Fähre (neu) Ein Bericht vom Ufer"
    )


def test_the_only_heading_is_the_headline_though_search_engines_are_told_another(read: Read) -> None:
    stated = '<title>Aalfang Tipps 2024</title><meta property="og:title" content="Aalfang Tipps 2024">'
    asked = "Was kostet eine Reuse und wo bekommt man sie?"
    assert read(f"<h1>{asked}</h1>", stated).title == asked
    assert read("<h1>Jetzt Mitglied werden</h1>", stated).title == "Aalfang Tipps 2024"  # too short to be sure
    assert read(f"<h1>{'Wir erklären alles rund um Reusen. ' * 6}</h1>", stated).title == "Aalfang Tipps 2024"
    assert read(f"<h1>Ein Wort vom Gründer dieses Blattes:</h1><p>{asked}</p>", stated).title == "Aalfang Tipps 2024"


def test_a_headline_in_a_lower_heading_goes_before_the_heading_for_search_engines(read: Read) -> None:
    stated = (
        "<title>Fähre Stade Fahrplan: Boot fährt wieder</title>"
        '<meta property="og:title" content="Endlich legt die Fähre wieder ab">'
    )
    crumb = "<div><h1>Fähre Stade Fahrplan: Boot fährt wieder</h1></div>"
    assert read(crumb + "<h2>Endlich legt die Fähre wieder ab</h2>", stated).title == "Endlich legt die Fähre wieder ab"
    assert (
        read(crumb + "<h2>Endlich mehr Platz an Bord</h2>", stated).title == "Fähre Stade Fahrplan: Boot fährt wieder"
    )


def test_a_news_page_whose_script_head_and_title_agree_outvotes_its_heading(read: Read) -> None:
    def page(kind: str) -> str | None:
        text = "Ist der Aal eine Illusion? Das harte Geschäft am Ufer"
        script = f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "{text}"}}</script>'
        stated = f'<title>{text}</title><meta property="og:title" content="{text}">{script}'
        return read("<h1>Das harte Geschäft am Ufer: Warum weniger gefischt wird</h1>", stated).title

    assert page("NewsArticle") == "Ist der Aal eine Illusion? Das harte Geschäft am Ufer"
    assert page("BlogPosting") == "Das harte Geschäft am Ufer: Warum weniger gefischt wird"


def test_a_title_tells_which_sources_agree_on_it(read: Read) -> None:
    stated = '<title>Die Fähre fährt wieder | Elbkurier</title><meta property="og:title" content="Neue Fähre">'
    assert read("<h1>Die Fähre fährt wieder</h1>", stated).provenance["title"] == "page, title"


def test_a_lower_heading_with_its_topic_is_the_headline_where_the_page_is_shared_under_it(read: Read) -> None:
    crumb = "<nav><h1>Stade: Fähre fährt wieder</h1></nav>"
    shown = "<h2><span>Verkehr auf der Elbe</span> <span>Endlich legt das Boot wieder ab</span></h2>"
    whole = "Verkehr auf der Elbe: Endlich legt das Boot wieder ab"
    title = "<title>Stade: Fähre fährt wieder</title>"
    shared = f'<meta property="og:title" content="{whole}">{title}'
    assert read(crumb + shown, shared).title == whole
    stated = f'<meta property="og:title" content="Stade: Fähre fährt wieder">{title}'
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{whole}"}}</script>'
    assert read(crumb + shown, stated + script).title == "Stade: Fähre fährt wieder"
