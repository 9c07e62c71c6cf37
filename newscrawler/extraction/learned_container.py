"""The element that holds the story on most pages of an outlet, where the reader kept more than is in it."""

from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body import Choice
from newscrawler.extraction.container import common_node
from newscrawler.extraction.decision_words import describe_decision
from newscrawler.extraction.features import Measures
from newscrawler.model.container_name import Step, read_step, telling_steps
from newscrawler.model.page_layout import LEARNED_CONTAINER, LearnedContainer

# Of the words that were kept, so many are in the element: another kind of page has a container of its own.
_LEAST_INSIDE: Final = 0.6
# A block with such a chance is story wherever it stands, and a page that has one outside is built in another way.
_SURE: Final = 0.75


def outside_of(
    learned: LearnedContainer, cut: CutPage, measures: Measures, choice: Choice, kept: Sequence[int]
) -> dict[int, tuple[str, str]]:
    """Index -> rule and evidence of the kept blocks outside the element.

    None, unless it is on the page once and has most of what was kept, and the reader is unsure of all the rest.

    Measured on 330 pages of outlets that the reader had not seen, each with the container of its outlet's other pages:
    it changes six, and mends the five whose truth is known. To read all of them by the container loses more than it
    gains.
    """
    steps = telling_steps(learned.name)
    if not kept or _is_within(cut, common_node(cut, kept), steps):
        return {}
    node = _only_node(cut, steps)
    if node is None:
        return {}
    blocks = range(cut.node_first_block[node], cut.node_last_block[node])
    inside = [index for index in kept if index in blocks]
    outside = [index for index in kept if index not in blocks]
    is_most = measures.words_in(inside) >= _LEAST_INSIDE * measures.words_in(kept)
    has_prose = any(measures.prose[index] for index in inside)
    is_unsure = all(choice.chances[index] < _SURE for index in outside)
    if not (is_most and has_prose and is_unsure):
        return {}
    return {index: (LEARNED_CONTAINER, f"outside {learned}; {_decision(index, measures, choice)}") for index in outside}


def _decision(index: int, measures: Measures, choice: Choice) -> str:
    return describe_decision(
        choice.chances[index], choice.threshold, measures.words[index], measures.link_shares[index]
    )


def _is_within(cut: CutPage, node: int, steps: Sequence[Step]) -> bool:
    """Is the node such an element, or in one?"""
    while not _is_named(cut, node, steps):
        if not node:
            return False
        node = cut.node_parent[node]
    return True


def _only_node(cut: CutPage, steps: Sequence[Step]) -> int | None:
    """The one node of this name that holds a block; None where there is none, or another."""
    tag, tokens = steps[0]
    # Nearly all elements are told from it by a part of its name alone, which is far cheaper to look for.
    part = max((piece for token in tokens for piece in token[1:].split("0")), key=len, default="")
    found = (
        node
        for node, (other, names, identity) in enumerate(zip(cut.node_tag, cut.node_class, cut.node_id, strict=True))
        if other == tag
        and (part in names.lower() or part in identity.lower())
        and cut.node_first_block[node] < cut.node_last_block[node]
        and _is_named(cut, node, steps)
    )
    only = next(found, None)
    return None if next(found, None) is not None else only


def _is_named(cut: CutPage, node: int, steps: Sequence[Step]) -> bool:
    for tag, tokens in steps:
        if cut.node_tag[node] != tag or (tokens and not tokens <= _tokens(cut, node)):
            return False
        node = cut.node_parent[node]
    return True


def _tokens(cut: CutPage, node: int) -> frozenset[str]:
    identity, names = cut.node_id[node], cut.node_class[node]
    spelled = f"#{'-'.join(identity.split())}" if identity else ""
    return read_step(f"{spelled}.{'.'.join(names.split())}".lower() if names else spelled.lower())[1]
