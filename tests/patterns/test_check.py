"""Which expressions are refused, which are not; and that those that are not take no time on any text tried."""

import itertools
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from newscrawler.patterns.check import LONGEST_TEXT, reason_to_refuse

SEARCHED, WHOLE = "searched", "whole"
# What one match may take, many times what the worst accepted expression does: a hang is told from slowness.
MOST_SECONDS = 10

HARMLESS = (
    ("", SEARCHED),
    (r"/artikel/\d+", SEARCHED),
    (r"^https://[^/]+/(?:news|sport)/[\w-]+-\d+\.html$", SEARCHED),
    (r"/\d{4}/\d{2}/\d{2}/[\w-]+/?$", SEARCHED),
    (r"/(?:[\w-]+/){2,4}[\w-]+\.html", SEARCHED),
    (r"/(?:[\w-]+/)*[\w-]+\.html", SEARCHED),
    (r"-(?P<id>\d+)(?:\.html|/)?(?:\?.*)?$", SEARCHED),
    (r"https?://(?:www\.)?elbkurier\.example/.+/.+/", SEARCHED),
    (r"^(?!.*video).*/artikel/", SEARCHED),
    (r"[a-z]+(?:-[a-z]+)*\.html", SEARCHED),
    (r"\bAnzeige\b", SEARCHED),
    (".*Anzeige.*", WHOLE),
    (".*Anzeige.*", SEARCHED),
    (".*lesen.*auch.*", WHOLE),
    (".*lesen.*auch", SEARCHED),
    (".*lesen.{0,50}sie.{0,50}auch.*", WHOLE),
    ("(?s).*Impressum.*", WHOLE),
    (r"(?i)lesen sie auch:?.*", WHOLE),
    (r"(?i)^(?:foto|bild):\s*.+$", WHOLE),
    (r"\s*Foto\s*:\s*.*", WHOLE),
    (r"(?:Mehr|Weitere) (?:Artikel|Themen).{0,80}", WHOLE),
    (r"© ?\d{4}.*", WHOLE),
    (r".*\d+ (?:Kommentare|comments).*", WHOLE),
    (r"(?:\d{1,3}\.){3}\d{1,3}", WHOLE),
    (r"(?:[A-Z][a-z]+ ?){1,4}", WHOLE),
    ("(foo|bar)+", WHOLE),
    (r"(\w+\s)*end", WHOLE),
    (r"(\w+\s)*end", SEARCHED),
    ("([^ ]+ )+x", WHOLE),
    (r"\w*\w*!", WHOLE),
    ("a?a?a?", WHOLE),
    ("(a+)\\1", WHOLE),
    ("(a|ab)*c", WHOLE),
    ("(?:(?:a|b)|(?:b|c))*d", WHOLE),  # the parser makes one class of it
    (r"(?i:(\w|k)+)x", WHOLE),
    ("|".join(f"thema-{number}" for number in range(100)), SEARCHED),
)
REFUSED = (
    ("(a+)+", WHOLE, "'(a+)+'"),
    ("Mehr: (a+)+$", SEARCHED, "'(a+)+'"),
    ("(a*)*b", WHOLE, "'(a*)*'"),
    ("(a|a)*b", WHOLE, "'(a|a)*'"),
    ("(a|b|ab)*c", WHOLE, "'(a|b|ab)*'"),
    ("(?:a{2}|a{3})*b", WHOLE, "'(?:a{2}|a{3})*'"),
    (r"(?:\w\w?)+!", WHOLE, r"'(?:\w\w?)+'"),
    (r"(\w+\s?)+x", WHOLE, r"'(\w+\s?)+'"),
    (r"([\w-]+/?)*\.html", SEARCHED, r"'([\w-]+/?)*'"),
    (r"(\d+,?)+;", WHOLE, r"'(\d+,?)+'"),
    (r"(.|\s)*x", WHOLE, r"'(.|\s)*'"),
    ("(?i)(ä+|Ä)+x", WHOLE, "'(ä+|Ä)+'"),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", SEARCHED, "'(([a-z])+.)+'"),
    ("(x+x+)+y", WHOLE, "'(x+x+)+'"),
    ("(?:.*,){11}P", WHOLE, "'(?:.*,){11}'"),
    ("(a{1,50}){1,50}b", WHOLE, "'(a{1,50}){1,50}'"),
    ("(?:(?:a?){5}){5}a{25}", WHOLE, "'(?:(?:a?){5}){5}'"),
    ("(?:a?){30}a{30}", WHOLE, "may be empty"),
    ("(?:a{0,50}){0,3}b", WHOLE, "may be empty"),
    ("(?=(a+)+b)", WHOLE, "'(?=(a+)+b)'"),
    (r"([a-z]+)(?:\1-)+x", WHOLE, "back-reference"),
    (r"\w*\w*\w*!", WHOLE, r"'\w*\w*\w*'"),
    (r"\w+[^/]+/x", SEARCHED, r"'\w+[^/]+/'"),
    (r"\s*\s*\s*x", SEARCHED, r"'\s*\s*x'"),
    (".*a.*b.*", WHOLE, "'.*a.*b.*'"),
    (".*a.*b", SEARCHED, "'.*a.*b'"),
    (".*lesen.*sie.*auch.*", WHOLE, "'.*lesen.*sie.*auch.*'"),
    ("a" * 3_000, WHOLE, "too long"),
)


@pytest.mark.parametrize(("pattern", "how"), HARMLESS)
def test_what_is_written_every_day_is_not_refused(pattern: str, how: str) -> None:
    assert reason_to_refuse(pattern, anywhere=how == SEARCHED) is None


@pytest.mark.parametrize(("pattern", "how", "told"), REFUSED)
def test_what_could_take_for_ever_is_refused_and_the_part_that_does_it_is_named(
    pattern: str, how: str, told: str
) -> None:
    reason = reason_to_refuse(pattern, anywhere=how == SEARCHED)
    assert reason is not None
    assert told in reason


class TooSlowError(Exception):
    """A match went on and on."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises TooSlowError after so much CPU: Python's matcher looks for signals as it goes."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def attacks_on(pattern: str) -> Iterator[str]:
    """Long texts of runs of the words in the expression and of single letters, with an end that nothing matches."""
    words = [word.lower() for word in re.findall(r"(?<!\\)[a-zA-Z]{3,}", pattern)][:3]
    units = list(dict.fromkeys([*words, "a", "1", " ", "-", "/", ", ", "a ", "ab", "aaaa-"]))
    runs = [*((unit,) for unit in units), *itertools.permutations(units[:5], 2), *itertools.permutations(words, 3)]
    for run in runs:
        text = "".join((unit * LONGEST_TEXT)[: LONGEST_TEXT // len(run)] for unit in run)
        yield text[: LONGEST_TEXT - 2] + "\n€"


def assert_is_quick(pattern: str, how: str) -> None:
    compiled = re.compile(pattern)
    match = compiled.search if how == SEARCHED else compiled.fullmatch
    for text in attacks_on(pattern):
        with stopped_after(MOST_SECONDS):
            match(text)


@pytest.mark.parametrize(("pattern", "how"), HARMLESS)
def test_what_is_not_refused_is_quick_on_texts_made_against_it(pattern: str, how: str) -> None:
    assert_is_quick(pattern, how)


@pytest.mark.parametrize(("pattern", "text"), [("(a+)+", "a" * 40), (r"(\w+\s?)+x", "a" * 40), ("(a|a)*b", "a" * 40)])
def test_what_is_refused_does_take_for_ever(pattern: str, text: str) -> None:
    with pytest.raises(TooSlowError), stopped_after(0.5):
        re.fullmatch(pattern, f"{text}€")


ATOMS = st.sampled_from(["a", "b", "ab", "-", " ", "1", r"\w", r"\s", r"\d", "[a-c]", "[^a]", ".", "auch"])
SIGNS = st.sampled_from(["*", "+", "?", "*?", "+?", "{2}", "{0,3}", "{2,9}", "{0,50}", "{3,}"])


def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=2, max_size=4).map("".join),
        st.tuples(parts, SIGNS).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.lists(parts, min_size=2, max_size=3).map(lambda branches: f"({'|'.join(branches)})"),
        parts.map(lambda part: f"(?={part})"),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(pattern=st.recursive(ATOMS, larger, max_leaves=8), how=st.sampled_from([SEARCHED, WHOLE]))
def test_whatever_is_not_refused_is_quick(pattern: str, how: str) -> None:
    assume(reason_to_refuse(pattern, anywhere=how == SEARCHED) is None)
    assert_is_quick(pattern, how)
