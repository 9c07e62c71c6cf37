"""What an outlet's stored articles teach: judged, and kept in the database."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newscrawler.boilerplate.block_hash import block_hash, open_names, template_hash
from newscrawler.boilerplate.furniture_counting import WINDOW, count_articles, count_blocks
from newscrawler.boilerplate.furniture_learning import Sample, articles_to_clean, furniture_of, judge_blocks
from newscrawler.boilerplate.layout_learning import learn_layout
from newscrawler.boilerplate.sighting import author_names
from newscrawler.model.article import Article
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, StoredSighting
from newscrawler.model.page_layout import LayoutChange
from newscrawler.storage.connection import Database
from newscrawler.storage.furniture import Judgement, ReadArticles
from newscrawler.storage.furniture_documents import KnownBlocks


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of an outlet.

    Attributes:
        to_clean: ids of stored articles, newest first, that hold furniture, or lack a block that is none.
        redesign: one that is noticed now; None also where it was noticed before.
    """

    furniture: Furniture
    to_clean: tuple[str, ...] = ()
    redesign: LayoutChange | None = None


async def load_furniture(database: Database, outlet_id: str) -> Furniture:
    """The outlet's furniture, as it was learned the last time; empty where nothing was.

    Raises:
        StorageUnavailableError: the database did not answer in time.
    """
    known = await database.furniture.known(outlet_id)
    return furniture_of(outlet_id, known.articles, known.blocks, known.layout.container)


async def learn_furniture(database: Database, outlet_id: str) -> Learned:
    """What the outlet's newest stored articles teach, once it is kept.

    Raises:
        StorageUnavailableError: the database did not answer in time.
    """
    judgement = await database.furniture.learn(outlet_id, judge_sightings, newest=WINDOW)
    furniture = furniture_of(outlet_id, judgement.articles, judgement.blocks, judgement.layout.container)
    return Learned(furniture, tuple(judgement.to_clean), judgement.noticed)


async def judge_sightings(
    sightings: Sequence[StoredSighting], known: KnownBlocks, read_articles: ReadArticles
) -> Judgement:
    """The verdicts on an outlet's repeated blocks. Counting and judging block no event loop."""
    counted, articles = await asyncio.to_thread(lambda: (count_blocks(sightings), count_articles(sightings)))
    wanted = {article for repetition in counted for article in repetition.samples}
    samples = {key: _sample(article) for key, article in (await read_articles(sorted(wanted))).items()}
    now = datetime.now(UTC)
    blocks = await asyncio.to_thread(judge_blocks, counted, samples, known.blocks, now=now)
    furniture = furniture_of("", articles, blocks)
    to_clean = await asyncio.to_thread(articles_to_clean, sightings, furniture)
    return Judgement(articles, blocks, to_clean, layout=await asyncio.to_thread(learn_layout, sightings))


def _sample(article: Article) -> Sample:
    """The texts of an article's blocks, kept and taken, by their numbers and those of their templates."""
    names = author_names(article)
    blocks = [block for block in article.blocks if block.kind != "caption"]
    blocks += [removed.block for removed in article.removed if removed.rule == FURNITURE_RULE]
    texts = {block_hash(block.text): block.text for block in blocks}
    texts |= {template_hash(open_names(block.text, names)): block.text for block in blocks}
    return Sample(texts, tuple(author.name for author in article.authors))
