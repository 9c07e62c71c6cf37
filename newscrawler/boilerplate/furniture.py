"""An article without its outlet's furniture: blocks that are known to stand on many of the outlet's pages."""

from collections.abc import Mapping
from itertools import islice

from newscrawler.boilerplate.sighting import IS_HEADING, IS_TAKEN, MOST_BLOCKS, Mark, block_marks, note_sighting
from newscrawler.boilerplate.strip import find_spared, is_protected, links_left
from newscrawler.model.article import Article, change_article
from newscrawler.model.block import RemovedBlock
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, RepeatedBlock
from newscrawler.model.outlet import Outlet

# What stands on half of an outlet's pages is furniture however short a story is. Where hardly a word would be left,
# rarer blocks stay: it is an article about the outlet, or one that is run again and again.
_SURE_SHARE = 0.5
_LEAST_LEFT = 15  # words
# Of an article that is looked at: 45 ms in the event loop. The longest live blogs have 2,000; 100,000 took 2 s.
MOST_LOOKED_AT = 3_000


def strip_furniture(article: Article, outlet: Outlet, furniture: Furniture) -> Article:
    """The article with its sighting, and without its outlet's furniture; each block is in ``removed`` with its counts.

    For an article that went through ``strip_boilerplate``. The outlet's ``keep`` patterns protect a block, and so does
    ``off`` what a rule that it names would take; ``off = ["furniture"]`` protects all. Where hardly anything would be
    left, blocks that are not on half of the outlet's pages stay, and where nothing would be, all; with the warning
    ``furniture_would_take_most``. An article of very many blocks keeps them all.
    """
    if len(article.blocks) > MOST_LOOKED_AT:
        beginning = islice((block for block in article.blocks if block.kind != "caption"), MOST_BLOCKS)
        return change_article(article, sighting=note_sighting(change_article(article, blocks=tuple(beginning))))
    texts = [index for index, block in enumerate(article.blocks) if block.kind != "caption"]
    marks = dict(zip(texts, block_marks(article), strict=True))
    taken = _find_taken(article, marks, outlet, furniture)
    believed = _believed(marks, taken)
    warnings = article.warnings
    if len(believed) < len(taken):
        warnings = tuple(dict.fromkeys((*warnings, "furniture_would_take_most")))
    sighting = note_sighting(article, [_marked(mark, is_taken=index in believed) for index, mark in marks.items()])
    if not believed:
        return change_article(article, warnings=warnings, sighting=sighting)
    removed = tuple(RemovedBlock(article.blocks[i], FURNITURE_RULE, believed[i].reason) for i in sorted(believed))
    kept = tuple(block for index, block in enumerate(article.blocks) if index not in believed)
    return change_article(
        article,
        blocks=kept,
        removed=article.removed + removed,
        links=links_left(article.links, kept, [entry.block for entry in removed]),
        warnings=warnings,
        sighting=sighting,
    )


def _find_taken(
    article: Article, marks: Mapping[int, Mark], outlet: Outlet, furniture: Furniture
) -> dict[int, RepeatedBlock]:
    """Index of a block -> the piece of furniture that it is."""
    if FURNITURE_RULE in outlet.boilerplate.off or not (furniture.exact or furniture.templates):
        return {}
    wanted = find_spared(article, outlet.boilerplate)
    found: dict[int, RepeatedBlock] = {}
    for index, (number, template, _, flags) in marks.items():
        known = furniture.exact.get(number)
        if known is None and template and not flags & IS_HEADING:
            known = furniture.templates.get(template)
        if known is not None and index not in wanted and not is_protected(article.blocks[index], outlet.boilerplate):
            found[index] = known
    return found


def _marked(mark: Mark, *, is_taken: bool) -> Mark:
    number, template, words, flags = mark
    return number, template, words, flags | IS_TAKEN if is_taken else flags


def _believed(marks: Mapping[int, Mark], taken: Mapping[int, RepeatedBlock]) -> Mapping[int, RepeatedBlock]:
    """What is taken, without what would leave too little of the article."""
    left = sum(words for index, (_, _, words, _) in marks.items() if index not in taken)
    if left >= _LEAST_LEFT or not taken:
        return taken
    sure = {index: known for index, known in taken.items() if known.articles >= _SURE_SHARE * known.of_articles}
    return sure if len(sure) < len(marks) else {}
