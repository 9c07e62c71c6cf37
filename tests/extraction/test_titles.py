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
