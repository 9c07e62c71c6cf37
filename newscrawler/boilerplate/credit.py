"""A picture's caption and its credit, which stand in one line."""

import re

from newscrawler.kept_results import remember_short
from newscrawler.words import count_words, is_shouted

_LABEL_SIGNS = re.compile("[:：=©ⓒ]")
_BRACKETS = {")": "(", "]": "[", "］": "［", "）": "（", "】": "【"}
_LONGEST_CREDIT = 90
_MOST_CREDIT_WORDS = 10
_SENTENCE_WORDS = 3  # that begin small: a name has "von der" at most
# Words that only a credit has: agencies and picture desks of the corpus, "photo" in its languages.
_CREDIT_WORD = re.compile(
    r"\b(?:afp|alamy|ansa|ap|apa|archiv|archive|associated press|belga|bloomberg|courtesy|credits?|créditos?|dpa|efe|"
    r"epa|foto|fotografie|getty|handout|image|images|imago|keystone|lusa|photo|photograph|picture|picture alliance|"
    r"pixabay|pool|reuters|ritzau|scanpix|screenshot|shutterstock|symbolbild|tass|unsplash|via|xinhua|yonhap)\b"
    r"|фото|тасс|риа|φωτογραφία|צילום|写真|提供|共同|사진|연합뉴스|新华社|图|صورة|©|/",
    re.IGNORECASE,
)
# What stands before a credit and its colon. Origin: captions of the corpus, one language a row.
_LABELS = (
    r"(?:(?:main|opening|cover) )?(?:photo(?:graph)?|image|picture)s?|(?:photo|image)?\s?credits?"  # English
    r"|(?:titel|header|beitrags|aufmacher|symbol|vorschau)?bild(?:er|nachweis|quelle|rechte)?|fotocredits?"
    r"|graphics?|illustrations?|(?:titel|vorschau)?fotos?|fotografie|grafik(?:en)?|quelle"  # German
    r"|photographie|crédits?(?: photos?)?|imagen|créditos?|fuente|immagine|fonte"  # Romance
    r"|fotoğraf|kuva|zdroj|źródło|фото|φωτ(?:ογραφία)?|צילום|写真|그래픽|사진(?:\s?출처)?|삽화|자료"
)
# Korean captions end in the photographer's name and calling: "… 국수를 말고 있다. 문가람 기자".
_REPORTER = re.compile(r"(?<=[.다])\s[/·]?\s?(?P<name>[가-힣]{2,4}\s(?:객원|사진|선임|인턴)?기자)$")
_LABEL = re.compile(
    rf"(?:^|[\s.|–—(\[-])(?:(?:{_LABELS})(?:\s(?:by|credits?|di|von))?|[©ⓒ])"
    r"\s?(?:[:：=]|(?<=[©ⓒ]))\s?(?=\S)",
    re.IGNORECASE,
)


@remember_short(4096)
def split_credit(text: str) -> tuple[str, str | None]:
    """A caption without its credit, and the credit: ``"Kim weeps. [KCTV]"`` gives ``("Kim weeps.", "KCTV")``.

    The credit is what stands in brackets at the end, or after a label such as ``Photo:`` or ``©``; None where there is
    none. Both parts are without space at their ends.
    """
    text = text.strip()
    return _split_brackets(text) or _split_label(text) or _split_reporter(text) or (text, None)


def _split_brackets(text: str) -> tuple[str, str] | None:
    bare = text.rstrip(" .")
    opener = _BRACKETS.get(bare[-1:])
    if opener is None:
        return None
    start = bare.rfind(opener, max(0, len(bare) - _LONGEST_CREDIT))
    if start < 0:
        return None
    caption, credit = bare[:start].strip(), bare[start + 1 : -1].strip()
    if not credit or count_words(credit) > _MOST_CREDIT_WORDS or not _reads_as_credit(credit, opener):
        return None
    return caption, _without_label(credit)


def _reads_as_credit(credit: str, opener: str) -> bool:
    return opener in "[［【" or is_shouted(credit) or bool(_CREDIT_WORD.search(credit))


def _split_label(text: str) -> tuple[str, str] | None:
    if not _LABEL_SIGNS.search(text):
        return None
    tail_start = max(0, len(text) - _LONGEST_CREDIT)
    labels = list(_LABEL.finditer(text, tail_start))
    if not labels:
        return None
    found = labels[-1]
    credit = text[found.end() :].strip(" )]")
    if not credit or count_words(credit) > _MOST_CREDIT_WORDS or _reads_as_sentence(credit):
        return None
    caption = text[: found.start() + 1] if found.start() else ""
    return caption.rstrip(" |–—-([").strip(), credit


def _reads_as_sentence(text: str) -> bool:
    """``Grafik: Der Künstler verkaufte sie im Mai.`` is no credit: it says something."""
    if text[-1] not in ".!?" or _CREDIT_WORD.search(text):
        return False
    return text.endswith("다.") or sum(word[0].islower() for word in text.split()) >= _SENTENCE_WORDS


def _split_reporter(text: str) -> tuple[str, str] | None:
    found = _REPORTER.search(text)
    return (text[: found.start()].strip(), found["name"]) if found else None


def _without_label(credit: str) -> str:
    found = _LABEL.match(credit)
    return credit[found.end() :].strip() if found else credit


def halve_doubled(text: str) -> str:
    """One of the two where a text is the same text twice with a space between, else the text as it is."""
    middle = len(text) // 2
    if text[middle : middle + 1] != " " or text[middle + 1 : middle + 2] != text[:1]:
        return text
    half = text[:middle]
    return half if text[middle + 1 :] == half else text


def mentions_credit(text: str) -> bool:
    """Is there a word in it that credits of pictures are made of?"""
    return bool(_CREDIT_WORD.search(text))
