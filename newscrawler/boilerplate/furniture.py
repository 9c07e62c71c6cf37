"""An article without its outlet's furniture: blocks that are known to stand on many of the outlet's pages."""

from dataclasses import replace

from newscrawler.boilerplate.block_hash import block_hash, template_hash
from newscrawler.boilerplate.strip import is_protected, links_left
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, RepeatedBlock
from newscrawler.model.outlet import Outlet

# Where so much of an article is furniture, it is an article about the outlet, or one that is run again and again.
_MOST_TAKEN = 0.6


def strip_furniture(article: Article, outlet: Outlet, furniture: Furniture) -> Article:
    """The article without blocks that are its outlet's furniture; each is added to ``removed`` with its counts.

    For an article that went through ``strip_boilerplate``. The outlet's ``keep`` patterns protect a block, ``off =
    ["furniture"]`` all of them. Where most of the text would go, all stays, with the warning
    ``furniture_would_take_most``.
    """
    if FURNITURE_RULE in outlet.boilerplate.off or not (furniture.exact or furniture.templates):
        return article
    found = {index: known for index, block in enumerate(article.blocks) if (known := _find(block, furniture))}
    taken = {i: known for i, known in found.items() if not is_protected(article.blocks[i], outlet.boilerplate)}
    if not taken:
        return article
    lengths = [len(block.text) for block in article.blocks if block.kind != "caption"]
    if sum(len(article.blocks[index].text) for index in taken) > _MOST_TAKEN * sum(lengths):
        return replace(article, warnings=tuple(dict.fromkeys((*article.warnings, "furniture_would_take_most"))))
    removed = tuple(RemovedBlock(article.blocks[i], FURNITURE_RULE, known.reason) for i, known in sorted(taken.items()))
    kept = tuple(block for index, block in enumerate(article.blocks) if index not in taken)
    links = links_left(article.links, kept, [entry.block for entry in removed])
    return replace(article, blocks=kept, removed=article.removed + removed, links=links)


def _find(block: Block, furniture: Furniture) -> RepeatedBlock | None:
    """The piece of furniture that the block is."""
    if block.kind == "caption":
        return None
    known = furniture.exact.get(block_hash(block.text)) if furniture.exact else None
    if known is None and furniture.templates and block.kind != "heading":
        known = furniture.templates.get(template_hash(block.text))
    return known
