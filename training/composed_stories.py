"""Articles composed of a corpus's stories as editors do it, for what the corpus has little of.

They hold parts of others without being copies of them, or are copies that hold much of their own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from zlib import crc32

Document = dict[str, Any]  # a line of the corpus
Paragraphs = list[str]
_LEAST_WORDS = 8  # of a paragraph
_LEAST_PARAGRAPHS = 3  # of a story
_SHORT_STORY = 220  # words: a newsletter prints it whole
_EACH = 200  # texts of each kind from each half
_TITLES = ("News in brief", "Morning briefing", "What happened today", "Live updates", "Nachrichten kompakt")


def half_of(group: str) -> int:
    """0 or 1: which half of the corpus a group of articles is in."""
    return crc32(group.encode()) % 2


def compose_pairs(documents: list[Document]) -> Iterator[tuple[Document, Document, bool]]:
    """A composed article, a story that it holds some of, and whether it is a copy of that; all within one half."""
    for half in (0, 1):
        stories = [story for story in documents if story["kind"] == "base" and half_of(str(story["cluster"])) == half]
        stories = [story for story in stories if len(_paragraphs(story)) >= _LEAST_PARAGRAPHS]
        if stories:
            yield from _Composer(stories, half).pairs()


class _Composer:
    def __init__(self, stories: list[Document], half: int) -> None:
        self._random = Random(half)  # noqa: S311 - the same texts each time
        self._stories = stories
        self._name = f"composed-{half}"
        self._by_language: dict[str, list[Document]] = defaultdict(list)
        for story in stories:
            self._by_language[story.get("lang", "")].append(story)

    def pairs(self) -> Iterator[tuple[Document, Document, bool]]:
        collections: dict[str, Callable[[list[Document]], Paragraphs]] = {
            "neg:roundup": self._roundup,
            "neg:newsletter": self._newsletter,
            "neg:live-blog": self._live_blog,
        }
        additions: dict[str, Callable[[Paragraphs, Paragraphs], Paragraphs]] = {
            "neg:followup": self._follow_up,
            "expanded": self._expanded,
            "writethru": self._written_through,
            "excerpt": lambda story, other: [*story[: max(2, len(story) * 2 // 5)], other[0]],
            "half": lambda story, _: story[: (len(story) + 1) // 2],
            "led": lambda story, other: [other[0], *story[1:]],
        }
        for number in range(_EACH):
            for kind, collect in collections.items():
                parts = self._choose(self._random.randint(3, 7))
                document = self._document(kind, number, self._random.choice(_TITLES), collect(parts))
                yield from ((document, story, False) for story in parts[:2])
            for kind, add in additions.items():
                story, other = self._choose(2)
                if number % 2:
                    story = self._cut(story)
                titles = [other["title"]] if kind == "neg:followup" else [other["title"], story["title"]]
                text = add(_paragraphs(story), _paragraphs(other))
                yield self._document(kind, number, self._random.choice(titles), text), story, not kind.startswith("neg")

    def _choose(self, count: int) -> list[Document]:
        """Stories of one language, if there are enough."""
        first = self._random.choice(self._stories)
        alike = self._by_language[first.get("lang", "")]
        others = [story for story in (alike if len(alike) > count else self._stories) if story is not first]
        chosen = [first, *self._random.sample(others, min(count - 1, len(others)))]
        return self._random.sample(chosen, len(chosen))

    def _cut(self, story: Document) -> Document:
        """A short story, for the corpus has few but those by templates."""
        paragraphs = _paragraphs(story)[: self._random.randint(3, 5)]
        return story | {"id": f"{story['id']}-{len(paragraphs)}", "text": "\n\n".join(paragraphs)}

    def _document(self, kind: str, number: int, title: str, paragraphs: Paragraphs) -> Document:
        text = "\n\n".join(paragraphs)
        return {"id": f"{self._name}-{kind}-{number}", "title": title, "text": text, "kind": kind}

    def _opening(self, story: Document, most: int) -> Paragraphs:
        wanted, opening = self._random.randint(30, most), []
        for paragraph in _paragraphs(story):
            if _words(opening) >= wanted:
                break
            opening.append(paragraph)
        return opening

    def _roundup(self, stories: list[Document]) -> Paragraphs:
        return [paragraph for story in stories for paragraph in self._opening(story, 110)]

    def _newsletter(self, stories: list[Document]) -> Paragraphs:
        texts = map(_paragraphs, stories[:5])
        parts = (text if _words(text) < _SHORT_STORY else text[: max(2, len(text) // 2)] for text in texts)
        return [paragraph for part in parts for paragraph in part]

    def _live_blog(self, stories: list[Document]) -> Paragraphs:
        quoted, told = stories[:-1][:4], _paragraphs(stories[-1])
        blog: Paragraphs = []
        for story in quoted:
            count = self._random.randint(1, 3)
            blog += [*told[:count], *self._opening(story, 160)]
            told = told[count:]
        return blog + told[:4]

    def _follow_up(self, story: Paragraphs, other: Paragraphs) -> Paragraphs:
        """New paragraphs, with two to four old ones as their background."""
        count = self._random.randint(2, max(2, min(4, len(story) // 3)))
        first = self._random.randint(1, max(1, len(story) - count))
        background = story[first : first + count]
        while _words(background) > _words(other) and len(background) > 1:
            background.pop()
        place = len(other) - self._random.randint(0, 1)
        return [*other[:place], *background, *other[place:]]

    def _expanded(self, story: Paragraphs, other: Paragraphs) -> Paragraphs:
        wanted, more = self._random.uniform(0.3, 1.3) * _words(story), []
        for paragraph in other:
            if _words(more) >= wanted:
                break
            more.append(paragraph)
        return story + more

    def _written_through(self, story: Paragraphs, other: Paragraphs) -> Paragraphs:
        middle = len(story) // 2
        more = other[2 : 2 + self._random.randint(0, 3)]
        return [other[0], *story[1:middle], other[1], *story[middle:], *more]


def _paragraphs(document: Document) -> Paragraphs:
    return [text for text in document["text"].split("\n\n") if len(text.split()) >= _LEAST_WORDS]


def _words(paragraphs: Paragraphs) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)
