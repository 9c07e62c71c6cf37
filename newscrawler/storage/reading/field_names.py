"""Names of fields that readers choose: which can be meant, and which say all. Needs no driver."""

from collections.abc import Iterable

MAX_STEPS = 100  # of a name as a.b.c: no document of MongoDB is deeper
ALWAYS = ("_id", "cursor")


def field_mistake(name: object) -> str | None:
    """What is wrong with the name of a field; None where nothing is."""
    if not isinstance(name, str):
        return f"{name!r} is no name of a field"
    steps = name.split(".")
    if all(step and not step.startswith("$") for step in steps) and len(steps) <= MAX_STEPS and _is_text(name):
        return None
    return f"'{name}' is no name of a field, as title or http.status".encode("utf-8", "backslashreplace").decode()


def outermost(names: Iterable[str]) -> list[str]:
    """The names without those of fields inside another that is named too: MongoDB refuses ``http,http.status``."""
    chosen = dict.fromkeys(names)
    return [name for name in chosen if not any(parent in chosen for parent in _parents(name))]


def _parents(name: str) -> list[str]:
    steps = name.split(".")
    return [".".join(steps[:count]) for count in range(1, len(steps))]


def _is_text(name: str) -> bool:
    """Whether BSON takes it."""
    return "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)
