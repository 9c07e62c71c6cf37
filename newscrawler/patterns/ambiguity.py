"""In how many ways an automaton can go through one text: what a backtracking matcher may have to try, all of it.

After Weber and Seidl, On the degree of ambiguity of finite automata (1991). A loop that can be gone through in two ways
on one word doubles the work with each word. Two loops that one word leads round, and from the first to the second,
share a run of that word at any of its borders: each such pair is a further factor of the length.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from newscrawler.patterns.automaton import Automaton, TooIntricateError

# Combinations of states that are looked at before giving up: within a second.
_MOST_COMBINATIONS = 50_000
# One letter so many times: few ways for what is polynomial, very many for what is not.
_RUN_LENGTH = 48
_MOST_WAYS = 2_000_000


def steps_at_most(automaton: Automaton) -> float:
    """About how many steps the worst text of the automaton's longest length takes; infinite where it doubles.

    Raises:
        TooIntricateError: it cannot be told in reasonable time.
    """
    graph = _Graph(automaton)
    if graph.has_doubled_way() or graph.ways_on_one_letter() > _MOST_WAYS:
        return math.inf
    return graph.heaviest_chain()


@dataclass(frozen=True, slots=True)
class _Link:
    """From one loop to a later one, on a word that also leads round both; so many letters further is the next place."""

    loop: int
    period: int


class _Graph:
    """The automaton without the states behind which nothing is tried again, and its loops."""

    def __init__(self, automaton: Automaton) -> None:
        self._letters, self._most, self._longest = automaton.letters, automaton.most, automaton.longest
        self._first = {state: ways for state, ways in automaton.first.items() if state not in automaton.settled}
        self._after = [
            {following: ways for following, ways in after.items() if following not in automaton.settled}
            for after in automaton.after
        ]
        self._reach = self._reachable()
        self._loops = self._find_loops()
        self._left = _MOST_COMBINATIONS

    def _reachable(self) -> list[frozenset[int]]:
        """For each state the states that one or more letters later can be reached."""
        found = []
        for state in range(len(self._letters)):
            seen: set[int] = set()
            rest = list(self._after[state])
            while rest:
                one = rest.pop()
                if one not in seen:
                    seen.add(one)
                    rest += self._after[one]
            found.append(frozenset(seen))
        return found

    def _find_loops(self) -> list[frozenset[int]]:
        """The groups of states each of which leads to each other one of the group."""
        started = set(self._first).union(*(self._reach[state] for state in self._first))
        loops: list[frozenset[int]] = []
        known: set[int] = set()
        for state in sorted(started):
            if state in self._reach[state] and state not in known:
                loop = frozenset(other for other in self._reach[state] if state in self._reach[other])
                known |= loop
                loops.append(loop)
        return loops

    def has_doubled_way(self) -> bool:
        """Can a loop be gone through in two ways on one word?"""
        return any(self._is_doubled(loop) for loop in self._loops)

    def _is_doubled(self, loop: frozenset[int]) -> bool:
        """Do two ways on the same letters part and come together again?"""
        if any(ways > 1 for state in loop for other, ways in self._after[state].items() if other in loop):
            return True
        rest: list[tuple[int, ...]] = [(state, state) for state in loop]
        seen = set(rest)
        while rest:
            pair = rest.pop()
            for following in self._steps(pair, (loop, loop)):
                if pair[0] != pair[1] and following[0] == following[1]:
                    return True
                if following not in seen:
                    seen.add(following)
                    rest.append(following)
        return False

    def _steps(self, states: tuple[int, ...], within: tuple[frozenset[int], ...]) -> Iterator[tuple[int, ...]]:
        """Where several copies of the automaton can be one common letter later."""
        choices = [
            [following for following in self._after[state] if following in room]
            for state, room in zip(states, within, strict=True)
        ]
        for following in product(*choices):
            self._left -= 1
            if self._left < 0:
                raise TooIntricateError("it is too intricate to be checked: make it simpler, or split it")
            common = self._letters[following[0]]
            for state in following[1:]:
                common &= self._letters[state]
            if common:
                yield following

    def ways_on_one_letter(self) -> int:
        """The most ways to go through a run of one letter, any letter, of a moderate length."""
        most = 0
        for letter in _bits_that_differ(self._letters):
            here = {state: ways for state, ways in self._first.items() if self._letters[state] & letter}
            for _ in range(_RUN_LENGTH):
                there: dict[int, int] = {}
                for state, ways in here.items():
                    for following, more in self._after[state].items():
                        if self._letters[following] & letter:
                            there[following] = there.get(following, 0) + ways * more
                most = max(most, sum(here.values()))
                here = there
        return most

    def heaviest_chain(self) -> float:
        """Steps for the worst row of loops that share a text."""
        links = [list(self._links_from(number)) for number in range(len(self._loops))]
        return max((self._weight(chain) for chain in self._chains(links)), default=float(self._longest))

    def _links_from(self, number: int) -> Iterator[_Link]:
        loop = self._loops[number]
        for other, later in enumerate(self._loops):
            if other != number and min(later) in self._reach[min(loop)]:
                shortest = self._shortest_word(loop, later)
                if shortest:
                    yield _Link(other, max(1, shortest - 1))  # a letter of the later loop is one of the next word

    def _shortest_word(self, loop: frozenset[int], later: frozenset[int]) -> int:
        """Letters of the shortest word that leads round both and from the first to the second; 0: there is none."""
        between = frozenset(state for state in self._reach[min(loop)] if state in later or self._reach[state] & later)
        lengths = (self._word_length(start, end, (loop, between, later)) for start in loop for end in later)
        return min((length for length in lengths if length), default=0)

    def _word_length(self, start: int, end: int, within: tuple[frozenset[int], ...]) -> int:
        goal = (start, end, end)
        rest: deque[tuple[tuple[int, ...], int]] = deque([((start, start, end), 0)])
        seen: set[tuple[int, ...]] = set()
        while rest:
            states, length = rest.popleft()
            for following in self._steps(states, within):
                if following == goal:
                    return length + 1
                if following not in seen:
                    seen.add(following)
                    rest.append((following, length + 1))
        return 0

    def _chains(self, links: list[list[_Link]]) -> Iterator[list[_Link]]:
        """Every row of loops, each linked to the next, from each loop on; the first entry has no word."""
        rest = [[_Link(number, 1)] for number in range(len(self._loops))]
        while rest:
            chain = rest.pop()
            self._left -= 1
            if self._left < 0:
                raise TooIntricateError("it is too intricate to be checked: make it simpler, or split it")
            yield chain
            rest += ([*chain, link] for link in links[chain[-1].loop])

    def _weight(self, chain: list[_Link]) -> float:
        """Ways to share a text among the loops, times the steps of the last."""
        times = [max(self._most[state] for state in self._loops[link.loop]) for link in chain]
        words = math.prod(link.period for link in chain)
        unbounded = sum(most >= self._longest for most in times)
        return math.prod(times) / words / math.factorial(unbounded)


def _bits_that_differ(sets: Iterable[int]) -> list[int]:
    """One letter of each kind that the sets tell apart, as a set of its own."""
    kinds: dict[tuple[bool, ...], int] = {}
    sets = list(dict.fromkeys(sets))
    for number in range(max(sets, default=0).bit_length()):
        bit = 1 << number
        kinds.setdefault(tuple(bool(one & bit) for one in sets), bit)
    return list(kinds.values())
