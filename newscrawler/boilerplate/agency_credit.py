"""The wire agency that a story's own text credits: in its dateline, behind its last sentence, in a note beside it."""

import re
from collections.abc import Iterable, Sequence

from newscrawler.agency_names import AGENCIES
from newscrawler.boilerplate.agency_words import (
    ALSO_INITIALS,
    ARTICLES,
    BEHIND_TOUCHING,
    CHINESE_DATELINE,
    ELSEWHERE,
    HOMES,
    IN_SMALL_LETTERS,
    JOINT,
    NO_DATELINES,
    NOTE_BEFORE,
    NOTE_BEHIND,
    NOTE_WORDS,
    ONLY_WITH_DASH,
    PRINTED_AGENCIES,
    SHORT_NOTE,
    SMALL_WORDS,
    TOUCHING,
    WRITERS,
)
from newscrawler.model.block import Block
from newscrawler.names import is_agency

_HEAD, _TAIL = 130, 60  # characters in which a dateline, a signature stand
_MOST_DATELINE_WORDS = 12
_LONGEST_NOTE = 300  # characters
_BRACKET = re.compile(
    r"(?:[(（\[［【〔](?P<names>[^()（）\[\]［］【】〔〕]{2,40})[)）\]］】〕]|(?<=\s)/(?P<slashed>[^/()]{2,30})/)(?P<behind>.{0,8})",
    re.DOTALL,
)
_INNER = re.compile(r"[(（\[［【〔][^()（）\[\]［］【】〔〕]*[)）\]］】〕]")
# "БЕРЛИН, 27 ноя — РИА Новости.", "Москва. 27 ноября. INTERFAX.RU - "
_DASHED = re.compile(r"(?P<sign>[.,]|\s[–—-])\s(?P<names>[\w.-]{2,20}(?: \w{2,10})?)(?=\s?(?:[.:]\s|[–—-]\s))")
_DASH = re.compile(r"[\s.:,]{0,3}[-–—―‑_]+(?![-–—\s]*[a-zß-öø-ÿа-я])")
_PAUSE = re.compile(r"\s?[.:=]|\.?$")
_GOES_ON = re.compile(r"\s[^\W\d_a-zß-öø-ÿ]|\s[\"“„«'‘]")
_PARTS = re.compile(r"\s?[/,;=＝＆&]\s?|\s+(?:und|and|et|y|e|og|och|i|и|a)\s+|\s-\s")
_INITIALS = re.compile(r"[a-zäöü]{1,6}|[A-Z]{1,4}")  # of somebody, of the outlet
_CORRESPONDENT = re.compile(r"^(?:корр|кар|k?c?orr)\.\s", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_SIGNATURE = re.compile(
    r"(?:[\w%]{2}[.!?…]|[.!?…\w][»”\"’“)]\.?|[。！？」』])\s*(?P<dash>[-–—―]{1,2}\s*)?"
    r"(?P<open>[(（\[【/])?(?P<names>[^()（）\[\]【】.!?。]{2,40}?)[)）\]】/]?\.?\s*$"
)
_BEFORE_NOTE = re.compile(r"\(|(?<=\w[.!?…])\s+")
_MOST_NAME_WORDS = 5
_IN_MIXED_CASE = frozenset({"afp", "ansa", "efe", "elta", "iha", "tass"})
_WORD = re.compile(r"\w+")
_NAMES = (*AGENCIES, *AGENCIES.values(), *PRINTED_AGENCIES)
_FIRST_WORDS = frozenset(_WORD.findall(name.lower())[0] for name in _NAMES)
_SHORT = 4  # letters of a name that could be any abbreviation


def credited_agency(blocks: Sequence[Block]) -> str | None:
    """The usual name of the agency that a story credits; None: it credits none, or only quotes one.

    Args:
        blocks: of the story, in order; headings, captions and tables are passed over.
    """
    texts = [block.text for block in blocks if block.kind == "paragraph"]
    found = (
        *(agency_of_dateline(text) for text in texts[:2]),
        *(agency_of_signature(text) for text in texts[:-3:-1]),
        *(agency_of_note(text) for text in (*texts[-2:], *texts[:1])),
    )
    return next((agency for agency in found if agency), None)


def agency_of_dateline(text: str) -> str | None:
    """That of "KYIV, April 25 (Reuters) - ...", "МОСКВА, 29 июня. /ТАСС/. ...", "新华社北京11月27日电 ..."."""
    head = text[:_HEAD]
    if not _may_name_one(head):
        return None
    if chinese := CHINESE_DATELINE.match(head):
        return _known(chinese["names"])
    for found in _BRACKET.finditer(head):
        before = _INNER.sub(" ", head[: found.start()]).strip(" ,.-–—:")
        if agency := _of_bracket(before, found["names"] or found["slashed"], found["behind"]):
            return agency
    dashed = (found for found in _DASHED.finditer(head) if found["sign"] != "," or found["names"].isupper())
    named = (found for found in dashed if found["names"].casefold() not in ONLY_WITH_DASH)
    first = next((found for found in named if _agency_of(found["names"])), None)
    if not first or not _is_of_place(first["names"], head[: first.start()]):
        return None
    return _agency_of(first["names"]) if _is_place_and_date(head[: first.start()]) else None


def agency_of_signature(text: str) -> str | None:
    """That of "... on Monday. (ANSA)", "... in Munich. — AFP", "...した。（共同）"."""
    tail = text[-_TAIL:]
    found = _SIGNATURE.search(tail) if _may_name_one(tail) else None
    if not found:
        return None
    names = found["names"].strip()
    is_set_off = bool(found["dash"] or found["open"])
    agency = _agency_of(names)
    if agency is None or names.casefold() in NO_DATELINES or names in ALSO_INITIALS:
        return None
    if names.casefold() in HOMES and not names.isupper():
        return None
    is_own_spelling = names.isupper() or names == agency
    return agency if is_set_off or (is_own_spelling and names.casefold() not in ONLY_WITH_DASH) else None


def agency_of_note(text: str) -> str | None:
    """That of "Associated Press writer A contributed to this report.", "Mit Material von dpa und AFP"."""
    end = text[-_LONGEST_NOTE:]
    words = _words_of(end)
    if not _may_name_one(end, words):
        return None
    tail = text[-_TAIL:]
    last = _BEFORE_NOTE.split(tail)[-1]
    short = SHORT_NOTE.fullmatch(last)
    named = [short] if short and (len(text) < _TAIL or last != tail) else []
    if "contributed" in words:
        named += NOTE_BEHIND.finditer(end)
    if not end.isascii() or not NOTE_WORDS.isdisjoint(words):
        named += NOTE_BEFORE.finditer(end)
    return next((agency for note in named if (agency := _first_known(note["names"]))), None)


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_without_turkish_i(text).lower())


def _may_name_one(text: str, words: Iterable[str] | None = None) -> bool:
    """Is there a word with which an agency's name begins? Most texts have none, and cost no more than this."""
    is_named = not _FIRST_WORDS.isdisjoint(_words_of(text) if words is None else words)
    return is_named or (not text.isascii() and TOUCHING.search(text) is not None)


def _of_bracket(before: str, names: str, behind: str) -> str | None:
    agency = _agency_of(names)
    if agency is None:
        return None if before else _touched_agency(names)
    if not before and not names.isascii():  # "(서울=연합뉴스)", "【AFP＝時事】"
        return agency
    folded = names.casefold().strip()
    if folded in NO_DATELINES or _is_short_for(before, folded) or not _is_of_place(folded, before):
        return None
    if before and not _is_place_and_date(before):
        return None
    is_only_with_dash = folded in ONLY_WITH_DASH and not (folded in HOMES and _FIGURE.search(before))
    return agency if _DASH.match(behind) or (not is_only_with_dash and _ends_dateline(before, behind)) else None


def _touched_agency(names: str) -> str | None:
    """The agency beside a place or a date that nothing parts from it: "ワシントン共同", "11月27日 AFP"."""
    for touching in TOUCHING.finditer(names):
        is_joint = touching[0] == "共同" and JOINT.search(names[: touching.start()])
        if not is_joint and BEHIND_TOUCHING.match(names[touching.end() :].strip()):
            return _known(touching[0])
    return None if names.isascii() else next((agency for part in names.split() if (agency := _known(part))), None)


def _ends_dateline(before: str, behind: str) -> bool:
    """Does the story begin behind the bracket, though no dash parts it: "New Delhi, Nov 27 (PTI) The court ..."?"""
    if _PAUSE.match(behind):
        return True
    is_sure = bool(_FIGURE.search(before)) or (before.isupper() and len(before) > _SHORT)
    return is_sure and bool(_GOES_ON.match(behind))


def _is_place_and_date(before: str) -> bool:
    """Could it be a place, perhaps with a date: few words, none in small letters but those of dates and places?"""
    words = before.split()
    if not words or len(words) > _MOST_DATELINE_WORDS or before.endswith(("?", "!")):
        return False
    small = [word for word in words if word[:1].islower() and word.strip(",.").casefold() not in SMALL_WORDS]
    return len(small) <= (2 if _FIGURE.search(before) else 0)


def _is_of_place(name: str, before: str) -> bool:
    """Could it be the agency, of those whose short name is something else in other places: "LISBON (TAP)"?"""
    folded, places = name.casefold().strip(), before.casefold()
    if not ELSEWHERE.get(folded, frozenset()).isdisjoint(_WORD.findall(places)):
        return False
    homes = HOMES.get(folded)
    return homes is None or before == "" or bool(_FIGURE.search(before)) or any(map(places.__contains__, homes.split()))


def _is_short_for(before: str, name: str) -> bool:
    """Is the name made of the initials before it: "Andhra Pradesh (AP)", "Access Point (AP)"?"""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", before.casefold()) if word[:1].isalpha())
    return 1 < len(name) <= _SHORT + 1 and initials.endswith(name)


def _agency_of(names: str) -> str | None:
    """The first agency, where nothing but agencies and somebody's initials are named: "dpa/lby", "Reuters, APA"."""
    bare = _CORRESPONDENT.sub("", names.strip(" .:-–—"))
    parts = [part for part in _PARTS.split(bare) if part]
    known = [_known(part) for part in parts]
    others = [part for part, agency in zip(parts, known, strict=True) if agency is None]
    agencies = [agency for agency in known if agency]
    if not agencies or len(parts) > _SHORT:
        return None
    if all(map(_INITIALS.fullmatch, others)) or ("=" in names or "＝" in names):  # "서울=연합뉴스": a place
        return agencies[0]
    return None


def _first_known(names: str) -> str | None:
    """The first agency of a list, alone or with its people: "AP Business Writer Jane Doe"."""
    for part in _PARTS.split(names):
        words = ARTICLES.sub("", part.strip(' .:()"“”')).split()
        for count in range(1, min(len(words), _MOST_NAME_WORDS) + 1):
            behind = words[count : count + 3]
            if behind and WRITERS.isdisjoint(word.casefold().rstrip("s") for word in behind):
                continue
            if agency := _known(" ".join(words[:count])):
                return agency
    return None


def _known(name: str) -> str | None:
    """The usual name of an agency as it is printed; of short names in mixed case, as "Aa" and "Pa", few are any."""
    bare = name.strip(" .:-–—")
    usual = PRINTED_AGENCIES.get(" ".join(_without_turkish_i(bare).casefold().split())) or is_agency(bare)
    if bare.isascii() and bare.islower() and len(bare) <= _SHORT + 1 and bare not in IN_SMALL_LETTERS:
        return None
    is_mixed = bare not in (bare.upper(), bare.lower(), usual)
    return None if is_mixed and len(bare) <= _SHORT and bare.casefold() not in _IN_MIXED_CASE else usual


def _without_turkish_i(text: str) -> str:
    """The text with I for İ, whose small letter is two signs."""
    return text if text.isascii() else text.replace("İ", "I")
