"""Which of an outlet's repeated blocks are furniture: thresholds on counts, each told in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

import numpy as np

from newscrawler.boilerplate.furniture_counting import Repetition
from newscrawler.boilerplate.sighting import IS_HEADING, IS_LEFT, IS_OUTSIDE, IS_TAKEN, records_of
from newscrawler.model.furniture import Furniture, Place, RepeatedBlock, StoredSighting
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.words import fold_text

LEAST_OF_OUTLET = 10  # different articles: a smaller sample says nothing
MOST_REPEATED = 300  # blocks of one outlet that are told of
# The share of articles that a block must be in, by the lower end of what its counts allow. A column's fixed opening is
# in fewer; what newsrooms copy into stories on one subject stands between their paragraphs, in fewer still.
NEEDED: Mapping[Place, float] = {"opening": 0.5, "middle": 0.25, "tail": 0.2}
NEEDED_OF_TEMPLATE: Mapping[Place, float] = {"opening": 0.6, "middle": 0.4, "tail": 0.25}
_NEEDED_OF_SHORT = 0.4  # one or two words: "Yes.", a mark between parts
_SHORT = 2
# A label before the story, "Local news" or "Listen": no column opens with what is no sentence.
_NEEDED_OF_LABEL = 0.25
_LABEL = 6
_LEAST_REPEATED = 5
_LEAST_OF_AUTHOR = 3  # articles with a note on their author
_SURE = 1.64  # standard deviations: one time in twenty the share is smaller
# Furniture that is not seen any more: a page that is fetched again may still have it.
_KEPT_DAYS = 180
# What so many articles told of is given up only where newer articles have it: a redesign takes it away, and then ever
# fewer of the counted articles have it, as a column's. So long a pause is chance one time in a hundred.
_LEAST_TOLD_OF = 40
_CHANCE_OF_PAUSE = 0.01
_DOUBTFUL = 0.5  # of the share that it needed: then it was taken for furniture by mistake
_LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Sample:
    """One article whose text shows what a number stands for.

    Attributes:
        texts: number of a block or template -> its text.
        authors: names of its authors.
    """

    texts: Mapping[int, str]
    authors: tuple[str, ...] = ()


def judge_blocks(
    counted: Sequence[Repetition],
    samples: Mapping[str, Sample],
    known: Sequence[RepeatedBlock] = (),
    *,
    now: datetime,
) -> list[RepeatedBlock]:
    """Every repeated block with its verdict: furniture (``reason``) or not (``doubt``); furniture first.

    Args:
        counted: what ``count_blocks`` gave.
        samples: articles of ``Repetition.samples``, by id, as far as they can be read.
        known: what was judged the last time. Furniture stays such unless its counts speak against it.
        now: the present instant.
    """
    before = {(block.number, block.is_template): block for block in known}
    judged = [_judge(one, samples, before.pop((one.number, one.is_template), None)) for one in counted]
    judged = [block for block in judged if block.reason or not block.is_template]
    judged += [block for block in before.values() if block.reason and _is_kept(block, now)]
    judged.sort(key=lambda block: (not block.reason, -block.articles, block.number))
    return judged[:MOST_REPEATED]


def furniture_of(
    outlet: str, articles: int, blocks: Sequence[RepeatedBlock], container: LearnedContainer | None = None
) -> Furniture:
    """The furniture among the repeated blocks of an outlet, ready to be looked up, beside its story's container."""
    chosen = [block for block in blocks if block.reason]
    return Furniture(
        outlet,
        articles,
        exact={block.number: block for block in chosen if not block.is_template},
        templates={block.number: block for block in chosen if block.is_template},
        container=container,
    )


def articles_to_clean(sightings: Sequence[StoredSighting], furniture: Furniture) -> list[str]:
    """Ids of articles, newest first, that hold furniture, or of which a block was taken that is no furniture."""
    if not sightings:
        return []
    newest = sorted(sightings, key=lambda one: (one.seen_at, one.article), reverse=True)
    parts = [records_of(stored.sighting) for stored in newest]
    records, owner = np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    flags = records["flags"]
    is_known = np.isin(records["block"], list(furniture.exact))
    is_known |= np.isin(records["template"], list(furniture.templates)) & ((flags & IS_HEADING) == 0)
    is_wrong = (is_known != ((flags & IS_TAKEN) != 0)) & ((flags & (IS_LEFT | IS_OUTSIDE)) == 0)
    return [newest[place].article for place in np.unique(owner[is_wrong]).tolist()]


def _judge(one: Repetition, samples: Mapping[str, Sample], before: RepeatedBlock | None) -> RepeatedBlock:
    if before is not None and before.reason and _has_ceased(one, before):
        return before
    holders = [sample for article in one.samples if (sample := samples.get(article))]
    text = next((sample.texts[one.number] for sample in holders if one.number in sample.texts), "")
    reason, doubt = _verdict(one, holders, is_known=before is not None and bool(before.reason))
    return RepeatedBlock(
        number=one.number,
        is_template=one.is_template,
        articles=one.articles,
        of_articles=one.of_articles,
        place=one.place,
        first_seen=one.first_seen if before is None else min(one.first_seen, before.first_seen),
        last_seen=one.last_seen,
        text=text[:_LONGEST_TEXT] or (before.text if before else ""),
        reason=reason,
        doubt=doubt,
    )


def _has_ceased(one: Repetition, before: RepeatedBlock) -> bool:
    """Does the outlet print it no more?"""
    share = one.articles / (one.of_articles - one.without)
    return before.of_articles >= _LEAST_TOLD_OF and (1 - share) ** one.without < _CHANCE_OF_PAUSE


def _verdict(one: Repetition, holders: Sequence[Sample], *, is_known: bool) -> tuple[str, str]:
    """Reason and doubt; one of them is empty."""
    told = f"in {one.articles} of {one.of_articles} articles of this outlet since {_day(one.first_seen)}"
    if one.of_articles < LEAST_OF_OUTLET:
        return "", f"{told}: known from {LEAST_OF_OUTLET} articles on"
    if _is_of_author(one, holders):
        return f"{told}, all of one author, whom it names, behind the story", ""
    if one.bound_to:
        return "", f"{told}, all of one kind by their {' and '.join(one.bound_to)}: a column has such lines"
    if one.is_heading and one.place != "tail":
        return "", f"{told}, but it is a heading of the story"
    if one.is_template and one.is_sentence and one.place != "tail":
        return "", f"{told}, but it is a sentence of the story, with other figures and names in each"
    return _weigh(one, told, is_known=is_known)


def _weigh(one: Repetition, told: str, *, is_known: bool) -> tuple[str, str]:
    needed = _needed(one)
    least, most, window = _share(one)
    if one.articles >= _LEAST_REPEATED and least >= needed:
        return f"{told}{window}", ""
    if is_known and most >= _DOUBTFUL * needed:
        return f"{told}; it was in more of them before", ""
    return "", f"{told}: too few for a line {_PLACES[one.place]}, where at least {needed:.0%} would be needed"


_PLACES: Mapping[Place, str] = {
    "opening": "before the story",
    "middle": "between the story's paragraphs",
    "tail": "behind the story",
}


def _needed(one: Repetition) -> float:
    needed = (NEEDED_OF_TEMPLATE if one.is_template else NEEDED)[one.place]
    if one.place == "opening" and not one.is_template and not one.is_sentence and one.words <= _LABEL:
        needed = _NEEDED_OF_LABEL
    return max(needed, _NEEDED_OF_SHORT) if one.words <= _SHORT else needed


def _share(one: Repetition) -> tuple[float, float, str]:
    """The least and the most that its true share may be, and what the counts of the newest articles add in words."""
    whole = _bounds(one.articles, one.of_articles)
    newest = _bounds(one.recent, one.of_recent)
    if one.of_recent < one.of_articles and newest[0] > whole[0]:
        return *newest, f", {one.recent} of the newest {one.of_recent}"
    return *whole, ""


def _bounds(count: int, total: int) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    share, square = count / total, _SURE * _SURE
    middle = share + square / (2 * total)
    half = _SURE * sqrt(share * (1 - share) / total + square / (4 * total * total))
    whole = 1 + square / total
    return (middle - half) / whole, (middle + half) / whole


def _is_of_author(one: Repetition, holders: Sequence[Sample]) -> bool:
    """A note on its author: behind the stories of one author, and with the name in it."""
    if one.is_heading or one.place != "tail" or "author" not in one.bound_to or one.articles < _LEAST_OF_AUTHOR:
        return False
    for sample in holders:
        words = set(fold_text(sample.texts.get(one.number, "")).split())
        if any(words.issuperset(fold_text(name).split()) for name in sample.authors if name.strip()):
            return True
    return False


def _is_kept(block: RepeatedBlock, now: datetime) -> bool:
    return now - block.last_seen < timedelta(days=_KEPT_DAYS)


def _day(instant: datetime) -> str:
    return f"{instant.day} {instant:%b %Y}"
