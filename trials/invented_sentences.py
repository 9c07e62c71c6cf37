"""Sentences of invented news in four languages: enough of them that no two paragraphs are alike by chance."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class Language:
    """The tables of one language, from `invented_languages.toml`.

    Attributes:
        pattern: of a sentence; ``{s}`` subject, ``{p}`` place, ``{v}`` verb, ``{o}`` object, ``{w}`` circumstance.
        figure: how a sentence with figures goes on.
        lines: the fixed wordings of ``invented_news``, by shape.
    """

    code: str
    pattern: str
    figure: str
    subjects: Sequence[str]
    verbs: Sequence[str]
    objects: Sequence[str]
    circumstances: Sequence[str]
    places: Sequence[str]
    given_names: Sequence[str]
    family_names: Sequence[str]
    name_pattern: str
    date_pattern: str
    months: Sequence[str]
    weekdays: Sequence[str]
    lines: Mapping[str, str]

    def sentence(self, chance: Random) -> str:
        text = self.pattern.format(
            s=chance.choice(self.subjects),
            p=chance.choice(self.places),
            v=chance.choice(self.verbs),
            o=chance.choice(self.objects),
            w=chance.choice(self.circumstances),
        )
        if chance.random() < 0.4:
            text += self.figure.format(a=chance.randint(2, 990), b=chance.randint(2, 30))
        return text[0].upper() + text[1:] + "."

    def paragraph(self, chance: Random) -> str:
        return " ".join(self.sentence(chance) for _ in range(chance.randint(2, 3)))

    def title(self, chance: Random) -> str:
        return self.sentence(chance).rstrip(".")

    def name(self, chance: Random) -> str:
        return self.name_pattern.format(g=chance.choice(self.given_names), f=chance.choice(self.family_names))

    def date(self, day: date) -> str:
        return self.date_pattern.format(d=day.day, m=self.months[day.month - 1], y=day.year)

    def line(self, shape: str, chance: Random, day: date, **more: str) -> str:
        """The wording of a shape, its gaps filled: name, city, day and the like differ from line to line."""
        filled = {
            "name": self.name(chance),
            "other": self.name(chance),
            "city": chance.choice(self.places),
            "town": chance.choice(self.places),
            "date": self.date(day),
            "weekday": self.weekdays[(day - timedelta(days=chance.randint(1, 4))).weekday()],
            "time": f"{chance.randint(6, 22)}:{chance.randint(0, 59):02d}",
            "age": str(chance.randint(61, 98)),
            "year": str(day.year - chance.randint(61, 98)),
            "figure": str(chance.randint(100, 9000)),
            "small": f"{chance.randint(1, 9)}.{chance.randint(0, 9)}",
            "part": str(chance.randint(2, 90)),
        }
        return self.lines[shape].format(**(filled | more))


_TABLES = tomllib.loads(Path(__file__).with_name("invented_languages.toml").read_text(encoding="utf-8"))
LANGUAGES = tuple(Language(**table) for table in _TABLES["language"])
