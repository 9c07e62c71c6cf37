"""What kind of article it is, where it stands in the outlet, and what it is about."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text, types_of
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.model.article import ArticleType
from newscrawler.words import fold_text, fold_title, has_letters


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# schema.org types, lower case -> our kinds.
KIND_OF_TYPE: dict[str, ArticleType] = {
    "advertisercontentarticle": "press_release",
    "analysisnewsarticle": "news",
    "backgroundnewsarticle": "news",
    "liveblogposting": "live_blog",
    "newsarticle": "news",
    "opinionnewsarticle": "opinion",
    "reportagenewsarticle": "news",
    "reviewnewsarticle": "opinion",
}
# Whole words of section, breadcrumb or address that tell the kind, folded. One language a line.
KIND_WORDS: dict[ArticleType, frozenset[str]] = {
    "opinion": _words(
        """
        colunas colunistas opiniao
        column columnists columns comment commentary editorial editorials letters op-ed opinion opinions
        chronique chroniques debats edito editoriaux tribune
        commenti editoriali opinioni
        debat debatt kronik leder ledare synspunkt
        gastbeitrag kolumne kolumnen kommentar kommentare leitartikel meinung
        opinie мнение мнения コラム 社説 사설 오피니언 칼럼
        """
    ),
    "obituary": _words("disparitions dodsfall nachruf nachrufe necrologie necrologies obituaries obituarios obituary"),
    "gallery": _words(
        "bildergalerie diaporama fotogaleria fotogalerie fotostrecke fotostrecken galleries gallery slideshow"
    ),
    "video": _words("video videos"),
    "live_blog": _words("direct endirecto live live-blog liveblog liveticker"),
    "press_release": _words("advertorial press-release press-releases pressemitteilung pressrelease sponsored"),
}
_ALL_KIND_WORDS = frozenset().union(*KIND_WORDS.values())
# The first crumb, folded.
HOME_NAMES = _words(
    "accueil beranda etusivu forsiden hjem home homepage inicio pagina-inicial portada start startseite トップ ホーム"
)
_HOST = re.compile(r"^https?://[^/]+")
_CRUMB_TYPES = ("https://schema.org/BreadcrumbList", "http://schema.org/BreadcrumbList")
_MOST_KEYWORDS = 60
_FEWEST_HEADLINE_WORDS = 5


def read_kind(
    data: LinkedData, head: PageHead, section: str | None, breadcrumbs: tuple[str, ...], url: str
) -> tuple[ArticleType | None, str | None]:
    """The kind by the outlet's own words, then by its schema.org type, and where it was found, if any does.

    It is found in ``json_ld``, ``meta``, the ``section``, the ``breadcrumbs`` or the ``url``.
    """
    best = data.articles[0] if data.articles else {}
    kinds = types_of(best)
    is_live = any("liveblogposting" in types_of(node) for node in data.articles[:4])
    by_type = "live_blog" if is_live else next((kind for name, kind in KIND_OF_TYPE.items() if name in kinds), None)
    if by_type and by_type != "news":
        return by_type, "json_ld"
    if labelled := _labelled_kind(section, breadcrumbs, url):
        return labelled
    if (head.first("article:opinion") or "").lower() in ("true", "1"):
        return "opinion", "meta"
    if by_type or "videoobject" in kinds:
        return by_type or "video", "json_ld"
    is_news = (head.first("og:type") or "").lower() == "article" and kinds & {"article", "report"}
    return ("news", "json_ld") if is_news else (None, None)


def _labelled_kind(section: str | None, breadcrumbs: tuple[str, ...], url: str) -> tuple[ArticleType, str] | None:
    path = _HOST.sub("", url, count=1).lower()
    # the last part of an address is the headline's: "live" there is a word of it
    folders = path.rsplit("/", 1)[0].replace("_", "/").split("/") if path.count("/") > 1 else ()
    labels = {fold_title(text).replace(" ", "-") for text in (section or "", *breadcrumbs)}.union(folders)
    if labels.isdisjoint(_ALL_KIND_WORDS):
        return None
    kind, words = next((kind, words) for kind, words in KIND_WORDS.items() if not labels.isdisjoint(words))
    if not words.isdisjoint(folders):
        return kind, "url"
    return kind, "section" if section and fold_title(section).replace(" ", "-") in words else "breadcrumbs"


# What publishing systems state as section where none was chosen.
NO_SECTIONS = frozenset(
    {"allgemein", "article", "articles", "artikel", "non classe", "sin categoria", "tag", "tags", "uncategorized",
     "unkategorisiert"}
)  # fmt: skip


def marked_section(elements: PageElements) -> str | None:
    """The section as microdata in the page says it, a text of 120 characters at most."""
    if "articleSection" not in elements.names:
        return None
    named = (element for element, _, names in elements.with_name if "articleSection" in names)
    marked = next((element for element in named if element.get("itemprop") == "articleSection"), None)
    return None if marked is None else text_of(marked, 120) or (marked.get("content") or "")[:120] or None


def read_section(
    data: LinkedData, head: PageHead, breadcrumbs: tuple[str, ...], title: str | None
) -> tuple[str | None, str | None]:
    """The section and where it was found; what only repeats the title is none."""
    passed_over = NO_SECTIONS | {fold_title(title or "")}
    for node in data.articles[:4]:
        for value in as_list(node.get("articleSection"))[:5]:
            if (text := plain_text(value)) and fold_title(text) not in passed_over:
                return text[:120], "json_ld"
    text = head.first(
        "article:section",
        "cxenseparse:category",
        "parsely-section",
        "lp:section",
        "section",
        "dc.subject.section",
        "category",
    )
    if text and not text.startswith("http") and fold_title(text) not in passed_over:
        return text[:120], "meta"
    crumbs = [name for name in breadcrumbs if fold_title(name) not in NO_SECTIONS]
    return (crumbs[-1], "breadcrumbs") if crumbs else (None, None)


def as_written(section: str, labels: Iterable[str]) -> str:
    """A section in lower case, as an address has it, spelled as the first of the labels that is the same name."""
    if not section.islower():
        return section
    folded = fold_title(section)
    return next((label for label in labels if not label.islower() and fold_title(label) == folded), section)


def read_breadcrumbs(data: LinkedData, elements: PageElements, titles: Iterable[str]) -> tuple[str, ...]:
    """The way from the home page to the article, home and the article itself left out.

    Args:
        data: the page's JSON-LD, which goes first.
        elements: the page's, noted.
        titles: the article's headline, then other wordings of it; the last crumb often is one.
    """
    own = tuple(folded for title in titles if (folded := fold_title(title)))
    for node in islice(data.of_type("breadcrumblist"), 4):
        if crumbs := _clean_crumbs(_crumb_names(node), own):
            return crumbs
    for holder, _, names in elements.with_name if "/BreadcrumbList" in elements.names else ():
        if "/BreadcrumbList" in names and holder.get("itemtype") in _CRUMB_TYPES:
            return _clean_crumbs((text_of(link, 120) for link in islice(holder.iter("a"), 12)), own)
    return ()


def _crumb_names(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON comes in here
    for entry in as_list(node.get("itemListElement"))[:12]:
        if isinstance(entry, dict):
            item = entry.get("item")
            yield (
                plain_text(entry.get("name")) or plain_text(item.get("name") if isinstance(item, dict) else None) or ""
            )


def _clean_crumbs(names: Iterator[str], own_titles: tuple[str, ...]) -> tuple[str, ...]:
    kept = [name[:120] for name in names if name and not name.startswith("http")]
    while kept and fold_title(kept[0]).replace(" ", "-") in HOME_NAMES:
        kept.pop(0)
    while kept and _is_headline(fold_title(kept[-1]), own_titles):
        kept.pop()
    return tuple(dict.fromkeys(kept))


def _is_headline(crumb: str, own_titles: tuple[str, ...]) -> bool:
    """Is it a wording of the headline, perhaps without the outlet's name behind it? A section's name has few words."""
    if crumb.count(" ") + 1 < _FEWEST_HEADLINE_WORDS:
        return crumb in own_titles[:1]
    return any(title[:60] == crumb[:60] or title.startswith(f"{crumb} ") for title in own_titles)


def read_keywords(data: LinkedData, head: PageHead, listed: tuple[str, ...]) -> tuple[str, ...]:
    """Topics as the page gives them, each once, in its order."""
    stated: list[str] = []
    for node in data.articles[:2]:
        for value in as_list(node.get("keywords"))[:_MOST_KEYWORDS]:
            stated.extend(_split_keywords(plain_text(value) or ""))
    if not stated:
        stated.extend(
            head.every("article:tag", "og:article:tag", "parsely-tags", "news_keywords", "keywords", "mrf:tags")
        )
        stated = [part for text in stated for part in _split_keywords(text)]
    folded: dict[str, str] = {}
    for word in (*stated, *listed):
        if 1 < len(word) < 80 and ":" not in word[:8] and "://" not in word and has_letters(word):
            folded.setdefault(fold_text(word), word)
    topics = tuple(folded.values())
    if sum(_CODE_WORD.fullmatch(word) is not None for word in topics) > 1:
        topics = tuple(word for word in topics if not _CODE_WORD.fullmatch(word))
    return topics[:_MOST_KEYWORDS]


# "topic/bridges" and "Category: Bridges" are bridges; marks of the publishing system are no topics.
_KEYWORD_KIND = re.compile(
    r"^(?:(?:category|tag|topic):\s*|(?:category|location|organi[sz]ation|person|place|tag|topic)/)", re.IGNORECASE
)
_NO_KEYWORD = ("_", "section/", "sections/")
_CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|^[0-9a-f]{24,}$")
_SHORTEST_CODE = 19
# "accessType:free", "@post-id:17": no space after a name that begins as names in programs do. "Page Type: Article".
_NOTE = re.compile(r"@?[a-z][\w-]{3,}:\S|(?:[A-Z]\w*\s){0,2}(?:Category|ID|Language|Status|Template|Tokens|Type)\s?:")
# "INDG08", "FR-TECH1": where there is more than one, they are codes of subjects. A single one may be a name.
_CODE_WORD = re.compile(r"(?:[A-Z]{2}-)?[A-Z]{4,5}\d{1,2}")
_BETWEEN_KEYWORDS = re.compile("[,;|、，]")


def _split_keywords(text: str) -> list[str]:
    """The topics in a text of single spaces."""
    topics = []
    for piece in _BETWEEN_KEYWORDS.split(text):
        part = piece.strip(" #\"'")
        if part.startswith(_NO_KEYWORD) or (len(part) >= _SHORTEST_CODE and _CODE.search(part)):
            continue
        if "/" in part or ":" in part:
            part = _KEYWORD_KIND.sub("", part)
        if part and not (":" in part and _NOTE.match(part)):
            topics.append(part)
    return topics
