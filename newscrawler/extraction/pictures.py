"""Pictures and videos of an article: the main image as stated, figures of the page with caption and credit."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.model.article import Image
from newscrawler.name_words import PARTICLES
from newscrawler.urls import join_url
from newscrawler.words import fold_text

_CREDIT_CLASS = re.compile(
    r"credit|copyright|source|quelle|photographer|fotograf|bildnachweis|author|byline|attribution", re.IGNORECASE
)
_CREDIT_BESIDE = re.compile(r"credit|copyright|photo_?source|bildnachweis|fotograf", re.IGNORECASE)
_LONGEST_CREDIT = 100
_CREDIT_AT_END = re.compile(
    r"(?:\[(?P<a>[^\[\]]{2,80})\]|\((?P<b>(?:(?:photo|foto|bild|image|picture|credit|crédito|source|quelle|©|getty|reuters|afp|ap|dpa|epa|imago)"
    r"[^()]{0,80}))\)|(?:(?:photo(?:graph)?s?|fotos?|bild|image|credits?|crédits?|créditos?|fotoğraf|quelle|source)\s*(?:by|credit|:|©)\s*|©\s*)(?P<c>[^.©]{2,80}))\s*\.?$",
    re.IGNORECASE,
)
# Japanese captions end in "＝山田太郎撮影" or "＝ＡＰ", Korean ones in "서울=홍길동 기자" or "…다. 서울시 제공".
_ASIAN_CREDIT = re.compile(
    r"(?P<caption>.{4,})(?:＝(?P<ja>[^＝。]{1,24}(?:提供|撮影)|ＡＦＰ時事|ＡＦＰ|ＡＰ|ロイター|共同|時事)"
    r"|(?<=[.다])\s[가-힣]{2,8}=(?P<desk>[가-힣]{2,4}\s(?:객원|사진|선임|인턴)?기자)"
    r"|(?<=[.다])\s(?P<ko>[^.]{1,30}\s(?:제공|캡처)))"
)
# What stands before a credit, one language or group of languages a line.
_CREDIT_LABELS = re.compile(
    r"^(?:(?:photo(?:graph)?s?|fotos?|bild|image|picture|credits?|crédits?|créditos?|fotoğraf|quelle|source|copyright"
    r"|фото|φωτ(?:ογραφία)?|צילום|사진 ?출처|©|\(c\))\s*(?:by|credit)?\s*[:=©]?\s*)+",
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
    r"\b(?:hide caption|toggle caption|enlarge this image|image caption|image copyright"
    r"|purchase licensing rights(?:, opens new tab)?|bild vergrößern|bild in detailansicht öffnen"
    r"|öppna bild i helskärm|사진 ?확대)\b|\s\.\.\. more$",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"(?:photo|foto|bild|image|credit|crédit|quelle|source|copyright|©)s?\s?[:：]?", re.IGNORECASE
)
# "A lander by", before the builder's name: the sentence needs the name, though it is the credit too.
_GOES_ON = re.compile(r"\b(?:at|by|from|in|near|of|with|aus|bei|mit|von|avec|chez|par|con|de|por)\s$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|teaser|recommend|sidebar|footer|author|avatar|comment|logo|promo|newsletter|card|most-?read|popular|nav",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(r"\.svg(?:\?|$)|^data:|pixel|spacer|blank\.(?:gif|png)|placeholder|1x1|/logo", re.IGNORECASE)
_MOST_IMAGES = 60


def read_images(
    elements: PageElements, head: PageHead, data: LinkedData, page_url: str
) -> tuple[Image | None, tuple[Image, ...]]:
    """The main image, and every picture of the article once, the main one first if it is stated only in the head."""
    figures = tuple(_figures(elements.tree, page_url))
    main_url = _stated_address(data, head, page_url)
    main = next((image for image in figures if main_url and _same_picture(image.url, main_url)), None)
    if main is None and main_url:
        main = Image(main_url, alt=head.first("og:image:alt", "twitter:image:alt"))
    return main or (figures[0] if figures else None), figures


def read_videos(head: PageHead, data: LinkedData, page_url: str) -> tuple[str, ...]:
    """Absolute addresses of the videos that the page says are part of it."""
    found: list[str | None] = []
    for node in data.articles[:2]:
        found.extend(_address_of_video(data.resolve(value)) for value in as_list(node.get("video"))[:10])
    if data.articles and "video" not in data.articles[0]:
        found.extend(_address_of_video(node) for node in islice(data.of_type("videoobject"), 6))
    found.extend(head.every("og:video:secure_url", "og:video:url", "og:video"))
    absolute = (join_url(page_url, address) for address in found if address)
    return tuple(dict.fromkeys(address for address in absolute if address))[:20]


def _address_of_video(value: Any) -> str | None:  # noqa: ANN401 - JSON comes in here
    if isinstance(value, dict):
        value = value.get("contentUrl") or value.get("embedUrl") or value.get("url")
    return plain_text(value)


def _stated_address(data: LinkedData, head: PageHead, page_url: str) -> str | None:
    for node in data.articles[:3]:
        for value in as_list(node.get("image") or node.get("primaryImageOfPage"))[:5]:
            resolved = data.resolve(value)
            if isinstance(resolved, dict):
                resolved = resolved.get("url") or resolved.get("contentUrl") or resolved.get("@id")
            if (
                (text := plain_text(resolved))
                and (address := join_url(page_url, text))
                and not _NO_PICTURE.search(text)
            ):
                return address
    stated = head.first(
        "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnailurl"
    )
    if stated is None:
        stated = next(iter(head.links.get("image_src", ())), None)
    return join_url(page_url, stated) if stated else None


def _same_picture(one: str | None, other: str) -> bool:
    """The same file, whatever size the address asks for."""
    if not one:
        return False
    return one == other or _file_name(one) == _file_name(other) != ""


def _file_name(url: str) -> str:
    name = url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"-\d{2,4}x\d{2,4}(?=\.)", "", name) if len(name) > 8 else ""


def _figures(tree: HtmlElement, page_url: str) -> Iterator[Image]:
    """The pictures of the article, each once; those with a caption in a mere div only where no figure has one."""
    found: dict[str, Image] = {}
    for holder in islice(tree.iter("figure", "figcaption"), 4 * _MOST_IMAGES):
        if holder.tag == "figure":
            _add_picture(found, holder, holder.find(".//figcaption"), page_url)
        elif next(holder.iterancestors("figure"), None) is None:
            _add_picture(found, _holder_of_caption(holder), holder, page_url)
    if not any(image.caption for image in found.values()):
        captions = _captions_by_class(tree)
        for caption in captions[:_MOST_IMAGES] if isinstance(captions, list) else ():
            if isinstance(caption, HtmlElement) and 0 < len(text_of(caption, 700)) < 600:
                _add_picture(found, _holder_of_caption(caption), caption, page_url)
    return islice(iter(found.values()), _MOST_IMAGES)


_captions_by_class = etree.XPath(
    "descendant::*[contains(@class, 'aption') or contains(@class, 'egend') or contains(@class, 'photo_captain')]"
)


def _holder_of_caption(caption: HtmlElement) -> HtmlElement:
    """The nearest element around a caption that holds a picture too, else the caption itself."""
    for holder in islice(caption.iterancestors(), 3):
        if holder.find(".//img") is not None:
            return holder
    return caption


def _add_picture(found: dict[str, Image], holder: HtmlElement, caption: HtmlElement | None, page_url: str) -> None:
    picture = holder.find(".//img")
    if (picture is None and caption is None) or _is_elsewhere(holder):
        return
    address = _address_of_picture(picture, page_url) if picture is not None else None
    image = _image_of(caption, picture, address)
    key = _file_name(address or "") or address or fold_text(image.caption or "")
    if key and (key not in found or (image.caption and not found[key].caption)):
        found[key] = image


def _image_of(caption_element: HtmlElement | None, picture: HtmlElement | None, address: str | None) -> Image:
    alt = (picture.get("alt") or "").strip()[:1000] or None if picture is not None else None
    if caption_element is None:
        return Image(address, alt=alt)
    caption, credit = text_of(caption_element, 1500), None
    parts = caption_element.iterdescendants("span", "small", "cite", "em", "p", "div", "a")
    for part in islice(parts, 30):
        if _CREDIT_CLASS.search(part.get("class") or "") and (text := text_of(part, 200)):
            credit = text
            caption = caption.replace(text, " ", 1) if text != caption else ""
            break
    caption, printed = split_credit(_without_buttons(" ".join(caption.split())))
    credit = _plain_credit(credit or printed or _credit_beside(caption_element))
    return Image(address, _without_credit(caption, credit) or None, credit, alt)


def _credit_beside(caption: HtmlElement) -> str | None:
    """The credit in an element of its own right after the caption, or after the box that holds only the caption."""
    box = caption if caption.getnext() is not None else caption.getparent()
    beside = box.getnext() if box is not None and box.tag in ("div", "figcaption", "p", "span") else None
    if beside is None or not _CREDIT_BESIDE.search(beside.get("class") or ""):
        return None
    text = text_of(beside, 200)
    return text if 0 < len(text) <= _LONGEST_CREDIT else None


def _without_buttons(caption: str) -> str:
    """Without the words of buttons and labels that stand in captions' elements."""
    return " ".join(_CAPTION_BUTTONS.sub(" ", caption).split()).strip(" |–—")


def _without_credit(caption: str, credit: str | None) -> str:
    """The caption without the credit once more at its end, and without a label that labels nothing."""
    if credit and caption.endswith(credit) and not _GOES_ON.search(head := caption[: -len(credit)]):
        caption = head.rstrip(" |–—-/(")
    return "" if _LABEL_ALONE.fullmatch(caption) else caption


def split_credit(caption: str) -> tuple[str, str | None]:
    """The caption without the credit at its end, and that credit: "A bridge. [AP]" gives ("A bridge.", "AP")."""
    if asian := _ASIAN_CREDIT.fullmatch(caption):
        return asian["caption"].strip(), (asian["ja"] or asian["desk"] or asian["ko"]).strip()
    found = _CREDIT_AT_END.search(caption)
    if not found:
        return _split_plain_tail(caption)
    credit = (found["a"] or found["b"] or found["c"] or "").strip()
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
    plain = _CREDIT_LABELS.sub("", credit.strip(" ()[]|"))
    return plain.strip(" ()[]|:") or None


def _address_of_picture(picture: HtmlElement, page_url: str) -> str | None:
    for name in ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset"):
        value = (picture.get(name) or "").strip()
        if name.endswith("srcset"):
            value = value.split(",")[-1].strip().split(" ")[0]
        if value and not _NO_PICTURE.search(value[:300]) and (address := join_url(page_url, value[:3000])):
            return address
    return None


def _is_elsewhere(figure: HtmlElement) -> bool:
    for depth, holder in enumerate((figure, *figure.iterancestors())):
        if depth > 10 or holder.tag == "body":
            return False
        if holder.tag in ("aside", "footer", "nav", "li") or (
            holder.tag == "a" and figure.find(".//figcaption") is None
        ):
            return True
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if 0 < depth < 5 and len(names) < 200 and _ELSEWHERE.search(names):
            return True
    return False
