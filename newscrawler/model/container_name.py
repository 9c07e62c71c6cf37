"""How the element around a story is named, so that it is known again on other pages of its outlet."""

import re
from collections.abc import Sequence

from newscrawler.kept_results import remember_short

# A tag, and what distinguishes the element: its id as "#id", its classes as ".class".
Step = tuple[str, frozenset[str]]

# Of an article whose page was not looked at: it was noted from its stored text.
UNKNOWN_CONTAINER = "?"
_MOST_STEPS = 3
_LONGEST_NAME = 300  # characters
_LONGEST_STEP = 120
_LONGEST_TOKEN = 80  # longer ones are no names: left out
_BETWEEN = " > "
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"[#.][^#.]+")
# Names that style sheets made by a program bear; they change whenever it runs. Where an element has one of the first
# kind, its other classes of one word, as "hujkaj", are such names too. Origin: styled-components, Emotion, CSS modules.
_GENERATED = re.compile(r"\.(?:css|emotion|jsx|sc|svelte)-\w")
_ONE_WORD = re.compile(r"\.[^\W_]+")
_GENERATED_ENDING = re.compile(r"(?<=\w)_{1,2}(?=\w*\d)[a-z0-9]{4,10}$")
# Classes that say what the article is about. Origin: WordPress.
_OF_SUBJECT = (".author-", ".category-", ".tag-")


def container_name(trail: Sequence[str]) -> str:
    """The name of a trail's innermost element and the two around it: ``main > article.story#story-0 > div.text``.

    Figures are 0 in it, and classes that change from one article to the next, or with every release, are left out.
    """
    steps = [_spelled(*read_step(name)) for name in trail[-_MOST_STEPS:]]
    while len(steps) > 1 and sum(map(len, steps)) > _LONGEST_NAME - _MOST_STEPS * len(_BETWEEN):
        del steps[0]
    return _BETWEEN.join(steps)


def steps_of(name: str) -> tuple[Step, ...]:
    """The steps of a container's name, innermost first."""
    return tuple(_split(step) for step in reversed(name.split(_BETWEEN))) if name else ()


def telling_steps(name: str) -> tuple[Step, ...]:
    """The steps by which the element is known, innermost first: up to the first that has an id or a class."""
    steps = steps_of(name)
    named = next((index for index, (_, tokens) in enumerate(steps) if tokens), len(steps))
    return steps[: named + 1]


def spelled_steps(steps: Sequence[Step]) -> str:
    """The name of these steps, innermost first."""
    return _BETWEEN.join(_spelled(*step) for step in reversed(steps))


@remember_short(4096)
def read_step(name: str) -> Step:
    """One element of a trail, without what changes from page to page."""
    tag, tokens = _split(name)
    if any(map(_GENERATED.match, tokens)):
        tokens = frozenset(name for name in tokens if not (_GENERATED.match(name) or _ONE_WORD.fullmatch(name)))
    lasting = (token for token in tokens if len(token) <= _LONGEST_TOKEN and not token.startswith(_OF_SUBJECT))
    return tag, frozenset(_NUMBER.sub("0", _GENERATED_ENDING.sub("", token)) for token in lasting)


def _split(name: str) -> Step:
    tag = re.split("[#.]", name, maxsplit=1)[0]
    return tag, frozenset(_TOKEN.findall(name[len(tag) :]))


def alike(one: Sequence[Step], other: Sequence[Step]) -> tuple[Step, ...] | None:
    """What the steps of two names have in common where they are of one element; None where they are not.

    Of one element are the same tags, with half of their names the same: an article has classes of its own.
    """
    if len(one) != len(other):
        return None
    common = []
    for (tag, tokens), (other_tag, other_tokens) in zip(one, other, strict=True):
        shared = tokens & other_tokens
        if tag != other_tag or 2 * len(shared) < max(len(tokens), len(other_tokens)):
            return None
        common.append((tag, shared))
    return tuple(common)


def _spelled(tag: str, tokens: frozenset[str]) -> str:
    """``div#id.class``, the id first, the classes sorted, as many as there is room for."""
    spelled = tag
    for token in sorted(tokens, key=lambda token: (token[0] != "#", token)):
        if len(spelled) + len(token) > _LONGEST_STEP:
            break
        spelled += token
    return spelled
