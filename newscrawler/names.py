"""Names in bylines: who wrote it, told apart from agencies, newsroom accounts, roles and places."""

import re
import unicodedata
from functools import lru_cache

from newscrawler.agency_names import AGENCIES
from newscrawler.kept_results import remember_short
from newscrawler.name_spelling import fold_name, restore_case
from newscrawler.name_words import (
    BYLINE_WORDS,
    CONJUNCTIONS,
    EDITING_WORDS,
    NEWSROOM_PARTS,
    NEWSROOM_WORDS,
    NOBODY,
    OTHER_WORK_WORDS,
    PARTICLES,
    PHOTO_WORDS,
    PLACE_WORDS,
    ROLE_BEGINNINGS,
    ROLE_ENDINGS,
    ROLE_WORDS,
    SOFT_BYLINE_WORD_LIST,
    SOFT_BYLINE_WORDS,
    SOFT_CONJUNCTIONS,
)

# "서울=홍길순 기자": where she wrote it.
_KOREAN_PLACE = re.compile(r"(?:(?<=\s)|^)[가-힣·]{1,10}\s?=\s?(?=[가-힣]{2,5}\s?(?:기자|특파원))")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CLOSED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)@\w+")
# What one of these is not in needs no search for what is left out, or for what parts two names.
_EXTRAS = re.compile("[@=\\[(<\u00a0\u00ad\u2009\u200b\u202f\u3000\r\f\v]|://|www\\.|  ")
_SEPARATORS = re.compile(r"[,;|•·、，；\n\t/・+–—-]")
_SPLIT = re.compile(r"\s*(?:[,;|•·、，；\n\t/]|\s[-–—]\s|(?<![ァ-ヿ])・|・(?![ァ-ヿ])|\s\+\s)\s*")
_LONGEST_BYLINE = 400
_LONGEST_NAME = 60

# jane.doe: the name of an account that is made of a person's
_LOGIN = re.compile(r"([^\W\d_A-Z]{2,})[._]([^\W\d_A-Z]{3,})")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DOMAIN = re.compile(
    r"(?:^|\s)[\w-]+\.(?:com|net|org|de|at|ch|tv|fr|it|es|co|uk|no|dk|se|fi|in|lt|lv|ee|pl|cz|ru|jp|kr|info|news)\b"
)
# A company's form is part of its name: "Muster Verlag GmbH & Co. KG"; in lower case.
_COMPANY = re.compile(r"\b(?:g?mbh|kgaa|llc|ltd|inc|s\.p\.a|e\.v|co\. kg)\b")
_NEWSROOM_PART = re.compile("|".join(map(re.escape, NEWSROOM_PARTS)))
_NOT_IN_NAMES = re.compile(r"[\d!?%€$@{}=\\]")
_SPACES = re.compile(r"[ \u00a0\u2009\u202f\u3000\r\f\v]+")


@remember_short(2048)
def split_byline(text: str) -> tuple[str, ...]:
    """The names of people in a byline, in order, each once; agencies and newsroom accounts are among them.

    Byline words ("By", "Von"), roles, places, e-mails and what stands in brackets are left out. Names in capitals get
    their case back. Text that names nobody gives an empty tuple.
    """
    plain = _without_extras(text[:_LONGEST_BYLINE])
    names = _names_in(_pieces_of_writers(plain, with_editors=False)) or _names_in(
        _pieces_of_writers(plain, with_editors=True)
    )
    # beside full names a single word is a place or a topic: "Jane Doe, Berlin"
    if any(" " in name for name in names):
        names = [name for name in names if " " in name or _CJK.search(name) or is_agency(name)]
    elif len(names) > 1 and any(_DOMAIN.search(name.casefold()) for name in names):
        # beside a site's address single words are its town and country
        names = [name for name in names if _DOMAIN.search(name.casefold()) or is_agency(name)]
    return tuple(names)


def _pieces_of_writers(plain: str, *, with_editors: bool) -> list[str]:
    """The parts of a byline without those that name who took the pictures, checked or edited the text."""
    lines: list[str] = []
    label_before = False
    for line in map(str.strip, plain.split("\n")):
        other = _other_work(line, with_editors=with_editors)
        if not other and not label_before:
            lines.append(line)
        # "Reviewed by" in an element of its own: the name follows in the next
        label_before = other == line and line != ""
    pieces = [
        _without_label(piece)
        for line in lines
        for piece in (_SPLIT.split(line) if _SEPARATORS.search(line) else (line,))
        if piece is line or not _other_work(piece, with_editors=with_editors)
    ]
    return [
        part
        for piece in pieces
        for part in ((piece,) if _COMPANY.search(piece.lower()) else _split_at_conjunctions(piece))
    ]


def _without_label(piece: str) -> str:
    """The piece without its byline word, which may be a conjunction itself: "Text und Fotos: Jana Muster"."""
    found = BYLINE_WORDS.match(piece)
    return piece[found.end() :] or piece if found else piece


def _other_work(piece: str, *, with_editors: bool) -> str:
    found = PHOTO_WORDS.match(piece) or OTHER_WORK_WORDS.match(piece) or EDITING_WORDS.match(piece)
    if found is None or (with_editors and found.re is EDITING_WORDS):
        return ""
    return found[0]


def _names_in(pieces: list[str]) -> list[str]:
    names: dict[str, str] = {}
    for piece in _join_reversed(pieces):
        if (name := _tidy_name(piece)) and _could_be_name(name):
            name = restore_case(name)
            names.setdefault(fold_name(name), name)
    return list(names.values())


def tidy_name(text: str) -> str | None:
    """One name as one source gives it, without byline word, role, e-mail and brackets; None where nothing is left."""
    name = _tidy_name(_without_extras(text[:_LONGEST_BYLINE]))
    return restore_case(name) if name and any(sign.isalpha() for sign in name) else None


def email_in(text: str) -> str | None:
    """The first e-mail address in a text, lower case."""
    found = _EMAIL.search(text[:2000]) if "@" in text else None
    return found[0].strip(".").lower() if found else None


@remember_short(4096)
def is_agency(name: str) -> str | None:
    """The agency's usual name if this is a wire agency ("Agence France-Presse" gives "AFP"), else None."""
    folded = fold_name(name).removeprefix("the ")
    if folded in AGENCIES:
        return AGENCIES[folded]
    words = folded.split()
    # "dpa lby", "AFP News", "Reuters Staff", "Agencia EFE": the agency and one word beside it
    if len(words) == 2 and words[1] in {"news", "staff", "agency", "agentur", "infocom", "tmn", "lby", "wires", "via"}:
        return AGENCIES.get(words[0])
    if len(words) == 2 and words[0] in {"agencia", "agence", "agenzia", "agentur", "mit", "with", "via", "from"}:
        return AGENCIES.get(words[1])
    return None


@lru_cache(maxsize=8192)
def is_newsroom(name: str, outlet_name: str | None = None) -> bool:
    """Is this an account of the newsroom and no person: "Redaktion", "Digital Team", the outlet's own name?"""
    return _says_newsroom(name) or (bool(outlet_name) and _is_outlet(fold_name(name), fold_name(outlet_name or "")))


@remember_short(4096)
def _says_newsroom(name: str) -> bool:
    folded, lower = fold_name(name), name.casefold()
    if not folded or ("." in lower and _DOMAIN.search(lower)) or _COMPANY.search(lower):
        return True
    return bool(_NEWSROOM_PART.search(folded)) or not NEWSROOM_WORDS.isdisjoint(folded.split())


def _is_outlet(folded: str, outlet: str) -> bool:
    """Is the folded name the outlet's, or most of it?"""
    if not outlet:
        return False
    words = folded.split()
    compact, own = folded.replace(" ", ""), outlet.replace(" ", "")
    # whole words only: Alexander Welter writes for Welt
    has_its_words = own in words or set(outlet.split()) <= set(words) or (len(own) >= 9 and own in compact)
    # "Le Monde" and "lemonde.fr": the outlet's name is this one and a word
    return compact == own or has_its_words or (len(compact) >= 5 and (own.startswith(compact) or own.endswith(compact)))


def is_nobody(name: str) -> bool:
    """Is this what a publishing system writes where nobody is named: "admin", "unknown"?"""
    folded = fold_name(name)
    return folded in NOBODY or len(folded) < 2 or (" " not in folded and folded.endswith("admin"))


def _without_extras(text: str) -> str:
    """The byline without e-mails, links, a Korean dateline and what stands in brackets."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not _EXTRAS.search(plain):
        return plain.strip()
    plain = plain.replace("\u00ad", "").replace("\u200b", "")
    plain = _KOREAN_PLACE.sub("", _EMAIL.sub(" ", _LINK.sub(" ", plain)))
    for _ in range(2):
        plain = _CLOSED.sub(" ", plain)
    return _SPACES.sub(" ", plain).strip()


def _split_at_conjunctions(piece: str) -> list[str]:
    """The piece divided at "and", "und", "&"; at "y", "e", "i" only between two full names."""
    words, parts = piece.split(), [[]]  # type: list[str], list[list[str]]
    for place, word in enumerate(words):
        folded = word.casefold()
        soft = folded in SOFT_CONJUNCTIONS and len(parts[-1]) > 1 and len(words) - place > 2
        # Dan Brown is one man; "dan" joins two Indonesians
        joins = folded in CONJUNCTIONS and (word == folded or piece.isupper())
        if word and (joins or soft):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts]


def _join_reversed(pieces: list[str]) -> list[str]:
    """Two single words are one name, surname first: "Smith, John"."""
    full = [piece for piece in pieces if piece.strip() and not _is_byline_word(piece.strip())]
    if len(full) == 2 and all(" " not in piece and piece[:1].isupper() and not _CJK.search(piece) for piece in full):
        known = [is_agency(piece) or is_newsroom(piece) for piece in full]
        if not any(known) and not any(piece.isupper() for piece in full):
            return [f"{full[1]} {full[0]}"]
    return full


def _is_byline_word(piece: str) -> bool:
    return bool(BYLINE_WORDS.fullmatch(piece + " ")) or piece.casefold() in SOFT_BYLINE_WORD_LIST


def _tidy_name(piece: str) -> str:
    name = piece.strip(' .,:;|/*_-–—=·•#"„“”«»‹›→()[]<>')
    if login := _LOGIN.fullmatch(name):
        return f"{login[1].capitalize()} {login[2].capitalize()}"
    for _ in range(3):
        before = name
        name = _drop_byline_word(name).strip(" .,:;|/*_-–—=·•")
        short = ROLE_ENDINGS.sub("", name).strip()
        name = short if " " in short or _CJK.search(short) else name
        if name == before:
            break
    words = name.split()
    for place in range(2, len(words)):
        if words[place].casefold() in PLACE_WORDS:
            return " ".join(words[:place])
    is_short = bool(words) and words[-1].casefold() in {"jr", "sr", "dr", "prof"}
    return name + "." if is_short and piece.strip().endswith(".") else name


def _drop_byline_word(name: str) -> str:
    if found := ROLE_BEGINNINGS.match(name):
        return name[found.end() :]
    if found := BYLINE_WORDS.match(name) or EDITING_WORDS.match(name):
        return name[found.end() :]
    found = SOFT_BYLINE_WORDS.match(name)
    if found and len(name[found.end() :].split()) > 1:
        return name[found.end() :]
    return name


def _could_be_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > 6 or len(name) > _LONGEST_NAME or _NOT_IN_NAMES.search(name):
        return False
    folded = fold_name(name)
    if not ROLE_WORDS.isdisjoint(folded.split()) or not any(map(str.isalpha, name)):
        return False
    if _CJK.search(name):
        return len(name.replace(" ", "")) <= 16
    cased = [word for word in words if word[:1].lower() != word[:1].upper()]
    # scripts without capitals pass; elsewhere each word of a name begins with one, but for particles and nicknames
    return len(words) == 1 or all(word[:1].isupper() or word.casefold() in PARTICLES or "'" in word for word in cased)
