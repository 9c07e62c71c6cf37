"""Copies in words: what a cluster is in one line, what each of its articles is beside the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from newscrawler.duplicates.syndication import out_by, syndication_of
from newscrawler.durations import duration_in_words
from newscrawler.model.copy_link import CopyKind
from newscrawler.operations.article_text import instant
from newscrawler.operations.terminal_text import many
from newscrawler.storage.documents.syndication_documents import story_copy

SHORT_ID = 8  # digits of an id: enough to name one of some thousands; the store asks for more where it is not
KIND_WORDS: Mapping[CopyKind, str] = {
    "same": "same text",
    "excerpt": "excerpt",
    "expansion": "longer",
    "edited": "edited",
}
BESIDE_WORDS: Mapping[CopyKind, str] = {
    "same": "same text as",
    "excerpt": "excerpt of",
    "expansion": "longer than",
    "edited": "edited from",
}
TURNED: Mapping[CopyKind, CopyKind] = {
    "same": "same",
    "excerpt": "expansion",
    "expansion": "excerpt",
    "edited": "edited",
}
_KNOWN_BY = {"published": "as it says", "seen": "when it was fetched"}

Document = Mapping[str, Any]


def cluster_values(members: Sequence[Document]) -> dict[str, Any]:
    """What a cluster is as a whole, for ``--json`` and for a line of a table.

    Args:
        members: in the order in which they were out.
    """
    first = members[0]
    copies = [story_copy(member) for member in members]
    syndication = syndication_of(copies)
    first_at, first_by = (syndication.first_at, syndication.first_by) if syndication else out_by(copies[0])
    kinds = Counter(link["kind"] for link in links_from_first(members).values())
    return {
        "cluster": first.get("cluster"),
        "title": first.get("title"),
        "first_outlet": first.get("outlet"),
        "first_article": first["_id"],
        "first_at": first_at,
        "first_by": first_by,
        "agency": syndication.agency if syndication else first.get("agency"),
        "articles": len(members),
        "outlets": list(dict.fromkeys(str(member["outlet"]) for member in members)),
        "kinds": {kind: kinds[kind] for kind in KIND_WORDS if kinds[kind]},
    }


def links_from_first(members: Sequence[Document]) -> dict[str, Document]:
    """What each article of a cluster is beside the one from which the first one leads to it; none of the first one.

    A stored link leads from what was fetched later to what was fetched earlier. Where the former was out first, it is
    turned round: of a story that was fetched after its excerpt, the excerpt is one.

    Args:
        members: in the order in which they were out.

    Returns:
        ``_id`` -> ``article``, ``kind``, ``likeness``, as in ``copy_of``.
    """
    links = {member["_id"]: member["copy_of"] for member in members if member.get("copy_of")}
    around: dict[str, dict[str, Document]] = {member["_id"]: {} for member in members}
    for key, link in links.items():
        if (other := link["article"]) in around:
            around[other][key] = link
            around[key][other] = link | {"article": key, "kind": TURNED[link["kind"]]}
    shown: dict[str, Document] = {}
    reached = [members[0]["_id"]] if members else []
    for key in reached:
        for other, link in around[key].items():
            if other not in shown and other != reached[0]:
                shown[other] = link
                reached.append(other)
    # What hangs together by ``also_copy_of`` alone has no other kind than its own.
    return {member: link for member, link in (links | shown).items() if member != members[0]["_id"]}


def kinds_line(kinds: Mapping[CopyKind, int]) -> str:
    """``2 same text, edited``: one of a kind has no number."""
    return ", ".join(f"{count} {KIND_WORDS[kind]}" if count > 1 else KIND_WORDS[kind] for kind, count in kinds.items())


def first_line(values: Mapping[str, Any]) -> str:
    """Which outlet had it first, when, and how that is known."""
    return f"first: {values['first_outlet']}, {instant(values['first_at'])} UTC, {_KNOWN_BY[values['first_by']]}"


def facts_line(values: Mapping[str, Any]) -> str:
    """How many articles and outlets; the agency; who was first."""
    counts = f"{many(values['articles'], 'article')} at {many(len(values['outlets']), 'outlet')}"
    told = (counts, f"agency {values['agency']}" if values["agency"] else "", first_line(values))
    return " · ".join(part for part in told if part)


def how_late(member: Document, first: Document) -> str:
    """How long after the first it was out: ``12 min later``; ``seen 3 h later`` where only that is known."""
    if member["_id"] == first["_id"]:
        return "first"
    (when, known_by), (began, _) = out_by(story_copy(member)), out_by(story_copy(first))
    if when < began:  # its date is of other times: it did not count
        when, known_by = member["first_seen_at"], "seen"
    seen = "seen " if known_by == "seen" else ""
    seconds = (when - began).total_seconds()
    return f"{seen}{duration_in_words(seconds)} later" if seconds >= 1 else f"{seen}at the same time"


def beside(link: Document | None, first: Document | None = None) -> str:
    """What an article is beside the other one of a link: ``excerpt of 3f2a9c11``; "" where there is no link.

    Args:
        link: as ``copy_of`` and ``links_from_first`` have it.
        first: not named where it is the other article: then ``excerpt``.
    """
    if not link:
        return ""
    if first is not None and link["article"] == first["_id"]:
        return KIND_WORDS[link["kind"]]
    return f"{BESIDE_WORDS[link['kind']]} {link['article'][:SHORT_ID]}"


def how_sure(link: Document | None) -> str:
    """How surely the articles of a link are copies: ``99 %``, never rounded up; "" where there is none."""
    return f"{int(100 * link['likeness'])} %" if link else ""
