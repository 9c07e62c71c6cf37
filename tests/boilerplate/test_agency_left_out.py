"""The agency that a note names which the reader left out of the story already."""

from dataclasses import replace

import pytest

from newscrawler.boilerplate.facts import take_up_facts
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock

STORY = ("html", "body", "div.story")


@pytest.mark.parametrize(
    ("trail", "agency"),
    [
        ((*STORY, "p.note"), "dpa"),
        ((*STORY, "figure", "figcaption"), None),  # whose picture it is
        (("html", "body", "div.more", "p"), None),  # another story's
    ],
)
def test_a_note_beside_the_storys_paragraphs_names_its_agency(trail: tuple[str, ...], agency: str | None) -> None:
    note = RemovedBlock(Block("paragraph", "Quelle: dpa", trail=trail), "agency_note", "left out")
    story = (Block("paragraph", "Die Fähre legt ab.", trail=(*STORY, "p")),)
    article = Article("https://elbkurier.example/a", "de_elbkurier", blocks=story, removed=(note,))
    found = take_up_facts(article, (), "Elbkurier")
    assert (found.agency, found.provenance.get("agency")) == (agency, "page" if agency else None)
    stated = take_up_facts(replace(article, agency="AFP"), (), "Elbkurier")
    assert stated.agency == "AFP"
