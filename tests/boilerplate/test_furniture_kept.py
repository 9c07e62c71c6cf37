"""Text that outlets really print again and again, and that is the story's own: it stays, however much junk goes."""

from collections.abc import Sequence

import pytest
from invented_sightings import WRITERS, article, story, taken_from

from newscrawler.model.article import Article

SLOGAN = "The Ledger: what moves the harbour, every morning at six."
TAIL = "The Ledger is printed by its readers. Its archive is open on Sundays."
OPENINGS = [
    "Every morning our reporters walk the harbour and write down what they see.",
    "Jeden Morgen gehen unsere Reporter durch den Hafen und schreiben auf, was sie sehen.",
    "우리 취재진은 매일 아침 항구를 걸으며 눈에 보이는 것을 적는다.",
    "كل صباح يمشي مراسلونا على رصيف الميناء ويدونون ما يرونه.",
    "每天早晨,我们的记者走过港口,写下所看到的一切。",
]


def page(number: int, own: Sequence[str], *, title: str = "", author: str = "") -> Article:
    """An article with the outlet's junk between and behind its own paragraphs."""
    return article(number, [*own[:2], SLOGAN, *own[2:], TAIL], title=title, author=author)


def outlet(special: dict[int, Article], count: int = 80) -> list[Article]:
    """So many articles; some of them are special."""
    return [special.get(number) or page(number, story(number)) for number in range(count)]


def stays(articles: Sequence[Article]) -> None:
    """Nothing but the outlet's junk goes; that it goes shows that something was learned."""
    assert taken_from(articles) == {SLOGAN, TAIL}


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("every", [2, 3, 5, 10])
def test_the_fixed_opening_of_a_daily_column(opening: str, every: int) -> None:
    stays(outlet({number: page(number, [opening, *story(number)]) for number in range(0, 80, every)}))


@pytest.mark.parametrize("every", [2, 5])
@pytest.mark.parametrize("signs", [{"title": "Harbour walk: the ferries"}, {"author": "Edith Sorley"}])
def test_the_fixed_opening_of_a_column_with_a_title_or_an_author_of_its_own(every: int, signs: dict[str, str]) -> None:
    stays(outlet({n: page(n, [OPENINGS[0], *story(n)], **signs) for n in range(0, 80, every)}))


def test_the_fixed_opening_of_a_column_that_is_rarer_than_the_junk_is_new() -> None:
    column = {number: page(number, [OPENINGS[0], *story(number)]) for number in range(1, 200, 7)}
    assert taken_from(outlet(column, 200), rounds=8) == {SLOGAN, TAIL}


def test_the_closing_line_of_a_column() -> None:
    closing = "Until tomorrow, and mind the steps at the fish hall."
    stays(outlet({n: page(n, [OPENINGS[0], *story(n), closing]) for n in range(0, 80, 4)}))


def test_the_recap_of_a_serial() -> None:
    recap = "In the parts so far: a clerk finds a ledger that should not exist, and her employer denies that it does."
    stays(outlet({n: page(n, [recap, *story(n)], title=f"The ledger, part {n}") for n in range(0, 80, 6)}))


def test_the_first_sentence_of_corrections() -> None:
    amended = "We got something wrong in an earlier version of this story."
    stays(outlet({n: page(n, [amended, *story(n)]) for n in range(3, 80, 12)}))


def test_obituaries_from_one_template() -> None:
    def obituary(number: int) -> Article:
        name = f"{WRITERS[number % 6].split()[0]} {WRITERS[number * 5 % 6].split()[1]}"
        lines = [
            f"Mr. {name}, {60 + number % 30}, of Harwick, died on Monday at home.",
            f"He was born in Vardal in {1930 + number % 30}, the son of a miller.",
            story(number)[0],
            f"A service will be held at the chapel in Harwick on Friday at {9 + number % 6}:30.",
            "In lieu of flowers the family asks for gifts to the hospice.",
        ]
        return page(number, lines, title=f"{name}, {60 + number % 30}")

    stays(outlet({number: obituary(number) for number in range(0, 80, 9)}))


def test_reports_that_are_written_from_figures() -> None:
    def report(number: int) -> Article:
        lines = [
            f"The grain index closed at {3000 + number} points, {number % 9}.{number % 7} percent above Monday's.",
            f"Shares of the Harwick mills rose by {number % 5}.{number % 9} percent.",
            story(number)[0],
        ]
        return page(number, lines, title=f"Grain index at {3000 + number}")

    stays(outlet({number: report(number) for number in range(0, 80, 8)}))


def test_an_agencys_background_paragraph_in_the_middle_of_some_stories() -> None:
    background = "Talks about the border river began nine years ago, after a dry summer, and broke down twice."
    topic = {n: page(n, [story(n)[0], background, *story(n)[1:]]) for n in range(0, 80, 13)}
    assert len(topic) >= 6
    stays(outlet(topic))


@pytest.mark.parametrize(
    "ending",
    [
        "Anyone who saw something is asked to ring the station at the corn market.",
        "Hinweise nimmt die Wache am Kornmarkt entgegen.",
        "Talks about the border river began nine years ago, after a dry summer, and broke down twice.",
    ],
)
def test_what_ends_every_seventh_story(ending: str) -> None:
    stays(outlet({n: page(n, [*story(n), ending]) for n in range(0, 210, 7)}, 210))


def test_set_sentences_of_reporting() -> None:
    declined = "The company declined to comment."
    stays(outlet({n: page(n, [*story(n)[:2], declined, story(n)[2]]) for n in range(0, 200, 30)}, 200))


def test_a_story_that_runs_again_word_for_word() -> None:
    again = {number: page(number, story(7), title="The ferry that came back") for number in (7, 12, 20, 33, 47, 70)}
    stays(outlet(again))


def test_a_story_that_runs_again_with_a_correction_on_top() -> None:
    again = {number: page(number, story(7), title="The ferry that came back") for number in (7, 12, 20, 33)}
    corrected = page(
        50, ["Correction: the ferry has two decks, not three.", *story(7)], title="The ferry that came back"
    )
    stays(outlet(again | {50: corrected}))


def test_a_short_quotation_that_many_stories_have() -> None:
    stays(outlet({n: page(n, [story(n)[0], "“Yes.”", *story(n)[1:]]) for n in range(0, 80, 6)}))


def test_nothing_goes_while_the_outlet_is_hardly_known() -> None:
    assert taken_from(outlet({}, 9)) == set()
