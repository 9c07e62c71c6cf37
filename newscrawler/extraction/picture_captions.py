"""Captions and credits of pictures: "A bridge. Photo: Anna Lind" is a caption and a credit."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.name_words import PARTICLES
from newscrawler.words import lower_letters

# Names of classes, in lower case.
_CREDIT_CLASS = re.compile(
    r"credit|copyright|source|quelle|photographer|fotograf|bildnachweis|author|byline|attribution"
)
_CREDIT_BESIDE = re.compile(r"credit|copyright|photo_?source|bildnachweis|fotograf")
_LONGEST_CREDIT = 100
_LONGEST_PART = 200  # of a caption, that is named as its credit: longer ones hold the caption, too
# For a text in lower case, letter by letter (`lower_letters`): ignoring case takes five times as long.
_CREDIT_AT_END = re.compile(
    r"(?:\[(?P<a>[^\[\]]{2,80})\]|\((?P<b>(?:(?:photo|foto|bild|image|picture|credit|crédito|source|quelle|©|getty|reuters|afp|ap|dpa|epa|imago)"
    r"[^()]{0,80}))\)|(?:(?:photo(?:graph)?s?|fotos?|bild|image|credits?|crédits?|créditos?|fotoğraf"
    r"|(?<!hình )ảnh|quelle|source)\s*(?:by|credit|:|©)\s*|©\s*)(?P<c>(?:[^.©]|(?<=\b\w)\.){2,80}))\s*\.?$"
)
# One of these, or a closing bracket at the end, is in all that the pattern finds.
_CREDIT_PARTS = ("phot", "fot", "bild", "image", "credit", "crédit", "ảnh", "quelle", "source", "©")
# Japanese captions end in "＝山田太郎撮影" or "＝ＡＰ", Korean ones in "서울=홍길동 기자" or "…다. 서울시 제공".
_ASIAN_SIGN = re.compile("[＝가-힣]")
_ASIAN_CREDIT = re.compile(
    r"(?P<caption>.{4,})(?:＝(?P<ja>[^＝。]{1,24}(?:提供|撮影)|ＡＦＰ時事|ＡＦＰ|ＡＰ|ロイター|共同|時事)"
    r"|(?<=[.다])\s[가-힣]{2,8}=(?P<desk>[가-힣]{2,4}\s(?:객원|사진|선임|인턴)?기자)"
    r"|(?<=[.다])\s(?P<ko>[^.]{1,30}\s(?:제공|캡처)))"
)
# What stands before a credit, one language or group of languages a line.
_CREDIT_LABELS = re.compile(
    r"^(?:(?:photo(?:graph)?s?|fotos?|bild|image|picture|credits?|crédits?|créditos?|fotoğraf|quelle|source|copyright"
    r"|ảnh|фото|φωτ(?:ογραφία)?|צילום|사진 ?출처|©|\(c\))\s*(?:by|credit)?\s*[:=©]?\s*)+",
    re.IGNORECASE,
)
# Agencies whose name behind the last sentence makes a credit of what stands there.
_AGENCY = re.compile(
    r"\b(?:AA|AAP|AFP|Alamy|ANSA|AP(?: Photo)?|APA|Belga|DPA|dpa|EFE|EPA|Getty(?: Images)?|IMAGO|Imago|Keystone"
    r"|Pexels|Pixabay|REUTERS|Reuters|Ritzau Scanpix|Scanpix|Shutterstock|TASS|Unsplash|Xinhua|Yonhap)\b"
)
_MOST_TAIL_WORDS = 8
_MOST_LINE_WORDS = 5  # where it is all that the caption says
_CAPTION_BUTTONS = re.compile(
    r"\b(?:hide caption|toggle caption|enlarge this image|image caption|image copyright|image source(?=,)"
    r"|purchase licensing rights(?:, opens new tab)?|bild vergrößern|bild in detailansicht öffnen"
    r"|öppna bild i helskärm|사진 ?확대)\b|\s\.\.\. more$|^(?-i:Camera Icon(?![a-z]))",
    re.IGNORECASE,
)
_BUTTON_PARTS = ("camera icon", "caption", "image", "licensing", "bild", "öppna", "확대", " ... more")
# Each part with its label for those who hear the page.
_BOTH_LABELLED = re.compile(
    r"image (?:copyright|source),? (?P<credit>.{2,60}?) image caption,? (?P<caption>.+)", re.IGNORECASE
)
_LABEL_ALONE = re.compile(
    r"(?:photo|foto|bild|image|credit|crédit|quelle|source|copyright|©)s?\s?[:：]?", re.IGNORECASE
)
# "A lander by", before the builder's name: the sentence needs the name, though it is the credit too.
_GOES_ON = re.compile(r"\b(?:at|by|from|in|near|of|with|aus|bei|mit|von|avec|chez|par|con|de|por)\s$", re.IGNORECASE)


def read_caption(box: HtmlElement) -> tuple[str | None, str | None]:
    """The caption without its credit, and the credit, of an element that holds both."""
    caption, credit = text_of(box, 1500), None
    parts = box.iterdescendants("span", "small", "cite", "em", "p", "div", "a")
    for part in islice(parts, 30):
        names = part.get("class")
        if not names or not _CREDIT_CLASS.search(names.lower()):
            continue
        text = text_of(part, _LONGEST_PART + 1)
        if 0 < len(text) <= _LONGEST_PART:
            credit = text
            caption = caption.replace(text, " ", 1) if text != caption else ""
            break
    caption = " ".join(caption.split())
    if credit is None and (labelled := _BOTH_LABELLED.fullmatch(caption)):
        return labelled["caption"], labelled["credit"]
    caption, printed = split_credit(_without_buttons(caption))
    credit = _plain_credit(credit or printed or _credit_beside(box))
    return _without_credit(caption, credit) or None, credit


def _credit_beside(caption: HtmlElement) -> str | None:
    """The credit in an element of its own right after the caption, or after the box that holds only the caption."""
    box = caption if caption.getnext() is not None else caption.getparent()
    beside = box.getnext() if box is not None and box.tag in ("div", "figcaption", "p", "span") else None
    if beside is None or not _CREDIT_BESIDE.search((beside.get("class") or "").lower()):
        return None
    text = text_of(beside, _LONGEST_CREDIT + 1)
    return text if 0 < len(text) <= _LONGEST_CREDIT else None


def _without_buttons(caption: str) -> str:
    """Without the words of buttons and labels that stand in captions' elements."""
    folded = caption.lower()
    if any(map(folded.__contains__, _BUTTON_PARTS)):
        caption = " ".join(_CAPTION_BUTTONS.sub(" ", caption).split())
    return caption.strip(" ,|–—")


def _without_credit(caption: str, credit: str | None) -> str:
    """The caption without the credit once more at its end, and without a label that labels nothing."""
    if credit and caption.endswith(credit) and not _GOES_ON.search(head := caption[: -len(credit)]):
        caption = head.rstrip(" |–—-/(")
    return "" if _LABEL_ALONE.fullmatch(caption) else caption


def split_credit(caption: str) -> tuple[str, str | None]:
    """The caption without the credit at its end, and that credit: "A bridge. [AP]" gives ("A bridge.", "AP")."""
    if not caption.isascii() and _ASIAN_SIGN.search(caption) and (asian := _ASIAN_CREDIT.fullmatch(caption)):
        return asian["caption"].strip(), (asian["ja"] or asian["desk"] or asian["ko"]).strip()
    folded = lower_letters(caption)
    may_credit = caption[-2:].rstrip(". ").endswith(("]", ")")) or any(map(folded.__contains__, _CREDIT_PARTS))
    found = _CREDIT_AT_END.search(folded) if may_credit else None
    if not found or not found.lastgroup:
        return _split_plain_tail(caption)
    credit = caption[found.start(found.lastgroup) : found.end(found.lastgroup)].strip()
    return caption[: found.start()].strip(" |–—-/"), credit or None


def _split_plain_tail(caption: str) -> tuple[str, str | None]:
    """A credit with neither brackets nor label, behind the last sentence: "Fans cheer. Anna Lind/Getty Images"."""
    start = max(caption.rfind(sign) for sign in '.!?»”"…') + 1
    tail = caption[start:].strip(" |–—-()")
    words = tail.split()
    most = _MOST_TAIL_WORDS if start else _MOST_LINE_WORDS
    if not 0 < len(words) <= most or not _AGENCY.search(tail):
        return caption, None
    others = [word for word in _AGENCY.sub(" ", tail).split() if word != "via"]
    is_joined = "/" in tail or " via " in tail or not others
    if not is_joined or any(word[:1].islower() and word not in PARTICLES for word in others):
        return caption, None
    return caption[:start].strip(), tail


def _plain_credit(credit: str | None) -> str | None:
    if not credit:
        return None
    plain = _CREDIT_LABELS.sub("", credit.strip(" ()[]|")).strip(" ()[]|:")
    # "Jane Doe (Getty)" has lost its end
    return (f"{plain})" if plain.count("(") > plain.count(")") else plain) or None
