"""One article beside those that share anchors with it: what it is a copy of, and what it only shares text with."""

from collections.abc import Collection, Sequence

from newscrawler.duplicates.comparing import Likeness, PreparedText, compare
from newscrawler.model.copy_link import CopyLink, Judgement

_LEAST_HELD = 30  # word groups of a text, for it to be held by a longer one
_MOST_UNLIKE = 0.1  # the probability of a copy under which two texts are two stories


def judge(text: PreparedText, candidates: Sequence[tuple[str, PreparedText]]) -> Judgement:
    """The best copy link among the candidates (``_id``, text), the other sure ones, and the related ones.

    An article joins the clusters of all that it is surely a copy of, not only that of the best. But what holds two
    stories that share nothing is a roundup of them, and a copy of neither.
    Of equally probable ones the one that is named first wins: name the earliest first.
    """
    likenesses = [(article, compare(text, other)) for article, other in candidates]
    texts = dict(candidates)
    within = [(article, texts[article]) for article, likeness in likenesses if _holds(likeness)]
    held = {article for article, one in within if any(_are_two_stories(one, other) for _, other in within)}
    related = [(article, likeness) for article, likeness in likenesses if _is_only_related(article, likeness, held)]
    related.sort(key=lambda pair: -pair[1].shared)
    names = tuple(article for article, _ in related)
    copies = [(article, likeness) for article, likeness in likenesses if likeness.is_copy and article not in held]
    if not copies:
        return Judgement(related=names)
    best, likeness = max(copies, key=lambda pair: pair[1].probability)
    also = tuple(article for article, other in copies if article != best and other.is_sure)
    return Judgement(CopyLink(best, likeness.kind, round(likeness.probability, 4)), names, also)


def _holds(likeness: Likeness) -> bool:
    """Has it the other text in it?"""
    return likeness.kind == "expansion" and likeness.shared >= _LEAST_HELD


def _are_two_stories(one: PreparedText, other: PreparedText) -> bool:
    return one is not other and compare(one, other).probability < _MOST_UNLIKE


def _is_only_related(article: str, likeness: Likeness, held: Collection[str]) -> bool:
    return article in held or (likeness.is_related and not likeness.is_copy)
