"""Pictures and videos of an article: the main image as stated, figures of the page with caption and credit."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, Final

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.picture_address import address_of_picture, file_name, is_picture, is_same_picture, number_of
from newscrawler.extraction.picture_captions import read_caption
from newscrawler.kept_results import remember_short
from newscrawler.model.article import Image
from newscrawler.urls import join_url
from newscrawler.words import fold_text

# Names of what holds pictures of other stories, or of people and things around this one. These patterns are for lower
# case, and each alternative begins with a letter of its own: so most places of a name are passed over at once.
_ELSEWHERE: Final = re.compile(
    r"related|teaser|recommend|sidebar|footer|author|avatar|comment|logo|promo|newsletter|most-?read|popular"
    r"|media-?player|video-?player|poster"
)
_ELSEWHERE_WORD: Final = re.compile(r"(?:\b|_)cards?(?:\b|_)|(?:^|[\s_])nav(?:bar|igation)?(?:$|[\s_-])")
_ICON_PARTS: Final = (
    *(".gif", ".svg", "author", "avatar", "badge", "banner", "button", "emoji", "gravatar", "icon", "logo", "portrait"),
    "sprite",
)
_CAPTION_NAME: Final = re.compile(r"aption|egend|photos?[-_]?capt(?!cha|ur)")  # the last: cut short or misspelt
_PICTURE_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|\?)", re.IGNORECASE)
_OTHERS_TAGS: Final = frozenset({"aside", "footer", "nav", "li"})
_MOST_IMAGES: Final = 60
_MOST_BARE: Final = 40  # pictures outside figures that are looked at
_LEAST_WIDTH: Final = 150  # of a picture that no figure holds, where the page says it
_LONGEST_NAMES: Final = 200
_DEEPEST: Final = 10
_LONGEST_ALT: Final = 1000


def read_images(
    elements: PageElements, head: PageHead, data: LinkedData, page_url: str
) -> tuple[Image | None, tuple[Image, ...]]:
    """The main image, and every picture of the article once, the main one first if it is stated only in the head."""
    figures = _PagePictures(elements, head, page_url).images()
    main_url = _stated_address(data, head, page_url)
    main = _image_at(main_url, figures) if main_url else None
    if main is None and main_url:
        main = Image(main_url, alt=head.first("og:image:alt", "twitter:image:alt"))
    return main or (figures[0] if figures else None), figures


def _image_at(address: str, figures: tuple[Image, ...]) -> Image | None:
    """The picture of that address, else the only one whose address has the same number.

    What several pictures share is the number of the article, or of a folder.
    """
    same = next((image for image in figures if is_same_picture(image.url, address)), None)
    if same is not None or not (number := number_of(address)):
        return same
    numbered = [image for image in figures if image.url and number_of(image.url) == number]
    return numbered[0] if len(numbered) == 1 else None


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
            text = plain_text(resolved)
            if text and is_picture(text) and (address := join_url(page_url, text)):
                return address
    stated = head.first(
        "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnailurl"
    )
    if stated is None:
        stated = next(iter(head.links.get("image_src", ())), None)
    return join_url(page_url, stated) if stated else None


class _PagePictures:
    """The pictures that a page shows as part of its article."""

    def __init__(self, elements: PageElements, head: PageHead, page_url: str) -> None:
        self._elements = elements
        self._page_url = page_url
        self._around_heading = head.around_heading
        self._article = _article_around(head.longest_heading, elements)
        self._found: dict[str, Image] = {}
        self._told: dict[str, str] = {}  # folded caption -> number of its picture
        self._seen: set[HtmlElement] = set()

    def images(self) -> tuple[Image, ...]:
        """Each once; those with a caption in a mere div only where no figure has one."""
        for holder in self._elements.tagged("figure", "figcaption")[: 4 * _MOST_IMAGES]:
            if holder.tag == "figure":
                picture = next(holder.iter("img"), None)
                if picture is None:
                    picture = next(holder.iter("source"), None)
                self._add(holder, picture, next(holder.iter("figcaption"), None))
            elif next(holder.iterancestors("figure"), None) is None:
                self._add_captioned(holder)
        if not any(image.caption for image in self._found.values()):
            for caption in islice(self._boxes_named_caption(), _MOST_IMAGES):
                if 0 < len(text_of(caption, 700)) < 600:
                    self._add_captioned(caption)
        self._add_bare()
        return tuple(islice(self._found.values(), _MOST_IMAGES))

    def _boxes_named_caption(self) -> Iterator[HtmlElement]:
        for element, _, names in self._elements.with_name if _may_name_captions(self._elements.names) else ():
            if _may_name_captions(names) and _CAPTION_NAME.search(element.get("class") or ""):
                yield element

    def _add_captioned(self, caption: HtmlElement) -> None:
        """The picture of the nearest element around a caption that holds one."""
        for holder in islice(caption.iterancestors(), 3):
            if (picture := next(holder.iterdescendants("img"), None)) is not None:
                return self._add(holder, picture, caption)
        return self._add(caption, None, caption)

    def _add_bare(self) -> None:
        """Pictures of the article element that no figure holds."""
        if self._article is None:
            return
        for picture in islice(self._article.iter("img"), _MOST_BARE):
            if picture in self._seen or _is_small(picture):
                continue
            names = f"{picture.get('class') or ''} {picture.get('alt') or ''} {(picture.get('src') or '')[-80:]}"
            folded = names[:400].lower()
            if not any(map(folded.__contains__, _ICON_PARTS)):
                self._add(picture, picture, None)

    def _add(self, holder: HtmlElement, picture: HtmlElement | None, caption: HtmlElement | None) -> None:
        if picture is not None:
            self._seen.add(picture)
        if (picture is None and caption is None) or self._is_elsewhere(
            holder, picture, has_caption=caption is not None
        ):
            return
        address = address_of_picture(picture, self._page_url) if picture is not None else None
        alt = (picture.get("alt") or "").strip()[:_LONGEST_ALT] or None if picture is not None else None
        text, credit = read_caption(caption) if caption is not None else (None, None)
        if text and self._is_told(text, address):
            return
        key = file_name(address or "") or address or fold_text(text or "")
        if key and (key not in self._found or (text and not self._found[key].caption)):
            self._found[key] = Image(address, text, credit, alt)

    def _is_told(self, caption: str, address: str | None) -> bool:
        """Was the caption there before, with this picture in another size or with one that this place lacks?"""
        folded, number = fold_text(caption), number_of(address or "")
        if folded not in self._told:
            if address:
                self._told[folded] = number
            return False
        return address is None or self._told[folded] == number != ""

    def _is_elsewhere(self, figure: HtmlElement, picture: HtmlElement | None, *, has_caption: bool) -> bool:
        """Does it belong to another story, or to the frame of the page?"""
        if picture is not None and not has_caption and _leads_away(picture, figure):
            return True
        for depth, holder in enumerate(chain((figure,), islice(figure.iterancestors(), _DEEPEST))):
            tag = holder.tag
            if holder in self._around_heading or tag == "body":
                return False
            if tag in _OTHERS_TAGS or (not has_caption and tag in ("a", "article") and depth):
                return tag != "a" or not _PICTURE_FILE.search(holder.get("href") or "")
            if 0 < depth < 5 and _names_elsewhere(f"{holder.get('class') or ''}\n{holder.get('id') or ''}"):
                return True
        return False


def _may_name_captions(names: str) -> bool:
    """Is there a part that every match of `_CAPTION_NAME` has?"""
    return "aption" in names or "egend" in names or "capt" in names


@remember_short(4096)
def _names_elsewhere(names: str) -> bool:
    """Do classes or id say so, each on a line of its own?"""
    if len(names) > _LONGEST_NAMES:
        return False
    folded = names.lower()
    if _ELSEWHERE.search(folded):
        return True
    return ("card" in folded or "nav" in folded) and _ELSEWHERE_WORD.search(folded) is not None


def _article_around(heading: HtmlElement | None, elements: PageElements) -> HtmlElement | None:
    """The article element that holds the headline, else the only one of the page."""
    around = None if heading is None else next(heading.iterancestors("article"), None)
    articles = elements.tagged("article")
    return articles[0] if around is None and len(articles) == 1 else around


def _leads_away(picture: HtmlElement, figure: HtmlElement) -> bool:
    """Is it inside a link, within its figure, to something that is no larger picture?"""
    for holder in islice(picture.iterancestors(), 4):
        if holder.tag == "a":
            return not _PICTURE_FILE.search(holder.get("href") or "")
        if holder is figure:
            break
    return False


def _is_small(picture: HtmlElement) -> bool:
    width = picture.get("width") or ""
    return width.isascii() and width.isdigit() and len(width) < 5 and int(width) < _LEAST_WIDTH
