"""Pages of an invented outlet that puts a slogan and a tail into its stories, and what a crawl makes of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import Outlet

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
OUTLET = Outlet("de_elbkurier", "Elbkurier")
SLOGAN = "Where the river tells the news."
TAIL = "The harbour desk can be reached at the old customs house every day."
_WORDS = (
    *("anchor", "barge", "crane", "dredger", "estuary", "ferry", "gangway", "harbour", "island", "jetty", "keel"),
    *("lighthouse", "mooring", "north", "ocean", "pilot", "quay", "rudder", "sluice", "tide", "upriver", "vessel"),
    *("wharf", "yard", "buoy", "captain", "dock", "engine", "fleet", "gull", "hull", "inlet", "lock", "mast"),
)


def story(number: int) -> list[str]:
    """Three paragraphs that no other number has."""
    return [
        " ".join(f"{_WORDS[(number * step + place * (step + part)) % len(_WORDS)]}{number}" for place in range(14))
        + "."
        for part, step in enumerate((1, 5, 7))
    ]


def texts_of(number: int) -> list[str]:
    """What the page of a number has, furniture and all."""
    first, second, third = story(number)
    return [first, SLOGAN, second, third, TAIL]


def crawled(number: int, furniture: Furniture, texts: list[str] | None = None) -> Article:
    """The article as the pipelines hand it to storage, where this furniture is known."""
    blocks = tuple(
        Block("paragraph", text, position=position)
        for position, text in enumerate(texts_of(number) if texts is None else texts)
    )
    article = Article(
        f"https://www.elbkurier.example/{_WORDS[number % 20]}/{number}",
        OUTLET.id,
        title=f"{_WORDS[number % 31]} {_WORDS[number % 29]} number {number}",
        blocks=blocks,
        authors=(Author(f"Marta {_WORDS[number % 23]}"),),
        fetched_at=NOON + timedelta(minutes=number),
        rules_version=1,
    )
    stripped = strip_furniture(article, OUTLET, furniture)
    return replace(stripped, fingerprint=fingerprint_article(stripped))
