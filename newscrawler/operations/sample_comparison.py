"""How what a page gave differs from what its sample says that it must give, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from newscrawler.model.block import CHROME_RULE
from newscrawler.operations.sample_checks import read_instant
from newscrawler.operations.sample_values import Result, Values
from newscrawler.operations.terminal_text import quote_line

LONGEST_SHOWN = 62  # columns of a text in a difference, with its quotation marks
CONTEXT = 15  # letters before the first one that differs
LOOK_AHEAD = 10  # blocks in which the changed one is looked for
MOST_COMPARED = 200  # words or letters of a block
LONGEST_WORD = 15  # letters, on average: above it a text has no spaces
ALIKE = 0.5  # share that two blocks have in common where the one is called a change of the other
INSTANTS = ("published_at", "modified_at")
TEXTS = ("url", "title", "standfirst", "agency", "language", "section", "article_type", "free_access", "main_image")


def differences(expected: Result, got: Result) -> list[str]:
    """A sentence for every difference, in the order of ``article.json``; none where the page gives what it must."""
    if expected.article is None or got.article is None:
        if expected.outcome == got.outcome:
            return []
        return [f"outcome: expected {_outcome(expected)}, got {_outcome(got)}"]
    wanted, found = expected.article, got.article
    return [
        *_fields(wanted, found),
        *_blocks(wanted, found, got.chrome),
        *_removed(wanted, found, got.chrome),
    ]


def _outcome(result: Result) -> str:
    if result.article is not None:
        return f"an article ({_quoted(str(result.article['title']))})"
    return f"{result.outcome} ({result.reason})" if result.reason else f"{result.outcome}"


def _fields(wanted: Values, found: Values) -> Iterator[str]:
    for name in wanted:
        before, now = wanted[name], found[name]
        if name in TEXTS and before != now:
            yield f"{name}: {_change(before, now)}"
        elif name in INSTANTS and _instant(before) != _instant(now):
            yield f"{name}: expected {before or 'none'}, got {now or 'none'}"
        elif name == "authors" and before != now:
            yield f"authors: expected {_people(before)}, got {_people(now)}"
        elif name == "keywords" and sorted(before) != sorted(now):
            yield f"keywords: {_set_change(before, now)}"
        elif name in ("images", "live_updates"):
            yield from _entries(name, before, now)


def _change(before: object, now: object) -> str:
    if isinstance(before, str) and isinstance(now, str):
        start = max(_first_difference(before, now) - CONTEXT, 0)
        return f"expected {_quoted(before, start)}, got {_quoted(now, start)}"
    return f"expected {_value(before)}, got {_value(now)}"


def _set_change(before: Sequence[str], now: Sequence[str]) -> str:
    lost, new = Counter(before) - Counter(now), Counter(now) - Counter(before)
    parts = [f"missing {', '.join(map(_quoted, sorted(lost.elements())))}"] if lost else []
    parts += [f"not expected {', '.join(map(_quoted, sorted(new.elements())))}"] if new else []
    return "; ".join(parts)


def _entries(name: str, before: Sequence[Values], now: Sequence[Values]) -> Iterator[str]:
    """Differences of a list of pictures or of live updates."""
    one = name.removesuffix("s").replace("_", " ")
    for start, end, new_start, new_end in _changes(list(map(_key, before)), list(map(_key, now))):
        both = min(end - start, new_end - new_start)
        for offset in range(both):
            wanted, found = before[start + offset], now[new_start + offset]
            for key in wanted:
                if wanted[key] != found[key]:
                    yield f"{name}, {one} {start + offset + 1}, {key}: {_change(wanted[key], found[key])}"
        for index in range(start + both, end):
            yield f"{name}, {one} {index + 1}: missing {_entry(before[index])}"
        for index in range(new_start + both, new_end):
            yield f"{name}, {_after(one, end)}: {_entry(now[index])} is not expected"


def _key(entry: Values) -> tuple[object, ...]:
    return tuple(_instant(value) if key in INSTANTS else value for key, value in entry.items())


def _changes(before: Sequence[object], now: Sequence[object]) -> Iterator[tuple[int, int, int, int]]:
    """First and end of each part that differs, in both lists."""
    for operation, *places in SequenceMatcher(a=before, b=now, autojunk=False).get_opcodes():
        if operation != "equal":
            yield places[0], places[1], places[2], places[3]


def _blocks(wanted: Values, found: Values, chrome: Sequence[str]) -> Iterator[str]:
    """Differences of the story, block by block; what a rule took is told with that rule."""
    before, now = wanted["blocks"], found["blocks"]
    taken_by = dict.fromkeys(chrome, CHROME_RULE) | {gone["text"]: gone["rule"] for gone in found["removed"]}
    told_as_kept = _removed_texts(wanted) - _removed_texts(found)
    changes = _changes([(block["kind"], block["text"]) for block in before], [(b["kind"], b["text"]) for b in now])
    for start, end, new_start, new_end in changes:
        pairs = _changed_pairs(before[start:end], now[new_start:new_end])
        for index in range(start, end):
            text = before[index]["text"]
            if index - start in pairs:
                yield from _block_change(index, before[index], now[new_start + pairs[index - start]])
            else:
                rule = f" (removed now by {taken_by[text]})" if text in taken_by else ""
                yield f"body, block {index + 1}: missing {_quoted(text)}{rule}"
        for offset in sorted(set(range(new_end - new_start)) - set(pairs.values())):
            block = now[new_start + offset]
            if not told_as_kept[block["text"]]:
                yield f"body, {_after('block', end)}: {_quoted(block['text'])} ({block['kind']}) is not expected"


def _block_change(index: int, before: Values, now: Values) -> Iterator[str]:
    if before["text"] != now["text"]:
        yield f"body, block {index + 1}: {_change(before['text'], now['text'])}"
    if before["kind"] != now["kind"]:
        yield f"body, block {index + 1}: expected a {before['kind']}, got a {now['kind']}: {_quoted(now['text'])}"


def _removed_texts(article: Values) -> Counter[str]:
    return Counter(gone["text"] for gone in article["removed"])


def _changed_pairs(before: Sequence[Values], now: Sequence[Values]) -> dict[int, int]:
    """Index -> index of the blocks that are the same but for some words, in order."""
    pairs: dict[int, int] = {}
    free = 0
    for index, wanted in enumerate(before):
        for other in range(free, min(free + LOOK_AHEAD, len(now))):
            if _are_alike(wanted["text"], now[other]["text"]):
                pairs[index] = other
                free = other + 1
                break
    return pairs


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(a=_parts(one), b=_parts(other), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _parts(text: str) -> list[str]:
    """The first words; letters where the script has no spaces."""
    words = text.split()
    return (words if len(text) < LONGEST_WORD * len(words) else list(text))[:MOST_COMPARED]


def _removed(wanted: Values, found: Values, chrome: Sequence[str]) -> Iterator[str]:
    """Differences of what is no story; what is missing from the story is told there."""
    before, now = _rules_by_text(wanted["removed"]), _rules_by_text(found["removed"])
    story_before = Counter(block["text"] for block in wanted["blocks"])
    story_now = Counter(block["text"] for block in found["blocks"])
    is_chrome = set(chrome)
    for text, rules in before.items():
        lost = sorted((Counter(rules) - Counter(now.get(text, []))).elements())
        new = sorted((Counter(now.get(text, [])) - Counter(rules)).elements())
        for rule, other in zip(lost, new, strict=False):
            yield f"removed: {_quoted(text)} is removed by {other} now (was removed by {rule})"
        # Chrome is no story either: where the story's container ends is no matter of right or wrong.
        for rule in () if text in is_chrome else lost[len(new) :]:
            where = "is kept now" if story_now[text] else "is no block of the page"
            yield f"removed: {_quoted(text)} {where} (was removed by {rule})"
        for rule in new[len(lost) :]:
            yield f"removed: {_quoted(text)} is removed once more now, by {rule}"
    for text, rules in now.items():
        if text not in before and story_before[text] <= story_now[text]:
            yield from (f"removed: {_quoted(text)} (by {rule}) is not expected" for rule in rules)


def _rules_by_text(removed: Sequence[Values]) -> dict[str, list[str]]:
    rules: defaultdict[str, list[str]] = defaultdict(list)
    for gone in removed:
        rules[gone["text"]].append(gone["rule"])
    return rules


def _after(what: str, number: int) -> str:
    return f"after {what} {number}" if number else f"before {what} 1"


def _people(authors: Sequence[Values]) -> str:
    told = [f"{author['name']} ({author['role']})" if author["role"] else str(author["name"]) for author in authors]
    return ", ".join(told) or "none"


def _entry(values: Values) -> str:
    return ", ".join(_quoted(str(value)) for value in values.values() if value) or "an empty one"


def _value(value: object) -> str:
    if value is None:
        return "none"
    return _quoted(value) if isinstance(value, str) else str(value).lower()


def _instant(value: Any) -> object:  # noqa: ANN401 - JSON comes in here
    return read_instant(value) if value else None


def _first_difference(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _quoted(text: str, start: int = 0) -> str:
    """``"..."`` with the text from ``start`` on, in one line, cut where it is long."""
    return quote_line(("…" if start else "") + text[start:], LONGEST_SHOWN)
