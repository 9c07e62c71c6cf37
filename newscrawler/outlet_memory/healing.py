"""Healing: articles that were stored before their furniture was known are cleaned, as new versions with the reason."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, cast

from newscrawler.boilerplate.stored import Cleaned, clean_stored
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.furniture import Furniture, Sighting
from newscrawler.model.outlet import Outlet
from newscrawler.outlet_memory.learning import Learned
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.stored_article import read_article

logger = logging.getLogger(__name__)

TAKEN_REASON = "furniture became known"
GIVEN_BACK_REASON = "what was taken as furniture is story"
_TOGETHER = 25  # articles that are read and written at once: a signal to stop is heard after each such group


@dataclass(frozen=True, slots=True)
class Healed:
    """What became of stored articles that were to be cleaned.

    Attributes:
        articles: how many have another text now.
        left: how many were not looked at any more.
        cut: how many lack a block that only their page still has.
        refused: how many could not be cleaned; what the database refused is in ``quarantine``.
    """

    articles: int = 0
    left: int = 0
    cut: int = 0
    refused: int = 0

    def plus(self, other: "Healed") -> "Healed":
        """Both together; ``left`` is the later one's."""
        return Healed(self.articles + other.articles, other.left, self.cut + other.cut, self.refused + other.refused)


def clean_from_document(article: Article, sighting: Sighting | None, outlet: Outlet, furniture: Furniture) -> Cleaned:
    """As ``boilerplate.stored.clean_stored``, with the fingerprint of the new text."""
    cleaned = clean_stored(article, sighting, outlet, furniture)
    if not cleaned.is_changed:
        return cleaned
    return replace(cleaned, article=replace(cleaned.article, fingerprint=fingerprint_article(cleaned.article)))


async def heal(
    database: Database,
    outlet: Outlet,
    learned: Learned,
    *,
    most: int,
    seconds: float,
    should_stop: Callable[[], bool] = lambda: False,
) -> Healed:
    """Clean stored articles, each as a new version with the reason; what is left is noted, and told.

    An article that was changed or deleted meanwhile is left alone. Safe to repeat, also by two at once.

    Args:
        database: where they are.
        outlet: whose they are.
        learned: what was learned of it.
        most: articles that are written.
        seconds: no further ones are begun after so long.
        should_stop: asked every now and then.

    Raises:
        StorageUnavailableError: the database did not answer in time; what was written is there.
    """
    clock = asyncio.get_running_loop().time
    began, healed, waiting = clock(), Healed(), list(learned.to_clean)
    while waiting and healed.articles < most and clock() - began < seconds and not should_stop():
        together = min(_TOGETHER, most - healed.articles)
        ids, waiting = waiting[:together], waiting[together:]
        healed = healed.plus(await _heal_together(database, outlet, learned.furniture, ids))
    healed = replace(healed, left=len(waiting))
    if learned.to_clean:
        await database.furniture.note_left(outlet.id, healed.left)
    return healed


async def _heal_together(database: Database, outlet: Outlet, furniture: Furniture, ids: Sequence[str]) -> Healed:
    documents = await database.articles.read_by_id(ids)
    sightings = await database.furniture.sightings(ids)

    async def heal_alone(document: dict[str, Any]) -> Healed:
        try:
            return await heal_one(document)
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one article that cannot be healed must not keep the others from it
            logger.warning("Article %s of %s could not be cleaned: %r", document["_id"], outlet.id, error)
            return Healed(refused=1)

    async def heal_one(document: dict[str, Any]) -> Healed:
        stored = sightings.get(document["_id"])
        article = read_article(document)
        noted = stored.sighting if stored else None
        cleaned = await asyncio.to_thread(clean_from_document, article, noted, outlet, furniture)
        if not cleaned.is_changed:
            if stored and cleaned.article.sighting:
                await database.furniture.replace_sighting(stored, cleaned.article.sighting)
            return Healed(cut=int(cleaned.cut > 0))
        saved = await database.articles.clean(document, cleaned.article, _reason(cleaned))
        if saved is not None:
            await database.sameness.judge(saved)
        return Healed(articles=int(saved is not None), cut=int(cleaned.cut > 0))

    # All come to their end before one that found no database is told: none writes behind a closed one.
    results = await asyncio.gather(*map(heal_alone, documents), return_exceptions=True)
    if lost := next((result for result in results if isinstance(result, BaseException)), None):
        raise lost
    return reduce(Healed.plus, cast("list[Healed]", results), Healed())


def _reason(cleaned: Cleaned) -> str:
    """Why, with the counts of the first blocks that were taken."""
    article = cleaned.article
    parts = [f"{TAKEN_REASON}: {article.removed[-1].evidence}"] if cleaned.taken else []
    return "; ".join([*parts, GIVEN_BACK_REASON] if cleaned.given_back else parts)
