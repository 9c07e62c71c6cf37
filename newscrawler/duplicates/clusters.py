"""Articles with what they are copies of, in; which of them are one story, and which one of these is the first, out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Member:
    """As much of an article as decides where it stands.

    Attributes:
        article: its ``_id``.
        first_seen_at: aware.
        originals: ``_id``s of the articles that it is a copy of.
    """

    article: str
    first_seen_at: datetime
    originals: Sequence[str] = ()


class Standing(NamedTuple):
    """Where an article stands.

    Attributes:
        cluster: ``_id`` of the first article of its story; None: nobody has the same story.
        duplicate_of: the same, but None for the first one itself.
    """

    cluster: str | None = None
    duplicate_of: str | None = None


ALONE = Standing()


def arrange(members: Iterable[Member]) -> dict[str, Standing]:
    """Where each of the articles stands, by ``_id``: the same for any order of them.

    A cluster is all that hangs together by copies of copies. Its first article is the one that was seen first, of
    several the one with the smaller ``_id``. A copy of an article that is not among them counts as a copy of none.
    """
    known = {member.article: member for member in members}
    standings: dict[str, Standing] = {}
    for story in stories(known.values()):
        first = min(story, key=lambda article: (known[article].first_seen_at, article))
        for article in story:
            standings[article] = ALONE if len(story) == 1 else Standing(first, None if article == first else first)
    return standings


def stories(members: Iterable[Member]) -> list[Sequence[str]]:
    """The articles in groups that hang together, each group sorted; who is alone is a group too."""
    known = {member.article: member for member in members}
    towards: dict[str, str] = {article: article for article in known}  # a step closer to the middle of its group

    def middle(article: str) -> str:
        while towards[article] != article:
            towards[article] = article = towards[towards[article]]  # half the way, for the next one who asks
        return article

    for article, member in known.items():
        for original in member.originals:
            if original in known:
                one, other = sorted((middle(article), middle(original)))
                towards[other] = one
    groups: dict[str, list[str]] = {}
    for article in sorted(known):
        groups.setdefault(middle(article), []).append(article)
    return list(groups.values())
