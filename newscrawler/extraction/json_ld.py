"""schema.org data in the page's scripts: cut out by search, parsed forgivingly, and the node that is this article."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import chompjs

from newscrawler.extraction.chosen_walk import walk
from newscrawler.kept_results import remember_short
from newscrawler.words import collapse_spaces, fold_title

Node = Mapping[str, Any]

# Types of schema.org that are an article, folded, with how much they are one: a page about an article counts less.
ARTICLE_TYPES = {
    "advertisercontentarticle": 3,
    "analysisnewsarticle": 3,
    "article": 3,
    "askpublicnewsarticle": 3,
    "backgroundnewsarticle": 3,
    "blogposting": 3,
    "liveblogposting": 3,
    "medicalscholarlyarticle": 3,
    "newsarticle": 3,
    "opinionnewsarticle": 3,
    "report": 3,
    "reportagenewsarticle": 3,
    "reviewnewsarticle": 3,
    "satiricalarticle": 3,
    "scholarlyarticle": 3,
    "techarticle": 3,
    "socialmediaposting": 2,
    "creativework": 1,
    "discussionforumposting": 1,
    "itempage": 1,
    "mediaobject": 1,
    "podcastepisode": 1,
    "recipe": 1,
    "review": 1,
    "videoobject": 1,
    "webpage": 1,
}
# Where a node holds further nodes that may be the article; lists of other articles are not followed.
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf")
_FOLLOWED_LAST_FIRST = _FOLLOWED[::-1]
_MAX_BLOCKS = 60
_MAX_NODES = 800
_MAX_BLOCK_BYTES = 4_000_000
_MAX_RESCUED_CHARACTERS = 300_000  # chompjs reads what JSON cannot; hostile input must not keep it busy
_TAGS = re.compile(r"<[^<>]{1,300}>")
_PATH = re.compile(r"(?:https?:)?//[^/?#]*([^?#]*)")
_DECODER = json.JSONDecoder(strict=False)
_WITH_IDS = ("author", "publisher", "creator", "image")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the page's JSON-LD says.

    Attributes:
        articles: nodes that may be this article, the likeliest first.
        nodes: every node with a type, in the page's order.
        by_id: ``@id`` -> the fullest node that bears it.
        broken: number of blocks that could not be read.
    """

    articles: tuple[Node, ...] = ()
    nodes: tuple[Node, ...] = ()
    by_id: Mapping[str, Node] = None  # type: ignore[assignment]
    broken: int = 0

    def first(self, *names: str) -> Any:  # noqa: ANN401 - JSON comes in here
        """The first value that an article node gives for one of the names, else None."""
        return next((node[name] for node in self.articles for name in names if node.get(name)), None)

    def text(self, *names: str) -> str | None:
        """The same as plain text."""
        texts = (plain_text(node[name]) for node in self.articles for name in names if node.get(name))
        return next((text for text in texts if text), None)

    def of_type(self, kind: str) -> Iterator[Node]:
        """The nodes of a type, in the page's order."""
        return (node for node in self.nodes if kind in types_of(node))

    def resolve(self, value: Any) -> Any:  # noqa: ANN401 - JSON comes in here
        """The node that a mere ``{"@id": ...}`` stands for; any other value as it is."""
        if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def read_json_ld(page: bytes, page_url: str, titles: Iterable[str] = ()) -> LinkedData:
    """The page's JSON-LD; what cannot be read is counted and left out. Never raises.

    Args:
        page: the whole page, in UTF-8.
        page_url: tells this article's node from those of others.
        titles: as the page shows it elsewhere, for the same purpose.
    """
    roots, broken = [], 0
    for block in _script_blocks(page):
        parsed = _parse_block(block)
        broken += parsed is None
        roots.append(parsed)
    nodes, by_id = _collect_nodes(roots)
    ranks = map(_article_rank, nodes)
    likely = [(rank, node) for rank, node in zip(ranks, nodes, strict=True) if rank]
    if len(likely) > 1:
        wanted = {fold_title(title) for title in titles} - {""}
        path = _path_of(page_url)
        likely = [(rank + _likeness(node, path, wanted), node) for rank, node in likely]
        likely.sort(key=itemgetter(0), reverse=True)  # those equally likely stay in the page's order
    return LinkedData(tuple(node for _, node in likely), tuple(nodes), by_id, broken)


def plain_text(value: Any) -> str | None:  # noqa: ANN401 - JSON comes in here
    """A JSON value as one line of text, entities resolved and tags dropped; None where it holds no text."""
    text = value if isinstance(value, str) else None if value is None else _text_inside(value)
    if not text:
        return None
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub(" ", text)
    return collapse_spaces(text) or None


def _text_inside(value: Any) -> str | None:  # noqa: ANN401 - JSON comes in here
    """The text or number in a list or node."""
    for _ in range(6):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, Mapping):
            value = value.get("@value") or value.get("name") or value.get("headline")
        else:
            break
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def types_of(node: Node) -> frozenset[str]:
    """The node's types, lower case, without address: ``newsarticle``."""
    kinds = node.get("@type") or node.get("type")
    if isinstance(kinds, str):
        return _types_named(kinds)
    named = kinds if isinstance(kinds, list) else ()
    return frozenset().union(*[_types_named(kind) for kind in named if isinstance(kind, str)])


@remember_short(256)  # a few types are those of nearly all nodes
def _types_named(name: str) -> frozenset[str]:
    return frozenset({name.rpartition("/")[2].lower()})


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON comes in here
    """A list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _script_blocks(page: bytes) -> Iterator[str]:
    place = 0
    for _ in range(_MAX_BLOCKS):
        place = walk.place_of_json_ld(page, place)
        if place < 0:
            return
        start = page.rfind(b"<", max(0, place - 400), place)
        opened = page.find(b">", place)
        if opened < 0:
            return
        place = opened + 1
        if page[start + 1 : start + 7].lower() != b"script":
            continue
        end = page.find(b"</script", opened)
        end = end if end >= 0 else page.find(b"</SCRIPT", opened)
        end = end if end >= 0 else len(page)
        yield page[opened + 1 : min(end, opened + _MAX_BLOCK_BYTES)].decode("utf-8", "ignore")
        place = end


def _parse_block(block: str) -> Any:  # noqa: ANN401 - JSON comes in here
    """The block's value; an empty list where it is empty, None where it cannot be read."""
    source = block.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    source = source.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    if not source:
        return []
    if source[:12].find("&quot;") > 0:
        source = html.unescape(source)
    try:
        return _DECODER.decode(source)
    except (ValueError, RecursionError):
        pass
    if len(source) > _MAX_RESCUED_CHARACTERS or source.count("[") + source.count("{") > 5000:
        return None
    try:
        return chompjs.parse_js_object(source, loader_kwargs={"strict": False})
    except (ValueError, RecursionError):
        return None


def _collect_nodes(roots: Iterable[Any]) -> tuple[list[Node], dict[str, Node]]:
    """Nodes that may matter, in order, and an index of those with an ``@id``, also deeper ones."""
    nodes: list[Node] = []
    by_id: dict[str, Node] = {}
    waiting = [(root, 0) for root in reversed(list(roots))]
    while waiting and len(nodes) < _MAX_NODES:
        value, depth = waiting.pop()
        if depth > 8:
            continue
        if isinstance(value, list):
            waiting.extend((entry, depth + 1) for entry in reversed(value[:300]))
        elif isinstance(value, dict):
            if value.get("@type") or value.get("type"):
                nodes.append(value)
            _index_ids(value, by_id)
            waiting.extend([(value[name], depth + 1) for name in _FOLLOWED_LAST_FIRST if value.get(name)])
    return nodes, by_id


def _index_ids(node: dict[str, Any], by_id: dict[str, Node]) -> None:
    _index_id(node, by_id)
    for value in map(node.get, _WITH_IDS):
        if isinstance(value, dict):
            _index_id(value, by_id)
        elif isinstance(value, list):
            for entry in value[:20]:
                if isinstance(entry, dict):
                    _index_id(entry, by_id)


def _index_id(node: dict[str, Any], by_id: dict[str, Node]) -> None:
    identifier = node.get("@id")
    if isinstance(identifier, str):
        known = by_id.get(identifier)
        if known is None or len(known) < len(node):
            by_id[identifier] = node


def _article_rank(node: Node) -> float:
    return float(max([ARTICLE_TYPES.get(kind, 0) for kind in types_of(node)], default=0))


def _likeness(node: Node, path: str, titles: set[str]) -> float:
    """How likely the node is about this page's article, its type aside."""
    rank = 0.0
    title = fold_title(plain_text(node.get("headline") or node.get("name")) or "")
    address = node.get("mainEntityOfPage") or node.get("url") or node.get("@id")
    if isinstance(address, Mapping):
        address = address.get("@id") or address.get("url")
    rank += 2.0 * (isinstance(address, str) and len(path) > 1 and _path_of(address) == path)
    rank += 1.5 * (bool(title) and any(title in other or other in title for other in titles))
    rank += 0.5 * bool(node.get("headline")) + 0.5 * bool(node.get("datePublished"))
    return rank + 0.25 * bool(node.get("author")) + 0.25 * bool(node.get("articleBody"))


def _path_of(url: str) -> str:
    found = _PATH.match(url.strip()[:2000])
    return found[1].rstrip("/").lower() if found else ""
