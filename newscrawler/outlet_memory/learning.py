"""What an outlet's stored articles teach: judged, and kept in the database."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newscrawler.boilerplate.block_hash import block_hash, open_names, template_hash
from newscrawler.boilerplate.furniture_counting import WINDOW, Repetition, count_articles, count_blocks
from newscrawler.boilerplate.furniture_learning import Sample, articles_to_clean, furniture_of, judge_blocks
from newscrawler.boilerplate.layout_learning import learn_layout
from newscrawler.boilerplate.sighting import author_names
from newscrawler.model.article import Article
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, StoredSighting
from newscrawler.model.page_layout import LayoutChange
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.furniture_documents import KnownBlocks
from newscrawler.storage.furniture import Judgement, ReadArticles


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
    """The verdicts on an outlet's repeated blocks. Counting, 10 ms for a full memory, blocks no event loop."""
    furniture = {block.number for block in known.blocks if block.reason}
    counted = await asyncio.to_thread(count_blocks, sightings, furniture)
    articles = await read_articles(_articles_to_read(counted, known))
    return await asyncio.to_thread(_judge, sightings, counted, articles, known)


def _judge(
    sightings: Sequence[StoredSighting],
    counted: Sequence[Repetition],
    articles: Mapping[str, Article],
    known: KnownBlocks,
) -> Judgement:
    numbers = {repetition.number for repetition in counted}
    samples = {key: _sample(article, numbers) for key, article in articles.items()}
    different = counted[0].of_articles if counted else count_articles(sightings)
    blocks = judge_blocks(counted, samples, known.blocks, now=datetime.now(UTC))
    to_clean = articles_to_clean(sightings, furniture_of("", different, blocks))
    return Judgement(different, blocks, to_clean, layout=learn_layout(sightings))


def _articles_to_read(counted: Sequence[Repetition], known: KnownBlocks) -> list[str]:
    """Articles that show the text of blocks whose text is not known; one shows several. All of an author's lines."""
    told = {block.number for block in known.blocks if block.text}
    wanted: dict[str, None] = {}
    for repetition in counted:
        if "author" in repetition.bound_to:
            wanted |= dict.fromkeys(repetition.samples)
    for repetition in counted:
        if repetition.number not in told and not wanted.keys() & set(repetition.samples):
            wanted[repetition.samples[0]] = None
    return list(wanted)


def _sample(article: Article, numbers: Collection[int]) -> Sample:
    """Those texts of an article's blocks, kept and taken, that have one of the numbers, or whose template has."""
    names = author_names(article)
    blocks = [block for block in article.blocks if block.kind != "caption"]
    blocks += [removed.block for removed in article.removed if removed.rule == FURNITURE_RULE]
    texts = {block_hash(block.text): block.text for block in blocks}
    texts |= {template_hash(open_names(block.text, names)): block.text for block in blocks}
    chosen = {number: text for number, text in texts.items() if number in numbers}
    return Sample(chosen, tuple(author.name for author in article.authors))
