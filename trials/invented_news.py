"""Invented outlets: stories piece by piece, each piece with its shape and whether it is the story's own.

What must stay looks like what must go: daily columns with a fixed opening, serials, corrections, obituaries from one
template, market and earthquake reports, the agency's background paragraph, stories that run again. What must go is in
no phrase list: slogans, tail lines, notes on who reported, biographies, on some of the pages or until a redesign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random

from invented_sentences import LANGUAGES, Language

SECTIONS = ("politics", "business", "sport", "culture", "science", "world", "local", "opinion")
REDESIGN = 150  # the number of the story from which slogan and tail line are others
_FIRST_DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
_ORIGINAL, _REPUBLISHED, _CORRECTED = 3, (9, 17, 28, 70, 151), 41
# Shape, the share of stories up to which it is met, and the paragraphs that are not from its template.
_FROM_TEMPLATE = (("obituary", 0.06, 2), ("market", 0.09, 1), ("quake", 0.12, 0))
_AMENDED = 0.03
_HARD = ("police", "obituary", "background_end")
_BEHIND = ("section_tail", "reported", "about", "bio", "tail", "redesigned tail")
_SHARES = (10, 5, 3, 2)  # every so manieth story is of the column


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a page.

    Attributes:
        shape: what it is: ``story``, ``slogan100``, ``column`` and so on.
        stays: is it the story's own?
    """

    text: str
    shape: str
    stays: bool = True
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One page of an invented outlet."""

    number: int
    title: str
    author: str | None
    section: str | None
    folder: str
    published_at: datetime
    pieces: tuple[Piece, ...]

    @property
    def path(self) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60]
        return f"{self.folder}/{self.published_at:%Y/%m/%d}/{slug}-{self.number}.html"


@dataclass(frozen=True)
class InventedOutlet:
    """An outlet that has so much of everything; ``number`` decides its language and the look of its column.

    Attributes:
        is_hard: has what can hardly be told apart, too: a police report's last line on every seventh page, promotions
            that take turns, a line behind all stories of one section.
    """

    number: int
    is_hard: bool = False

    @cached_property
    def language(self) -> Language:
        return LANGUAGES[self.number % len(LANGUAGES)]

    @property
    def id(self) -> str:
        return f"xx_invented{self.number:03d}"

    @property
    def column_every(self) -> int:
        return _SHARES[self.number // 4 % len(_SHARES)]

    @property
    def column_look(self) -> str:
        """Which signs of a kind the column has: ``title``, ``author``, ``section``, together or none ("bare")."""
        looks = ("title+author+section", "author+section", "title", "author", "section", "bare")
        return looks[(self.number + self.number // 4) % len(looks)]

    @property
    def states_section(self) -> bool:
        return "section" in self.column_look or self.number % 3 > 0

    @cached_property
    def authors(self) -> tuple[str, ...]:
        chance = self._chance("authors")
        return tuple(self.language.name(chance) for _ in range(10))

    def story(self, number: int) -> Story:
        """The story of that number, counted from 0 in the order of publication; always the same one."""
        if number in _REPUBLISHED:
            told = self.story(_ORIGINAL)
            return self._dressed(replace(told, number=number, published_at=self._day(number)), "republished")
        if number == _CORRECTED:
            told = self.story(_ORIGINAL)
            lead = Piece(f"{self.language.lines['amended']} {self._sentence(number, 'amended')}", "corrected")
            told = replace(told, number=number, published_at=self._day(number), pieces=(lead, *told.pieces))
            return self._dressed(told, "corrected")
        return self._dressed(self._plain(number))

    def _plain(self, number: int) -> Story:
        """A story with its own text only."""
        chance = self._chance(number)
        language = self.language
        section = chance.choice(SECTIONS)
        title, author = language.title(chance), chance.choice(self.authors)
        shape, own = self._own_pieces(number, chance)
        if shape == "column":
            title = language.lines["column_title"] + title if "title" in self.column_look else title
            author = self.authors[0] if "author" in self.column_look else author
            section = "harbour" if "section" in self.column_look else section
        elif shape == "serial":
            title = language.line("serial_title", chance, self._day(number)) + title
        elif shape == "obituary" and self.number % 2:
            section = "obituaries"
        elif shape in {"obituary", "police"} and self.is_hard:
            author = None
        folder = f"/{section}" if self.states_section and self.number % 2 else ""
        stated = section if self.states_section else None
        return Story(number, title, author, stated, folder, self._day(number), tuple(own))

    def _own_pieces(self, number: int, chance: Random) -> tuple[str, list[Piece]]:
        """What kind of story it is, and its own pieces."""
        language, day = self.language, self._day(number).date()
        text = [Piece(language.paragraph(chance), "story") for _ in range(chance.randint(5, 12))]
        fate = chance.random()
        if number == _ORIGINAL:
            return "story", text
        if number % self.column_every == 1:
            closing = [self._fixed("column_end")] if self.number % 2 else []
            return "column", [self._fixed("column"), *text, *closing]
        if number % 15 == 5:
            return "serial", [self._fixed("recap"), *text]
        if self.is_hard and 0.5 < fate < 0.65:
            return _HARD[self.number % 3], self._hard_pieces(text, chance, day)
        for shape, until, paragraphs in _FROM_TEMPLATE:
            if fate < until:
                return shape, self._from_template(chance, day, shape, text[:paragraphs])
        amended = [self._fixed("amended")] if fate > 1 - _AMENDED else []
        return "amended" if amended else "story", [*amended, *self._with_phrases(number, chance, text)]

    def _hard_pieces(self, text: list[Piece], chance: Random, day: date) -> list[Piece]:
        """What stands at the end of every seventh story."""
        shape = _HARD[self.number % 3]
        if shape == "obituary":
            return self._from_template(chance, day, "obituary", text[:2])
        return [*text, self._fixed(shape)]

    def _with_phrases(self, number: int, chance: Random, text: list[Piece]) -> Iterator[Piece]:
        """The story with what many stories have in their middle: headings, set sentences, an agency's background."""
        middle = len(text) // 2
        for index, piece in enumerate(text):
            if index == middle:
                if number % 70 in {4, 12}:  # a tenth and more of the stories on its topic
                    yield self._fixed("background")
                if chance.random() < 0.03:
                    yield self._fixed("declined")
                if chance.random() < 0.15:
                    yield replace(self._fixed("heading"), is_heading=True)
            yield piece

    def _from_template(self, chance: Random, day: date, shape: str, text: list[Piece]) -> list[Piece]:
        line = lambda name: Piece(self.language.line(name, chance, day), shape)  # noqa: E731 - one line, three times
        if shape == "obituary":
            return [line("obituary"), line("obituary_birth"), *text, line("obituary_service"), line("obituary_end")]
        if shape == "market":
            return [line("market"), line("market_more"), *text]
        return [line("quake"), *text, Piece(self.language.sentence(chance), "story"), line("quake_end")]

    def _dressed(self, story: Story, shape: str = "") -> Story:
        """The story with the outlet's junk around and between its pieces."""
        own = [replace(piece, shape=shape) for piece in story.pieces if piece.stays] if shape else list(story.pieces)
        own = [piece for piece in own if piece.stays]
        chance = self._chance(f"junk {story.number}")
        day = story.published_at.date()
        era = "old" if story.number < REDESIGN else "new"
        author_chance = self._chance(f"about {story.author}")
        junk = {
            "updated": self.language.line("updated", chance, day),
            "slogan100": self._sentence("slogan100"),
            "slogan40": self._sentence("slogan40") if chance.random() < 0.4 else "",
            "redesigned": self._sentence(f"{era} slogan"),
            "reported": self.language.line("reported", chance, day, name=story.author) if story.author else "",
            "about": self.language.line("about", author_chance, day, name=story.author) if story.author else "",
            "bio": f"{story.author} {self._sentence('bio', story.author).lower()}" if story.author else "",
            "tail": f"{self._sentence('tail', 1)} {self._sentence('tail', 2)}",
            "redesigned tail": f"{self._sentence(f'{era} tail', 1)} {self._sentence(f'{era} tail', 2)}",
        }
        gone = {name: Piece(text, name, stays=False) for name, text in junk.items() if text}
        gone.pop("bio" if self.number % 2 else "about", None)
        if self.is_hard:
            gone |= self._hard_junk(story, chance)
        places = (("label30", "updated"), ("slogan100", "slogan40"), ("redesigned", "rotating"))
        first, second, third = ([gone[name] for name in names if name in gone] for names in places)
        last = [gone[name] for name in _BEHIND if name in gone]
        return replace(story, pieces=(*first, *own[:2], *second, *own[2:4], *third, *own[4:], *last))

    def _hard_junk(self, story: Story, chance: Random) -> dict[str, Piece]:
        """Junk on some pages: a label on three of ten, promotions that take turns, a line behind one section."""
        junk = {"rotating": self._sentence("rotating", story.number % 5)}
        if chance.random() < 0.3:
            junk["label30"] = self.language.title(self._chance("label"))[:30].rsplit(" ", 1)[0]
        if story.section in {"sport", "business"}:
            junk["section_tail"] = self._sentence("section", story.section)
        return {name: Piece(text, name, stays=False) for name, text in junk.items()}

    def _fixed(self, shape: str) -> Piece:
        """A piece of the outlet's own that is the same in all its stories of a kind."""
        text = self.language.lines[shape]
        if shape in {"column", "recap", "background", "background_end"} and self.number % 3:
            text = f"{text} {self._sentence(shape)}"
        return Piece(text, shape)

    def _sentence(self, *seed: object) -> str:
        return self.language.sentence(self._chance(seed))

    def _day(self, number: int) -> datetime:
        return _FIRST_DAY + timedelta(hours=3 * number)

    def _chance(self, seed: object) -> Random:
        return Random(f"{self.number}/{seed}")  # noqa: S311 - stories, not secrets
