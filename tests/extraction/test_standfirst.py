from collections.abc import Callable

import pytest

from newscrawler.extraction.metadata import PageMetadata

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
