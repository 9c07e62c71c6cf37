"""A regular expression as an automaton: one state for each letter that it can match, and what may follow what."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from re import _constants as codes  # type: ignore[attr-defined]  # Python's own, which has no other name
from re import _parser as parser  # type: ignore[attr-defined]

from newscrawler.patterns.letters import Alphabet, Node

# A repetition of at most so many times is written out; a longer one is a loop that goes round no oftener.
_WRITTEN_OUT = 5
_MOST_STATES = 2_000
_EMPTY = "it repeats a part that may be empty: give that part something that must be there"
_ONE_LETTER = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)
Ways = dict[int, int]  # state -> in how many ways


class TooIntricateError(ValueError):
    """What cannot be told in reasonable time, or needs no further look: the message says why."""


@dataclass(slots=True)
class Automaton:
    """States are numbers from 0, for each of them the following.

    Attributes:
        letters: the letters that lead into it, as a set of the alphabet's.
        most: how often it can be passed in one match, at most ``longest``.
        after: the states that may come next, in how many ways each.
        first: the states that may come first, in how many ways.
        settled: states with which the match is complete whatever follows: nothing is tried again behind them.
    """

    longest: int
    letters: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    after: list[Ways] = field(default_factory=list)
    first: Ways = field(default_factory=dict)
    settled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the expression: states that may open and close it, in how many ways it is empty.

    ``closing`` are those of ``last`` behind which nothing can be asked any more, no border of a word and no look ahead;
    ``free`` says the same of its being empty.
    """

    first: Ways
    last: Ways
    empty: int
    closing: frozenset[int]
    free: bool = True


_NOTHING = _Part({}, {}, 1, frozenset())
_NO_LETTER = replace(_NOTHING, free=False)  # the beginning, the end, a border of a word


def build_automaton(pattern: str, *, anywhere: bool, longest: int) -> Automaton:
    """The automaton of an expression for texts of at most ``longest`` characters.

    With ``anywhere`` the match may begin at any place and end at any (``re.search``), else it must be the whole text.
    """
    tree = parser.parse(pattern)
    builder = _Builder(Alphabet(tree), longest)
    part = builder.sequence(tree, tree.state.flags)
    if anywhere and not _is_anchored(tree, tree.state.flags):
        part = _followed(builder.automaton, builder.loop(builder.any_letter(), 0, longest), part)
    automaton = builder.automaton
    automaton.first = part.first
    automaton.settled = part.closing if anywhere else frozenset()
    return automaton


def _is_anchored(tree: Node, flags: int) -> bool:
    code, argument = tree[0] if len(tree) else (None, None)
    at_line = argument is codes.AT_BEGINNING and not flags & re.MULTILINE
    return code is codes.AT and (at_line or argument is codes.AT_BEGINNING_STRING)


class _Builder:
    """Builds the states of one expression from the parser's tree."""

    def __init__(self, alphabet: Alphabet, longest: int) -> None:
        self.alphabet = alphabet
        self.automaton = Automaton(longest)
        self._within_loop = False
        self._kinds: dict[Node, Callable[[Node, int], _Part]] = {
            codes.ASSERT: self._look,
            codes.ASSERT_NOT: self._look,
            codes.ATOMIC_GROUP: self.sequence,
            codes.BRANCH: self._branch,
            codes.GROUPREF: self._same_again,
            codes.GROUPREF_EXISTS: self._condition,
            codes.MAX_REPEAT: self._repeat,
            codes.MIN_REPEAT: self._repeat,
            codes.POSSESSIVE_REPEAT: self._repeat,
            codes.SUBPATTERN: self._group,
        }

    def sequence(self, nodes: Node, flags: int) -> _Part:
        part = _NOTHING
        for code, argument in nodes:
            part = _followed(self.automaton, part, self._part(code, argument, flags))
        return part

    def _part(self, code: Node, argument: Node, flags: int) -> _Part:
        if code in _ONE_LETTER:
            return self._state(self.alphabet.matching(code, argument, flags))
        build = self._kinds.get(code)
        return build(argument, flags) if build else _NO_LETTER

    def _group(self, argument: Node, flags: int) -> _Part:
        _, added, removed, body = argument
        return self.sequence(body, (flags | added) & ~removed)

    def _branch(self, argument: Node, flags: int) -> _Part:
        return _either([self.sequence(branch, flags) for branch in argument[1]])

    def _condition(self, argument: Node, flags: int) -> _Part:
        return _either([self.sequence(branch or (), flags) for branch in argument[1:]])

    def _repeat(self, argument: Node, flags: int) -> _Part:
        least, most, body = argument
        return self._repeated(lambda: self.sequence(body, flags), int(least), int(most))

    def _same_again(self, _: Node, __: int) -> _Part:
        if self._within_loop:
            raise TooIntricateError("it repeats a back-reference")
        return self.loop(self.any_letter(), 0, self.automaton.longest)

    def _look(self, argument: Node, flags: int) -> _Part:
        """What is looked for ahead is gone through, and then what follows; what lies behind has a fixed length."""
        direction, body = argument
        first = self.sequence(body, flags).first if direction > 0 else {}
        return replace(_NO_LETTER, first=first)

    def _state(self, letters: int) -> _Part:
        automaton = self.automaton
        if len(automaton.letters) >= _MOST_STATES:
            raise TooIntricateError("it is too long, or repeats too much: split it into several patterns")
        state = len(automaton.letters)
        automaton.letters.append(letters)
        automaton.most.append(1)
        automaton.after.append({})
        return _Part({state: 1}, {state: 1}, 0, frozenset({state}))

    def any_letter(self) -> _Part:
        return self._state(self.alphabet.every)

    def _repeated(self, build: Callable[[], _Part], least: int, most: int) -> _Part:
        if most <= _WRITTEN_OUT:
            part = _NOTHING
            begun = len(self.automaton.letters)
            for copy in range(most, 0, -1):
                body = build()
                if body.empty and most > 1 and max(self.automaton.most[begun:], default=0) > 1:
                    raise TooIntricateError(_EMPTY)
                part = _followed(self.automaton, body, part)
                part = part if copy <= least else _perhaps(part)
            return part
        within_loop, self._within_loop = self._within_loop, True
        begun = len(self.automaton.letters)
        body = build()
        self._within_loop = within_loop
        if body.empty and least > 1:
            raise TooIntricateError(_EMPTY)
        for state in range(begun, len(self.automaton.letters)):
            self.automaton.most[state] = min(self.automaton.longest, most * self.automaton.most[state])
        return self.loop(body, least, most)

    def loop(self, body: _Part, least: int, most: int) -> _Part:
        """The part again and again: its end leads to its beginning."""
        for state in body.first:
            self.automaton.most[state] = max(self.automaton.most[state], min(self.automaton.longest, most))
        _connect(self.automaton, body.last, body.first)
        empty, free = (1, True) if least == 0 else (body.empty, body.free)
        return _Part(body.first, body.last, empty, body.closing, free)


def _followed(automaton: Automaton, one: _Part, other: _Part) -> _Part:
    _connect(automaton, one.last, other.first)
    first = _sum(one.first, other.first, one.empty) if one.empty else one.first
    last = _sum(other.last, one.last, other.empty) if other.empty else other.last
    closing = other.closing | one.closing if other.empty and other.free else other.closing
    return _Part(first, last, one.empty * other.empty, closing, one.free and other.free)


def _either(branches: list[_Part]) -> _Part:
    part = branches[0]
    for other in branches[1:]:
        first, last = _sum(part.first, other.first), _sum(part.last, other.last)
        free = (part.free and bool(part.empty)) or (other.free and bool(other.empty))
        part = _Part(first, last, part.empty + other.empty, part.closing | other.closing, free)
    return part


def _perhaps(part: _Part) -> _Part:
    return _Part(part.first, part.last, part.empty + 1, part.closing)


def _connect(automaton: Automaton, last: Ways, first: Ways) -> None:
    for state, ways in last.items():
        after = automaton.after[state]
        for following, more in first.items():
            after[following] = after.get(following, 0) + ways * more


def _sum(one: Ways, other: Ways, times: int = 1) -> Ways:
    return {state: one.get(state, 0) + times * other.get(state, 0) for state in one | other}
