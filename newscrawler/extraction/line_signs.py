"""Signs in a line of text that tell what kind of line it is: an address, a time of day, a pointer to another article.

Compiled, see docs/architecture.md: a regular expression a block costs more than all other features together.
"""

from typing import Final

from newscrawler.extraction.characters import HEAD

_HEAD: Final = HEAD
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
# Most lines are told from these by their first two letters: 1 at the place of each two that one may begin with.
_PLACES: Final = 4096
_SPREAD: Final = 33
_BEGINNINGS: Final = bytearray(_PLACES)
for _pointer in _POINTERS:
    for _first in (_pointer[0], _pointer[0].upper()):
        for _second in (_pointer[1], _pointer[1].upper()):
            _BEGINNINGS[(ord(_first) * _SPREAD + ord(_second)) % _PLACES] = 1
_POINTERS_BY_BEGINNING: Final = {
    pointer[:2]: tuple(other for other in _POINTERS if other[:2] == pointer[:2]) for pointer in _POINTERS
}
# More than the longest of them.
_POINTER_LENGTH: Final = 60
_DOMAINS: Final = ("com", "org", "net")


def points_elsewhere(text: str) -> bool:
    """Does it begin like a line that leads to another article: "Read also: ..."?"""
    stop = min(len(text), _HEAD)
    begin = 0
    while begin < stop and text[begin] in " -–—•»>→►▶[(*":
        begin += 1
    if begin == stop or begin + 1 == len(text):
        return False
    if not _BEGINNINGS[(ord(text[begin]) * _SPREAD + ord(text[begin + 1])) % _PLACES]:
        return False
    start = text[begin : begin + _POINTER_LENGTH].lower()
    return start.startswith(_POINTERS_BY_BEGINNING.get(start[:2], ()))


def has_address(text: str) -> bool:
    """Is there an address of a page or a mailbox at its beginning?"""
    stop = min(len(text), _HEAD)
    for index in range(1, stop - 1):
        character = text[index]
        if character == "@":
            if not text[index - 1].isspace() and not text[index + 1].isspace():
                return True
        elif character == ".":
            if _ends_with(text, index, "www") or _is_domain(text, index + 1, stop):
                return True
        elif character == ":" and (_ends_with(text, index, "http") or _ends_with(text, index, "https")):
            return True
    return False


def _ends_with(text: str, stop: int, word: str) -> bool:
    return stop >= len(word) and text[stop - len(word) : stop] == word


def _is_domain(text: str, begin: int, stop: int) -> bool:
    end = begin + 3
    if end > stop or text[begin:end] not in _DOMAINS:
        return False
    return end == stop or not _is_in_word(text[end])


def has_clock(text: str) -> bool:
    """Is there a time of day such as 9:30 or 18h05, or a year from 1900 to 2099, at its beginning?"""
    stop = min(len(text), _HEAD)
    index = 0
    while index < stop:
        if not text[index].isdecimal() or (index and _is_in_word(text[index - 1])):
            index += 1
            continue
        end = index
        while end < stop and text[end].isdecimal():
            end += 1
        if end - index == 4:
            if (end == stop or not _is_in_word(text[end])) and text[index : index + 2] in {"19", "20"}:
                return True
        elif end - index <= 2 and _has_minutes(text, end, stop):
            return True
        index = end
    return False


def _has_minutes(text: str, begin: int, stop: int) -> bool:
    """Do a colon, full stop or h and two figures stand here, and no third?"""
    if begin + 3 > stop or text[begin] not in ":.h":
        return False
    if not text[begin + 1].isdecimal() or not text[begin + 2].isdecimal():
        return False
    return begin + 3 == stop or not _is_in_word(text[begin + 3])


def _is_in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
