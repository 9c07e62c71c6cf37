"""Features of a block's own text, and of the blocks beside it."""

import re
from collections import Counter
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.characters import HEAD
from newscrawler.extraction.features import Column, Measures, Table, share

_ADDRESS: Final = re.compile(r"https?:|www\.|\S@\S|\.(?:com|org|net)\b")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b")
# The shortest that `_CLOCK` finds is "1.30".
_CLOCK_DIGITS: Final = 3
_BULLETS: Final = " -–—•»>→►▶[(*"
_QUOTES: Final = tuple("\"'“”„«»‘’‚「『–—-")
# How a line begins that leads to another article. Origin: the corpus and the outlets of its countries, by language.
_POINTERS: Final = (
    *("also read", "don't miss", "more from", "more on", "read also", "read more", "read next", "related:", "see also"),
    *("auch interessant", "das könnte sie", "lesen sie", "lesetipp", "mehr zum thema", "mehr zu", "siehe auch"),
    *("a lire", "à lire", "en savoir plus", "lire aussi", "sur le même"),
    *("le puede interesar", "lea también", "lea además", "lee también", "más información", "te puede interesar"),
    *("leia mais", "leia também", "saiba mais", "veja também"),
    *("approfondimento", "leggi anche", "leggi di più", "potrebbe interessarti"),
    *("bekijk ook", "lees meer", "lees ook", "les mer", "les også", "les óg", "læs mere", "læs også", "läs även"),
    *("lue myös", "läs mer", "läs också", "sjá einnig", "lestu líka"),
    *("citește și", "czytaj też", "czytaj także", "olvasta már", "přečtěte si", "zobacz też", "čtěte také"),
    *("читайте также", "читать также", "читайте також", "прочетете още", "διαβάστε επίσης", "ayrıca okuyun"),
    *(
        "baca juga",
        "simak juga",
        "xem thêm",
        "basahin",
        "soma pia",
        "اقرأ أيضا",
        "اقرأ أيضًا",
        "بیشتر بخوانید",
        "यह भी पढ़ें",
    ),
    *(
        "あわせて読みたい",
        "関連記事",
        "相关阅读",
        "相关新闻",
        "延伸閱讀",
        "延伸阅读",
        "관련기사",
        "อ่านเพิ่มเติม",
        "קראו גם",
    ),
)
_POINTER_STARTS: Final = frozenset(pointer[:2] for pointer in _POINTERS)
_LEADS: Final = {"a": 0, "b": 1, "strong": 2, "em": 3, "i": 4, "span": 5, "time": 6, "label": 7}
_NEIGHBOURS: Final = (-3, -2, -1, 1, 2, 3)


def text_features(cut: CutPage, measures: Measures) -> Table:
    """Length, links, emphasis, punctuation and the look of each block."""
    texts = cut.texts
    heads = [text[:HEAD] for text in texts]
    head_lengths = np.minimum(measures.lengths, HEAD)
    words = np.maximum(measures.words, 1)
    head_words = np.maximum(words * head_lengths / np.maximum(measures.lengths, 1), 1)
    counts, seen = measures.characters, Counter(texts)
    leads = np.array([_LEADS.get(lead.partition(" ")[0], -1) for lead in cut.leads])
    table = {
        "words": np.log1p(measures.words),
        "length": np.log1p(measures.lengths),
        "word_length": measures.lengths / words,
        "links": measures.link_shares,
        "link_count": np.log1p(_column(cut.link_counts)),
        "strong": share(_column(cut.strong_lengths), measures.lengths),
        "ends": measures.ends.astype(np.float32),
        "prose": (measures.prose > 0).astype(np.float32),
        "colon": _column([text[-1] in ":：" for text in texts]),
        "question": _column([text[-1] in "?？؟" for text in texts]),
        "commas": counts.head_commas.astype(np.float32) / head_words,
        "digits": counts.head_digits.astype(np.float32) / head_lengths,
        "capitals": counts.head_capitals.astype(np.float32) / head_words,
        "shouted": counts.head_shouts.astype(np.float32),
        "address": _column([_has_address(head) for head in heads]),
        "signs": counts.head_signs.astype(np.float32),
        "clock": _column(
            [
                digits >= _CLOCK_DIGITS and _CLOCK.search(head) is not None
                for head, digits in zip(heads, counts.head_digits.tolist(), strict=True)
            ]
        ),
        "pointer": _column([points_elsewhere(head) for head in heads]),
        "quote": _column([text[0] in _QUOTES for text in texts]),
        "small_start": _column([text[0].islower() for text in texts]),
        "repeated": np.log(_column([seen[text] for text in texts])),
    }
    for tag, number in _LEADS.items():
        table[f"lead_{tag}"] = (leads == number).astype(np.float32)
    return table


def points_elsewhere(text: str) -> bool:
    """Does it begin like a line that leads to another article: "Read also: ..."?"""
    start = text[:HEAD].lower().lstrip(_BULLETS)
    return start[:2] in _POINTER_STARTS and start.startswith(_POINTERS)


def _has_address(head: str) -> bool:
    # Whatever the expression finds has one of these in it; to look for them is far cheaper.
    has_sign = "@" in head or "http" in head or "www." in head or ".com" in head or ".org" in head or ".net" in head
    return has_sign and _ADDRESS.search(head) is not None


def neighbour_features(cut: CutPage, measures: Measures) -> Table:
    """The same of the three blocks before and after, and of windows around the block."""
    words, prose = np.log1p(measures.words), (measures.prose > 0).astype(np.float32)
    classes = _numbered_classes(cut)
    table: Table = {}
    for offset in _NEIGHBOURS:
        table[f"words{offset:+d}"] = _shifted(words, offset, -1)
        table[f"links{offset:+d}"] = _shifted(measures.link_shares, offset, -1)
        table[f"prose{offset:+d}"] = _shifted(prose, offset, 0)
        like = _shifted(classes, offset, -1) == classes
        table[f"like{offset:+d}"] = like.astype(np.float32)
    for reach in (4, 10):
        table[f"prose_within_{reach}"] = _window(prose, reach)
        table[f"links_within_{reach}"] = _window(measures.link_shares, reach)
    table.update(_distances(measures))
    return table


def _numbered_classes(cut: CutPage) -> Column:
    """A number for tag and class of each block's node, equal for equals on one page."""
    numbers: dict[tuple[str, str], int] = {}
    names = [(cut.node_tag[node], cut.node_class[node]) for node in cut.block_node]
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.float32)


def _distances(measures: Measures) -> Table:
    """How many blocks lie between a block and the prose before and after it."""
    count = len(measures.words)
    order = np.arange(count)
    is_prose = measures.prose > 0
    last = np.maximum.accumulate(np.where(is_prose, order, -1))
    last = np.concatenate(([-1], last[:-1]))
    following = np.minimum.accumulate(np.where(is_prose, order, count)[::-1])[::-1]
    following = np.concatenate((following[1:], [count]))
    return {
        "since_prose": np.log1p(np.where(last < 0, 200, order - last)).astype(np.float32),
        "until_prose": np.log1p(np.where(following == count, 200, following - order)).astype(np.float32),
    }


def _shifted(values: Column, offset: int, outside: float) -> Column:
    shifted = np.full_like(values, outside)
    if abs(offset) >= len(values):
        return shifted
    if offset > 0:
        shifted[:-offset] = values[offset:]
    else:
        shifted[-offset:] = values[:offset]
    return shifted


def _window(values: Column, reach: int) -> Column:
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    order = np.arange(len(values))
    low, high = np.maximum(order - reach, 0), np.minimum(order + reach + 1, len(values))
    mean: Column = ((total[high] - total[low]) / (high - low)).astype(np.float32)
    return mean


def _column(values: list[int] | list[bool]) -> Column:
    return np.array(values, dtype=np.float32)
