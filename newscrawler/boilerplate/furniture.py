"""An article without its outlet's furniture: blocks that are known to stand on many of the outlet's pages."""

from collections.abc import Mapping
from dataclasses import replace

from newscrawler.boilerplate.block_hash import block_hash, open_names, template_hash
from newscrawler.boilerplate.sighting import author_names
from newscrawler.boilerplate.strip import is_protected, links_left
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, RepeatedBlock
from newscrawler.model.outlet import Outlet

# What stands on half of an outlet's pages is furniture however short a story is. Where rarer blocks would take so much
# of an article, it is an article about the outlet, or one that is run again and again.
_SURE_SHARE = 0.5
_MOST_TAKEN = 0.6


def strip_furniture(article: Article, outlet: Outlet, furniture: Furniture) -> Article:
    """The article without blocks that are its outlet's furniture; each is added to ``removed`` with its counts.

    For an article that went through ``strip_boilerplate``. The outlet's ``keep`` patterns protect a block, ``off =
    ["furniture"]`` all of them. Where nothing would be left, or most of the text would go for blocks that are not on
    half of the outlet's pages, these stay, with the warning ``furniture_would_take_most``.
    """
    if FURNITURE_RULE in outlet.boilerplate.off or not (furniture.exact or furniture.templates):
        return article
    names = author_names(article)
    found = {i: known for i, block in enumerate(article.blocks) if (known := _find(block, names, furniture))}
    taken = {i: known for i, known in found.items() if not is_protected(article.blocks[i], outlet.boilerplate)}
    believed = _believed(article, taken)
    if len(believed) < len(taken):
        article = replace(article, warnings=tuple(dict.fromkeys((*article.warnings, "furniture_would_take_most"))))
    if not believed:
        return article
    removed = tuple(RemovedBlock(article.blocks[i], FURNITURE_RULE, believed[i].reason) for i in sorted(believed))
    kept = tuple(block for index, block in enumerate(article.blocks) if index not in believed)
    links = links_left(article.links, kept, [entry.block for entry in removed])
    return replace(article, blocks=kept, removed=article.removed + removed, links=links)


def _believed(article: Article, taken: Mapping[int, RepeatedBlock]) -> Mapping[int, RepeatedBlock]:
    """What is taken, without what would leave too little of the article."""
    lengths = {index: len(block.text) for index, block in enumerate(article.blocks) if block.kind != "caption"}
    if sum(lengths[index] for index in taken) <= _MOST_TAKEN * sum(lengths.values()):
        return taken
    sure = {index: known for index, known in taken.items() if known.articles >= _SURE_SHARE * known.of_articles}
    rest = {index: length for index, length in lengths.items() if index not in sure}
    if not rest:
        return {}
    doubtful = sum(lengths[index] for index in taken if index not in sure)
    return taken if doubtful <= _MOST_TAKEN * sum(rest.values()) else sure


def _find(block: Block, names: tuple[str, ...], furniture: Furniture) -> RepeatedBlock | None:
    """The piece of furniture that the block is."""
    if block.kind == "caption":
        return None
    known = furniture.exact.get(block_hash(block.text)) if furniture.exact else None
    if known is None and furniture.templates and block.kind != "heading":
        known = furniture.templates.get(template_hash(open_names(block.text, names)))
    return known
