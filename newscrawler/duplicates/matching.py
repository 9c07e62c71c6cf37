"""One article beside those that share anchors with it: what it is a copy of, and what it only shares text with."""

from collections.abc import Sequence

from newscrawler.duplicates.comparing import PreparedText, compare
from newscrawler.model.copy_link import CopyLink, Judgement


def judge(text: PreparedText, candidates: Sequence[tuple[str, PreparedText]]) -> Judgement:
    """The best copy link among the candidates (``_id``, text), and the related ones.

    Of equally probable ones the one that is named first wins: name the earliest first.
    """
    likenesses = [(article, compare(text, other)) for article, other in candidates]
    copies = [(article, likeness) for article, likeness in likenesses if likeness.is_copy]
    related = [(article, likeness) for article, likeness in likenesses if likeness.is_related and not likeness.is_copy]
    related.sort(key=lambda pair: -pair[1].shared)
    copy = None
    if copies:
        article, best = max(copies, key=lambda pair: pair[1].probability)
        copy = CopyLink(article, best.kind, round(best.probability, 4))
    return Judgement(copy, tuple(article for article, _ in related))
