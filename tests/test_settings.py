"""What the environment says, and what it cannot mean."""

import pytest

from newscrawler.settings import read_environment, variable_meanings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WORKERS", "abc", "must be a whole number from 0, not 'abc'"),
        ("WORKERS", "-1", "must be a whole number from 0, not '-1'"),
        ("STORE_SECONDS", "0", "must be a whole number from 1, not '0'"),
        ("AWAY_SECONDS", "10 min", "must be a whole number from 0, not '10 min'"),
        ("SCHEDULE_MEMORY_MB", "10", "must be a whole number from 100, not '10'"),
        ("SCHEDULE_RUNS_PER_DAY", "-3", "must be a whole number from 1, not '-3'"),
        ("MAX_SPOOL_MB", "2.5", "must be a whole number from 1, not '2.5'"),
        ("KEEP_PAGES", "maybe", "must be 0 or 1, not 'maybe'"),
        ("ALLOW_LOOPBACK", "yes", "must be 0 or 1, not 'yes'"),
        ("CONTACT", "x", "must be an e-mail address or a URL, not 'x'"),
        ("MONGO_URI", "hello world", "must begin with mongodb:// or mongodb+srv://"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told_with_its_variable(name: str, value: str, told: str) -> None:
    (mistake,) = read_environment({f"NEWSCRAWLER_{name}": value}).mistakes
    assert mistake.startswith(f"NEWSCRAWLER_{name} ")
    assert told in mistake


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("WORKERS", ("", "0", "16")),
        ("AWAY_SECONDS", ("", "0", "7200")),
        ("KEEP_PAGES", ("", "0", "1")),
        ("ALLOW_LOOPBACK", ("", "0", "1")),
        ("CONTACT", ("", "me@paper.example", "https://paper.example/bot", "Desk <me@paper.example>")),
        ("MONGO_URI", ("", "mongodb://db/news", "mongodb+srv://cluster.example")),
    ],
)
def test_a_value_that_can_be_meant_is_no_mistake(name: str, values: tuple[str, ...]) -> None:
    assert [read_environment({f"NEWSCRAWLER_{name}": value}).mistakes for value in values] == [()] * len(values)


def test_all_mistakes_are_told_and_the_rest_is_read() -> None:
    environment = read_environment({"NEWSCRAWLER_WORKERS": "-1", "NEWSCRAWLER_KEEP_PAGES": "no"})
    assert len(environment.mistakes) == 2
    assert environment.workers >= 1
    assert environment.keep_pages


def test_how_long_a_crawl_waits_for_its_database_is_a_number_with_a_default() -> None:
    usual = read_environment({"NEWSCRAWLER_STORE_SECONDS": "0"})
    assert (usual.store_seconds, usual.away_seconds, usual.max_spool_mb) == (30, 600, 2000)
    assert read_environment({"NEWSCRAWLER_AWAY_SECONDS": "0"}).away_seconds == 0
    assert read_environment({"NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY": "7"}).schedule_runs_per_day == 7


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("NEWSCRAWLER_MONGO_URL", "NEWSCRAWLER_MONGO_URI"),
        ("NEWSCRAWLER_MONGODB_URI", "NEWSCRAWLER_MONGO_URI"),
        ("NEWSCRAWLER_DATABASE_URL", "NEWSCRAWLER_MONGO_URI"),
        ("NEWSCRAWLER_DATADIR", "NEWSCRAWLER_DATA_DIR"),
        ("NEWSCRAWLER_OUTLET", "NEWSCRAWLER_OUTLETS"),
        ("newscrawler_contact", "NEWSCRAWLER_CONTACT"),
    ],
)
def test_a_variable_that_is_nearly_ours_is_a_slip(name: str, meant: str) -> None:
    environment = read_environment({name: "mongodb://u:geheim@db"})
    assert environment.slips == (f"{name} is not read. Did you mean {meant}?",)
    assert (environment.mistakes, environment.unread) == ((), ())


@pytest.mark.parametrize("name", ["NEWSCRAWLER_IMAGE", "NEWSCRAWLER_CONTAINER", "NEWSCRAWLER_VERSION"])
def test_a_variable_of_somebody_else_is_no_slip(name: str) -> None:
    environment = read_environment({name: "x"})
    assert (environment.slips, environment.unread) == ((), (f"{name} is not read.",))


def test_our_own_variables_and_those_of_others_are_nothing_to_tell() -> None:
    environment = read_environment(
        {**dict.fromkeys(variable_meanings(), ""), "HOME": "/", "NEWSCRAWLER_TEST_MONGO_URI": "x"}
    )
    assert (environment.slips, environment.unread, environment.given) == ((), (), frozenset())
    assert read_environment({"NEWSCRAWLER_WORKERS": "2"}).given == {"NEWSCRAWLER_WORKERS"}
