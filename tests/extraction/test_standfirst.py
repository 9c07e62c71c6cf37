from collections.abc import Callable

import pytest

from newscrawler.extraction.metadata import PageMetadata
from newscrawler.extraction.standfirst import MOST_CHARACTERS, repeats_beginning

Read = Callable[..., PageMetadata]

TITLE = "<h1>Die neue Fähre legt ab</h1>"
SUMMARY = "Nach zwei Jahren Pause verkehrt das Boot wieder täglich."
FOR_MACHINES = '<meta name="description" content="Fähre: alle Abfahrten und Preise im Überblick.">'


@pytest.mark.parametrize(
    "markup",
    [
        f'{TITLE}<p class="article__standfirst">{SUMMARY}</p>',
        f'<header>{TITLE}</header><div class="x"><div class="ContentHeaderDek-uWfLh">{SUMMARY}</div></div>',
        f'{TITLE}<div itemprop="description" class="entry-summary"><p>{SUMMARY}</p></div>',
        f"{TITLE}<h2>{SUMMARY}</h2>",
        f'{TITLE}<div><p class="author">von Ada Lind</p></div><p class="einleitung">{SUMMARY}</p>',
        f'<div>{TITLE}</div><p class="byline">Von Ada Lind</p><p class="lead">{SUMMARY}</p>',
    ],
)
def test_the_summary_under_the_headline_is_the_standfirst(read: Read, markup: str) -> None:
    found = read(markup + "<p>Am Morgen standen die ersten Gäste am Kai.</p>", FOR_MACHINES)
    assert (found.standfirst, found.provenance["standfirst"]) == (SUMMARY, "markup")
    assert found.description == "Fähre: alle Abfahrten und Preise im Überblick."


@pytest.mark.parametrize(
    "markup",
    [
        f"{TITLE}<p>{SUMMARY}</p>",  # the first paragraph, which nothing names
        f'{TITLE}<p>Am Morgen.</p><h2 id="weiter">{SUMMARY}</h2>',  # a subheading in the story
        f'{TITLE}<div class="lead-media-caption">{SUMMARY}</div>',
        f'{TITLE}<p class="lead">Von Ada Lind und Tom Reuse, Stade, am Montag</p>',
        f'{TITLE}<p class="lead">Die Fähre im Hafen von Stade. (Photograph by Ada Lind)</p>',
        f'{TITLE}<p class="lead">Fähre, die</p>',
        f'{TITLE}<ul class="summary"><li class="summary">{SUMMARY}</li></ul>',
        f'{TITLE}<div class="summary"><img src="a.jpg">{SUMMARY}</div>',
        f'<p class="standfirst">{SUMMARY}</p>{TITLE}',  # before the headline it belongs to another story
        f'{TITLE}{"<p>Ein Satz.</p>" * 40}<p class="standfirst">{SUMMARY}</p>',
        f'{TITLE}<p class="leaderboard dekoration">{SUMMARY}</p>',
        f'{TITLE}<p>{SUMMARY * 3}</p><h2 class="story__subhead">{SUMMARY}</h2>',
    ],
)
def test_what_only_resembles_a_standfirst_is_none(read: Read, markup: str) -> None:
    found = read(markup, FOR_MACHINES)
    assert (found.standfirst, found.provenance["standfirst"]) == (found.description, "meta")


def test_deep_nesting_after_the_headline_does_no_harm(read: Read) -> None:
    assert read(f"{TITLE}{'<div>' * 3000}", FOR_MACHINES).provenance["standfirst"] == "meta"


STORY = ["Am Morgen standen die ersten Gäste am Kai. Das Boot legte pünktlich ab.", "Die Stadt zahlt den Betrieb."]


@pytest.mark.parametrize(
    "summary",
    [
        STORY[0],
        "Am Morgen standen die ersten Gäste am Kai.",
        "Am Morgen standen die ersten Gäs…",
        "am morgen standen die ersten Gäste [...]",
        "Am Morgen standen die ersten … weiter lesen",
        f"{STORY[0]} Die Stadt zahlt",
    ],
)
@pytest.mark.parametrize("dateline", ["", "STADE (dpa) — ", "Stade · "])
def test_a_summary_that_is_how_the_story_begins_repeats_it(summary: str, dateline: str) -> None:
    assert repeats_beginning(summary, [dateline + STORY[0], STORY[1]])
    assert repeats_beginning(dateline + summary, [dateline + STORY[0], STORY[1]])


@pytest.mark.parametrize(
    "summary",
    [
        "",
        "…",
        "Am Morgen standen die letzten Gäste am Kai.",
        "Am Morgen standen die ersten Gäste am Kai. Und abends?",
        "Die Stadt zahlt den Betrieb.",  # a sentence from further down
        "Das Boot",
    ],
)
def test_what_the_story_does_not_begin_with_is_no_repetition(summary: str) -> None:
    assert not repeats_beginning(summary, ["Ein Satz steht davor, und er ist länger als eine Ortsmarke.", *STORY])


def test_a_description_that_is_the_whole_article_is_no_standfirst(read: Read) -> None:
    for length, is_kept in ((MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)):
        text = ("Die Fähre. " * length)[: length - 1] + "x"
        found = read(TITLE, f'<meta name="description" content="{text}">')
        assert (found.standfirst, found.description) == (text if is_kept else None, text)
        assert ("standfirst" in found.provenance) is is_kept
