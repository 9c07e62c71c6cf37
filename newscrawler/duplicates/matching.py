"""One article beside those that share anchors with it: what it is a copy of, and what it only shares text with."""

from collections.abc import Sequence

from newscrawler.duplicates.comparing import PreparedText, compare
from newscrawler.model.copy_link import CopyLink, Judgement


def judge(text: PreparedText, candidates: Sequence[tuple[str, PreparedText]]) -> Judgement:
    """The best copy link among the candidates (``_id``, text), the other sure ones, and the related ones.

    An article joins the clusters of all that it is surely a copy of, not only that of the best.
    Of equally probable ones the one that is named first wins: name the earliest first.
    """
    likenesses = [(article, compare(text, other)) for article, other in candidates]
    related = [(article, likeness) for article, likeness in likenesses if likeness.is_related and not likeness.is_copy]
    related.sort(key=lambda pair: -pair[1].shared)
    names = tuple(article for article, _ in related)
    copies = [(article, likeness) for article, likeness in likenesses if likeness.is_copy]
    if not copies:
        return Judgement(related=names)
    best, likeness = max(copies, key=lambda pair: pair[1].probability)
    also = tuple(article for article, other in copies if article != best and other.is_sure)
    return Judgement(CopyLink(best, likeness.kind, round(likeness.probability, 4)), names, also)
