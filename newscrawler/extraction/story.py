"""The story of a page and the rest of its text, each block with its reason."""

from dataclasses import dataclass, field, replace
from typing import Final

from lxml.html import HtmlElement

from newscrawler.extraction.block_sorter import SENTENCE_WORDS, BlockSorter
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.body import Choice, choose_blocks
from newscrawler.extraction.features import Measures, measure_blocks
from newscrawler.extraction.gallery import is_correction
from newscrawler.extraction.learned_container import outside_of
from newscrawler.extraction.live_entries import LiveSigns
from newscrawler.extraction.live_updates import LIVE_ENTRY_RULE, read_live_blog, signs_of
from newscrawler.extraction.lost_story import find_lost_story
from newscrawler.extraction.metadata_lines import HeadFacts, recognise_lines
from newscrawler.extraction.page_shape import TextShape, shape_of
from newscrawler.extraction.scrambled import SCRAMBLED_REASON, is_scrambled
from newscrawler.extraction.script_body import ScriptStory
from newscrawler.extraction.selection import Selection, select_nodes
from newscrawler.extraction.set_apart import find_set_apart
from newscrawler.extraction.story_links import with_links
from newscrawler.model.article import LiveUpdate
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import Outlet
from newscrawler.model.page_layout import LEARNED_CONTAINER, LearnedContainer

# Words of the longest teaser; blocks after it, and prose among them, that are looked at for scrambled text.
_LONG_TEASER: Final = 400
_LOOK_AHEAD: Final = 30
_PROSE_AHEAD: Final = 3


@dataclass(frozen=True, slots=True)
class Story:
    """What the reader makes of a page's text.

    Attributes:
        blocks: the story, in page order, captions of its pictures included.
        removed: all other text.
        source: ``markup``, ``selector``, ``learned_container``, ``json_ld`` or ``script``; ``none`` where there is no
            story.
        byline: text of the byline found above the story, None where there is none.
        warnings: short names.
        updates: the entries of a live blog.
        is_scrambled: is a part of the text there for subscribers only, scrambled for all others?
        container: trail of the element that holds the whole story; empty where a script has the story.
        shape: of the page's text, as far as the markup has it.
    """

    blocks: tuple[Block, ...] = ()
    removed: tuple[RemovedBlock, ...] = ()
    source: str = "none"
    byline: str | None = None
    warnings: tuple[str, ...] = ()
    updates: tuple[LiveUpdate, ...] = ()
    is_scrambled: bool = False
    container: tuple[str, ...] = ()
    shape: TextShape = field(default_factory=TextShape)


def read_story(
    tree: HtmlElement,
    facts: HeadFacts,
    script: ScriptStory,
    outlet: Outlet,
    *,
    url: str = "",
    with_chrome: bool = True,
    learned: LearnedContainer | None = None,
) -> Story:
    """The page's story; what its scripts have of it stands in where the markup has lost it.

    ``url``: the page's address, for the links. ``with_chrome``: are short blocks outside the story's container told
    among ``removed``? ``learned``: the container that most pages of the outlet agree on.

    Raises:
        UnreadablePageError: too many elements or blocks (reason ``too_large``).
    """
    cut = cut_page(tree)
    measures = measure_blocks(cut)
    body = select_nodes(cut, (outlet.selectors.body,) if outlet.selectors.body else ())
    unwanted = select_nodes(cut, outlet.boilerplate.remove)
    choice = choose_blocks(cut, measures, body.blocks if body.found else None)
    rules = dict(recognise_lines(cut, measures, choice, facts))
    rules.update({index: ("outlet_remove", f"under {unwanted.blocks[index]}") for index in unwanted.blocks})
    byline = next((cut.texts[index] for index, (rule, _) in rules.items() if rule == "byline"), None)
    signs = signs_of(script, facts.titles)
    kept, updates = _settle_story(cut, measures, choice, rules, signs, off=frozenset(outlet.boilerplate.off))
    outside: dict[int, tuple[str, str]] = {}
    if learned and not updates and not body.found and LEARNED_CONTAINER not in outlet.boilerplate.off:
        outside = outside_of(learned, cut, measures, choice, kept)
        rules.update(outside)
        kept = [index for index in kept if index not in outside]
    sorter = BlockSorter(cut, measures, choice, rules, kept)
    warnings = _selector_warnings(outlet, body, unwanted)
    shape = shape_of(cut, measures, kept)
    if lost := find_lost_story([cut.texts[i] for i in kept], measures.words_in(kept), script, facts):
        removed = sorter.removed(replaced=True, with_chrome=with_chrome)
        return Story(lost.blocks, removed, lost.source, byline, warnings, updates)
    source = "none" if not kept else "selector" if body.found else LEARNED_CONTAINER if outside else "markup"
    blocks = with_links(cut, _without_mere_captions(sorter.blocks()), sorter.shown, url)
    scrambled = SCRAMBLED_REASON in choice.reasons.values() or _goes_on_scrambled(cut, measures, kept)
    removed = sorter.removed(with_chrome=with_chrome)
    container = sorter.container(kept)
    return Story(blocks, removed, source, byline, warnings, updates, scrambled, container, shape)


def _settle_story(
    cut: CutPage,
    measures: Measures,
    choice: Choice,
    rules: dict[int, tuple[str, str]],
    signs: LiveSigns,
    *,
    off: frozenset[str],
) -> tuple[list[int], tuple[LiveUpdate, ...]]:
    """The blocks that are story after all, in page order, and the entries of a live blog; adds rules and reasons.

    What the outlet's file switches ``off`` is story.
    """
    kept = [index for index in choice.kept if index not in rules]
    if not measures.words_in(kept):
        kept = _only_standfirst(rules, measures)
    apart = find_set_apart(cut, measures, kept)
    apart = {index: reason for index, reason in apart.items() if reason[0] not in off} if off else apart
    rules.update(apart)
    kept = [index for index in kept if index not in apart]
    live = read_live_blog(cut, measures, kept, rules, signs, is_whole_story=LIVE_ENTRY_RULE in off)
    if live is None:
        return kept, ()
    rules.update(live.dropped)
    choice.reasons = {**choice.reasons, **live.added}
    return live.kept, live.updates


def _only_standfirst(rules: dict[int, tuple[str, str]], measures: Measures) -> list[int]:
    """The standfirst as the story, where a page has no other prose of its own: a teaser before a wall."""
    prose = [i for i, (rule, _) in rules.items() if rule == "standfirst" and measures.words[i] >= SENTENCE_WORDS]
    for index in prose[:1]:
        del rules[index]
    return prose[:1]


def _goes_on_scrambled(cut: CutPage, measures: Measures, kept: list[int]) -> bool:
    """Is the prose right after the story, which is none, scrambled?"""
    if not kept or measures.words_in(kept) > _LONG_TEASER:
        return False
    after = kept[-1] + 1
    ahead = range(after, min(after + _LOOK_AHEAD, len(cut.texts)))
    prose = [index for index in ahead if measures.prose[index]][:_PROSE_AHEAD]
    return any(is_scrambled(cut.texts[index]) for index in prose)


def _without_mere_captions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The story's blocks; where all but a correction are captions, as in a gallery, they are its paragraphs."""
    others = (block for block in blocks if block.kind != "caption")
    if not all(is_correction(block.text, block.trail[-1] if block.trail else "") for block in others):
        return blocks
    return tuple([replace(block, kind="paragraph") if block.kind == "caption" else block for block in blocks])


def _selector_warnings(outlet: Outlet, body: Selection, unwanted: Selection) -> tuple[str, ...]:
    warnings = [f"selector_unreadable:{selector}" for selector in (*body.unreadable, *unwanted.unreadable)]
    if outlet.selectors.body and not body.found and not body.unreadable:
        warnings.append("body_selector_found_nothing")
    return tuple(warnings)
