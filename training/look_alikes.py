"""Articles by one template with other names, places and figures: what houses print every day, and no two are copies.

Each template in look_alikes.txt is a title and a text with slots: NAME, OTHER, PLACE, FIRM, DAY, THING, SAY (a
sentence), and # for a digit.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

Document = dict[str, Any]  # a line of the corpus
_TEMPLATES = Path(__file__).with_name("look_alikes.txt")
_EACH = 25  # pairs by each template
_SLOT = re.compile("NAME|OTHER|PLACE|FIRM|DAY|THING|SAY|#")


def look_alike_pairs() -> Iterator[tuple[Document, Document, str]]:
    """Two articles by one template, and its name."""
    fillings, *templates = _TEMPLATES.read_text("utf-8").strip().split("\n\n\n")
    values = _read_fillings(fillings)
    for number, template in enumerate(templates):
        language, title, text = template.split("\n", 2)
        name = f"look-alike-{number}"
        random = Random(number)  # noqa: S311 - the same texts each time
        articles = []
        for one in range(_EACH + 1):
            filled = _fill(f"{title}\n{text}", values[language], random)
            filled_title, filled_text = filled.split("\n", 1)
            articles.append(
                {"id": f"{name}-{one}", "title": filled_title, "text": filled_text, "kind": "neg:look-alike"}
            )
        for earlier, later in pairwise(articles):
            if later["text"] != earlier["text"]:
                yield later, earlier, name


def _read_fillings(text: str) -> dict[str, dict[str, list[str]]]:
    values: dict[str, dict[str, list[str]]] = {}
    for line in text.splitlines():
        language, slot, choices = line.split(" ", 2)
        values.setdefault(language, {})[slot] = choices.split(" | ")
    return values


def _fill(template: str, values: dict[str, list[str]], random: Random) -> str:
    """A slot has one value in all of an article, but for sentences, which are each another one, and digits."""
    chosen = {slot: random.choice(choices) for slot, choices in values.items()}
    says = random.sample(values["SAY"], len(values["SAY"]))

    def fill(slot: re.Match[str]) -> str:
        if slot[0] == "#":
            return str(random.randint(0, 9))
        return says.pop() if slot[0] == "SAY" else chosen[slot[0]]

    return _SLOT.sub(fill, template)
