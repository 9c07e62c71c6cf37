"""Features of a block's own text, and of the blocks beside it. Compiled, see docs/architecture.md."""

from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.characters import HEAD, CharacterCounts
from newscrawler.extraction.feature_table import FeatureTable, Ints, zeros
from newscrawler.extraction.line_signs import has_address, has_clock, points_elsewhere
from newscrawler.extraction.page_counts import PageCounts, at_places, sums_before

_HEAD: Final = HEAD
# The shortest time of day is "1.30".
_CLOCK_FIGURES: Final = 3
# The inline elements that a block may begin with.
_LEADS: Final = {"a": 0, "b": 1, "strong": 2, "em": 3, "i": 4, "span": 5, "time": 6, "label": 7}
_LEAD_NAMES: Final = tuple([(f"lead_{tag}", number) for tag, number in _LEADS.items()])
# How many blocks away, and what features are called there.
_NEIGHBOURS: Final = tuple(
    [
        (offset, f"words{offset:+d}", f"links{offset:+d}", f"prose{offset:+d}", f"like{offset:+d}")
        for offset in (-3, -2, -1, 1, 2, 3)
    ]
)
_REACHES: Final = (4, 10)
# Where there is no prose on that side, it counts as so many blocks away.
_FAR: Final = 200


def add_text_features(table: FeatureTable, cut: CutPage, counts: PageCounts) -> None:
    """Length, links, emphasis, punctuation and the look of each block."""
    characters = counts.characters
    table.add("words", characters.words)
    table.add("length", characters.lengths)
    table.add_share("word_length", characters.lengths, _at_least_one(characters.words))
    table.add_share("links", counts.link_lengths, characters.lengths)
    table.add("link_count", counts.link_counts)
    table.add_share("strong", counts.strong_lengths, characters.lengths)
    table.add("ends", characters.ends)
    table.add("prose", counts.is_prose)
    table.add("shouted", characters.head_shouts)
    table.add("signs", characters.head_signs)
    table.add_share("digits", characters.head_digits, _head_lengths(characters))
    # Per word of the head: the block's words in proportion to the head's share of its characters, but one at least.
    head_words = _head_words(characters)
    table.add_share("commas", _times(characters.head_commas, characters.lengths), head_words)
    table.add_share("capitals", _times(characters.head_capitals, characters.lengths), head_words)
    _add_looks(table, cut.texts, characters)
    table.add("repeated", _repetitions(cut.texts))
    leads = _lead_numbers(cut.leads)
    for name, number in _LEAD_NAMES:
        table.add_equal(name, leads, number)


def _add_looks(table: FeatureTable, texts: list[str], characters: CharacterCounts) -> None:
    """What a look at the first and last characters of a block tells: 0 or 1 each.

    The signs are written where they are looked for: compiled, a constant's are compared at once, a name's one by one.
    """
    count = len(texts)
    colon, question, quote, small = zeros(count), zeros(count), zeros(count), zeros(count)
    address, clock, pointer = zeros(count), zeros(count), zeros(count)
    for block in range(count):
        text = texts[block]
        first, last = text[0], text[len(text) - 1]
        colon[block] = 1 if last in ":：" else 0
        question[block] = 1 if last in "?？؟" else 0
        quote[block] = 1 if first in "\"'“”„«»‘’‚「『–—-" else 0
        small[block] = 1 if first.islower() else 0
        address[block] = 1 if characters.head_addresses[block] and has_address(text) else 0
        clock[block] = 1 if characters.head_digits[block] >= _CLOCK_FIGURES and has_clock(text) else 0
        pointer[block] = 1 if points_elsewhere(text) else 0
    table.add("colon", colon)
    table.add("question", question)
    table.add("quote", quote)
    table.add("small_start", small)
    table.add("address", address)
    table.add("clock", clock)
    table.add("pointer", pointer)


def _at_least_one(values: Ints) -> Ints:
    found = zeros(len(values))
    for index in range(len(values)):
        found[index] = max(values[index], 1)
    return found


def _times(left: Ints, right: Ints) -> Ints:
    found = zeros(len(left))
    for index in range(len(left)):
        found[index] = left[index] * right[index]
    return found


def _head_lengths(characters: CharacterCounts) -> Ints:
    found = zeros(len(characters.lengths))
    for block in range(len(found)):
        found[block] = min(characters.lengths[block], _HEAD)
    return found


def _head_words(characters: CharacterCounts) -> Ints:
    """Words in the head, times the length of the block."""
    found = zeros(len(characters.lengths))
    for block in range(len(found)):
        length = characters.lengths[block]
        found[block] = max(max(characters.words[block], 1) * min(length, _HEAD), length)
    return found


def _repetitions(texts: list[str]) -> Ints:
    """How often each text stands on the page."""
    times: dict[str, int] = {}
    for text in texts:
        times[text] = times.get(text, 0) + 1
    found = zeros(len(texts))
    for block in range(len(texts)):
        found[block] = times[texts[block]]
    return found


def _lead_numbers(leads: list[str]) -> Ints:
    found = zeros(len(leads))
    for block in range(len(leads)):
        lead = leads[block]
        found[block] = _LEADS.get(lead[: lead.find(" ")] if " " in lead else lead, -1)
    return found


def add_neighbour_features(table: FeatureTable, counts: PageCounts) -> None:
    """The same of the three blocks before and after, and of windows around the block."""
    characters = counts.characters
    classes = at_places(counts.classes, counts.node)
    for offset, words, links, prose, like in _NEIGHBOURS:
        places = _shifted(counts.blocks, offset)
        table.add(words, characters.words, places)
        table.add_share(links, counts.link_lengths, characters.lengths, places)
        table.add(prose, counts.is_prose, places, 0)
        table.add(like, _alike(classes, places))
    for reach in _REACHES:
        sizes = _in_window(None, counts.blocks, reach)
        table.add_share(f"prose_within_{reach}", _in_window(counts.is_prose, counts.blocks, reach), sizes)
        lengths = _in_window(characters.lengths, counts.blocks, reach)
        table.add_share(f"links_within_{reach}", _in_window(counts.link_lengths, counts.blocks, reach), lengths)
    table.add("since_prose", _blocks_since_prose(counts))
    table.add("until_prose", _blocks_until_prose(counts))


def _shifted(count: int, offset: int) -> Ints:
    """For each block the index of the one so many further down, -1 where there is none."""
    found = zeros(count)
    for block in range(count):
        found[block] = block + offset if 0 <= block + offset < count else -1
    return found


def _alike(classes: Ints, places: Ints) -> Ints:
    found = zeros(len(places))
    for block in range(len(places)):
        found[block] = 1 if places[block] >= 0 and classes[places[block]] == classes[block] else 0
    return found


def _in_window(values: "Ints | None", count: int, reach: int) -> Ints:
    """The sum over the blocks up to ``reach`` away; their number without ``values``."""
    found = zeros(count)
    before = None if values is None else sums_before(values)
    for block in range(count):
        low, high = max(block - reach, 0), min(block + reach + 1, count)
        found[block] = high - low if before is None else before[high] - before[low]
    return found


def _blocks_since_prose(counts: PageCounts) -> Ints:
    """How many blocks up the nearest prose before the block is."""
    found = zeros(counts.blocks)
    last = -1
    for block in range(counts.blocks):
        found[block] = _FAR if last < 0 else block - last
        if counts.is_prose[block]:
            last = block
    return found


def _blocks_until_prose(counts: PageCounts) -> Ints:
    """How many blocks down the nearest prose after the block is."""
    found = zeros(counts.blocks)
    following = -1
    for block in range(counts.blocks - 1, -1, -1):
        found[block] = _FAR if following < 0 else following - block
        if counts.is_prose[block]:
            following = block
    return found
