"""What can be typed, and what is said about the rest."""

import argparse
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.errors import UsageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.arguments import read_arguments
from newscrawler.operations.common_arguments import DOCUMENT_NAMES
from newscrawler.operations.moments import end_moment, first_moment
from newscrawler.storage.documents.document_kinds import SHAPES


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["artcles"], "No command called 'artcles'. Did you mean articles?"),
        (["articles", "--limt", "5"], "No option called '--limt'. Did you mean --limit?"),
        (["articles", "--limt=5"], "No option called '--limt'. Did you mean --limit?"),
        (["articles", "--lim", "5"], "No option called '--lim'. Did you mean --limit?"),
        (["outlets", "lst"], "No action called 'lst'. Did you mean list?"),
        (["errors", "--kind", "tmeout"], "No kind called 'tmeout'. Did you mean timeout?"),
        (["schema", "artcle"], "there is no document called 'artcle'. Did you mean article?"),
        (["articles", "--limit", "0"], "'0' is no whole number from 1"),
        (["articles", "--since", "yesterday"], "'yesterday' is no date: write 2026-03-01"),
        (["article"], "The following arguments are required: ID|URL"),
        (["article", "one", "two"], "'two' is one argument too many."),
        (["article", "one", "--raw", "--revisions"], "not allowed with argument"),
    ],
)
def test_a_mistyped_word_is_refused_with_what_would_be_right(typed: list[str], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_arguments(typed)
    assert told in str(refused.value)
    assert str(refused.value).endswith("--help")


def test_options_that_every_command_has_may_stand_before_or_after_it() -> None:
    assert read_arguments(["--json", "runs"]).json
    assert read_arguments(["runs", "--json"]).json
    assert read_arguments(["outlets", "list", "--json"]).json
    assert read_arguments(["outlets", "--json", "list"]).json
    assert not read_arguments(["outlets", "list"]).json


def test_document_names_are_those_of_the_storage() -> None:
    assert sorted(DOCUMENT_NAMES) == sorted(SHAPES)


def test_every_kind_of_outcome_can_be_asked_for() -> None:
    for kind in OutcomeKind:
        assert read_arguments(["errors", "--kind", kind]).kind == kind


def test_a_day_is_included_to_its_end() -> None:
    assert first_moment("2026-03-01") == datetime(2026, 3, 1, tzinfo=UTC)
    assert end_moment("2026-03-01") == datetime(2026, 3, 2, tzinfo=UTC)


def test_an_instant_is_utc_unless_it_says_otherwise() -> None:
    assert first_moment("2026-03-01T10:30") == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert first_moment("2026-03-01T10:30+09:00") == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


def test_a_span_counts_back_from_now() -> None:
    assert abs(datetime.now(UTC) - timedelta(days=3) - first_moment("3d")) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "99999w", "3x", "2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        first_moment(text)
