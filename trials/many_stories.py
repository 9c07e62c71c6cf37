"""Very many invented articles in the order of time, with what news has of sameness.

Wire stories that several outlets print as they are, shortened, continued or reworded; reports made by one template;
roundups of the openings of others; follow-ups with the background of an old story; footers of outlets left in the text.
Words are of no language, by Zipf's law: some hundred words from a few tables would be too much alike.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from newscrawler.model.article import Article
from newscrawler.model.block import Block

VOCABULARY = 40_000
OUTLETS = 60
DAYS = 60  # within the window in which copies are found
REMEMBERED = 400  # stories that may be copied or taken up
TEMPLATES = 25
FOOTERS = 0.25  # of an outlet's articles
# Of the articles; the others are stories of their own.
SHARES = {
    "exact": 0.10,
    "shortened": 0.05,
    "continued": 0.04,
    "reworded": 0.05,
    "template": 0.08,
    "roundup": 0.03,
    "follow_up": 0.05,
    "brief": 0.05,
}
COPIES = frozenset({"exact", "shortened", "continued", "reworded"})
_SYLLABLES = ("ba", "den", "for", "ga", "hol", "in", "ker", "lam", "mo", "nes", "or", "pel", "qui", "ras", "sta", "tor")
Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An article and what is true of it: ``story`` is the same for copies of one."""

    article: Article
    kind: str
    story: int


class ManyStories:
    """So many articles; the same ones for the same seed."""

    def __init__(self, number: int, seed: int = 1) -> None:
        """Make ``number`` of them, the last of which is an hour old."""
        self.number = number
        self._seed = seed
        self._chance = np.random.default_rng(seed)
        self._stories: deque[tuple[int, str, Paragraphs]] = deque(maxlen=REMEMBERED)
        self._makers: dict[str, Callable[[int], tuple[int, str, Paragraphs]]] = {
            "exact": lambda _: self._remembered(),
            "shortened": self._shortened,
            "continued": self._continued,
            "reworded": self._reworded,
            "template": self._from_template,
            "roundup": self._roundup,
            "follow_up": self._follow_up,
            "brief": lambda number: (number, self._words(8), (self._words(self._between(25, 55)),)),
            "new": self._new,
        }

    def __iter__(self) -> Iterator[Told]:
        """All of them, the oldest first."""
        began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=DAYS, hours=1)
        names, shares = list(SHARES), np.cumsum(list(SHARES.values()))
        for number in range(self.number):
            place = int(np.searchsorted(shares, self._chance.random(), side="right"))
            kind = names[place] if place < len(names) and len(self._stories) > REMEMBERED // 8 else "new"
            story, title, paragraphs = self._makers[kind](number)
            if kind == "new":
                self._stories.append((story, title, paragraphs))
            outlet = int(OUTLETS * self._chance.random() ** 2)
            if self._chance.random() < FOOTERS:
                paragraphs = (*paragraphs, self._footers[outlet])
            yield Told(self._article(number, outlet, title, paragraphs, began), kind, story)

    def _article(self, number: int, outlet: int, title: str, paragraphs: Paragraphs, began: datetime) -> Article:
        at = began + timedelta(days=DAYS) * (number / self.number)
        return Article(
            url=f"https://www.outlet{outlet:02d}.example/{at:%Y/%m/%d}/story-{self._seed}-{number}.html",
            outlet=f"xx_outlet{outlet:02d}",
            title=title,
            blocks=tuple(Block("paragraph", text) for text in paragraphs),
            published_at=at - timedelta(minutes=self._between(1, 300)),
            fetched_at=at,
            language="en",
        )

    def _new(self, number: int) -> tuple[int, str, Paragraphs]:
        return number, self._words(9), self._paragraphs(self._between(4, 14))

    def _remembered(self) -> tuple[int, str, Paragraphs]:
        # Most copies come soon after the story.
        return self._stories[-1 - int(len(self._stories) * self._chance.random() ** 2)]

    def _shortened(self, _: int) -> tuple[int, str, Paragraphs]:
        story, title, paragraphs = self._remembered()
        return story, title, paragraphs[: max(2, len(paragraphs) // 2)]

    def _continued(self, _: int) -> tuple[int, str, Paragraphs]:
        story, _title, paragraphs = self._remembered()
        return story, self._words(9), (self._words(40), *paragraphs[1:], *self._paragraphs(2))

    def _reworded(self, _: int) -> tuple[int, str, Paragraphs]:
        story, _title, paragraphs = self._remembered()
        changed = tuple(self._with_other_words(text, 0.04) for text in paragraphs)
        return story, self._words(9), changed

    def _roundup(self, number: int) -> tuple[int, str, Paragraphs]:
        openings = [self._remembered()[2][0] for _ in range(5)]
        return number, self._words(6), (self._words(30), *openings)

    def _follow_up(self, number: int) -> tuple[int, str, Paragraphs]:
        background = self._remembered()[2][-2:]
        return number, self._words(9), (*self._paragraphs(self._between(4, 8)), *background)

    def _from_template(self, number: int) -> tuple[int, str, Paragraphs]:
        title, paragraphs = self._templates[self._between(0, TEMPLATES - 1)]
        return number, title, tuple(self._with_other_words(text, 0.15, figures=True) for text in paragraphs)

    def _with_other_words(self, text: str, share: float, *, figures: bool = False) -> str:
        words = text.split(" ")
        others = self._words(len(words)).split(" ")
        for at in np.flatnonzero(self._chance.random(len(words)) < share):
            words[at] = str(self._between(1, 9999)) if figures else others[at]
        return " ".join(words)

    def _paragraphs(self, number: int) -> Paragraphs:
        return tuple(self._words(self._between(30, 75)) for _ in range(number))

    def _words(self, number: int) -> str:
        places = np.searchsorted(self._weights, self._chance.random(number))
        return " ".join(self._vocabulary[place] for place in places)

    def _between(self, least: int, most: int) -> int:
        return int(self._chance.integers(least, most, endpoint=True))

    @cached_property
    def _vocabulary(self) -> list[str]:
        chance = np.random.default_rng(0)
        lengths = chance.integers(1, 5, VOCABULARY)
        return ["".join(chance.choice(_SYLLABLES, length)) for length in lengths]

    @cached_property
    def _weights(self) -> "np.typing.NDArray[np.float64]":
        weights = np.cumsum(1 / (np.arange(VOCABULARY) + 2.7))
        return weights / weights[-1]

    @cached_property
    def _footers(self) -> list[str]:
        return [self._words(45) for _ in range(OUTLETS)]

    @cached_property
    def _templates(self) -> list[tuple[str, Paragraphs]]:
        return [(self._words(7), self._paragraphs(5)) for _ in range(TEMPLATES)]


class Truth:
    """What was linked beside what is true."""

    def __init__(self) -> None:
        """Know of no article yet."""
        self._story_of: dict[str, int] = {}
        self._right: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._wrong: Counter[str] = Counter()

    def note(self, one: Told, article: str, copy_of: str | None) -> None:
        """Note what an article, by its ``_id``, was linked as a copy of."""
        self._story_of[article] = one.story
        if one.kind in COPIES:
            self._all[one.kind] += 1
        if copy_of is not None:
            is_right = self._story_of.get(copy_of) == one.story
            (self._right if is_right else self._wrong)[one.kind] += 1

    def __len__(self) -> int:
        """Articles noted."""
        return len(self._story_of)

    def figures(self) -> dict[str, Any]:
        """Right links, their share, and of each kind of copy the share that was found."""
        found = {kind: round(self._right[kind] / total, 4) for kind, total in sorted(self._all.items())}
        right, wrong = sum(self._right.values()), sum(self._wrong.values())
        share = round(right / max(1, right + wrong), 4)
        return {"right": right, "precision": share, "found": found, "wrong": dict(self._wrong)}
