"""Sightings of invented articles, for the tests of what an outlet's memory learns."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newscrawler.boilerplate.block_hash import block_hash, template_hash
from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.furniture_counting import Repetition, count_blocks
from newscrawler.boilerplate.furniture_learning import Sample, furniture_of, judge_blocks
from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.model.furniture import FURNITURE_RULE, RepeatedBlock, StoredSighting
from newscrawler.model.outlet import Outlet

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
TOWNS = ("Harwick", "Oldenmoor", "Lanfort", "Vardal", "Mirepool", "Calder", "Quillan", "Alder")
WRITERS = ("Anna Lind", "Tom Ray", "Ines Duarte", "Paul Okafor", "Lena Brandt", "Karim Haddad")


def story(number: int) -> list[str]:
    """Three paragraphs that no other number has, of 27 words and more."""
    town = TOWNS[number % len(TOWNS)]
    return [
        f"The council of {town} decided in meeting {number} that part {part} of the old harbour wall is to be mended "
        f"before winter number {number * 7 + part}, although the engineers had asked for a longer and dearer repair."
        for part in range(3)
    ]


def article(number: int, lines: Sequence[str] | None = None, *, title: str = "", author: str = "") -> Article:
    """The article of that number; ``lines`` in the place of its story."""
    texts = story(number) if lines is None else lines
    town = TOWNS[number % len(TOWNS)]
    return Article(
        url=f"https://ledger.example/{number}",
        outlet="us_ledger",
        title=title or f"{town} council votes on wall {number}",
        authors=(Author(name=author or WRITERS[number % len(WRITERS)]),),
        blocks=tuple(Block("paragraph", text, position=place) for place, text in enumerate(texts)),
    )


def sighted(articles: Sequence[Article]) -> list[StoredSighting]:
    """Their sightings, an hour apart."""
    return [
        StoredSighting(f"{place:024x}", BEGIN + timedelta(hours=place), note_sighting(one))
        for place, one in enumerate(articles)
    ]


def samples_of(articles: Sequence[Article]) -> dict[str, Sample]:
    """Every article as a sample."""
    return {
        f"{place:024x}": Sample(
            {number(block.text): block.text for block in one.blocks for number in (template_hash, block_hash)},
            tuple(author.name for author in one.authors),
        )
        for place, one in enumerate(articles)
    }


def counted(articles: Sequence[Article]) -> dict[str, Repetition]:
    """Text -> how often it is repeated; templates are left out."""
    texts = {block_hash(block.text): block.text for one in articles for block in one.blocks}
    return {texts[one.number]: one for one in count_blocks(sighted(articles)) if not one.is_template}


def judged(articles: Sequence[Article], known: Sequence[RepeatedBlock] = ()) -> dict[str, RepeatedBlock]:
    """Text -> verdict; of a template the text of one article."""
    now = BEGIN + timedelta(hours=len(articles))
    repeated = count_blocks(sighted(articles), {block.number for block in known if block.reason})
    return {block.text: block for block in judge_blocks(repeated, samples_of(articles), known, now=now)}


def taken_from(articles: Sequence[Article], rounds: int = 1) -> set[str]:
    """Texts that are taken from the articles as furniture once the outlet's memory has seen all of them.

    Args:
        articles: oldest first.
        rounds: how often is learned, from ever more of them.
    """
    outlet = Outlet(id="us_ledger", name="The Ledger")
    known: list[RepeatedBlock] = []
    for part in range(1, rounds + 1):
        seen = articles[: len(articles) * part // rounds]
        now = BEGIN + timedelta(hours=len(seen))
        repeated = count_blocks(sighted(seen), {block.number for block in known if block.reason})
        known = judge_blocks(repeated, samples_of(seen), known, now=now)
    furniture = furniture_of(outlet.id, len(articles), known)
    stripped = [strip_furniture(one, outlet, furniture) for one in articles]
    return {gone.block.text for one in stripped for gone in one.removed if gone.rule == FURNITURE_RULE}
