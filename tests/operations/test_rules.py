"""``rules``: every name under which blocks go, what it took in stored runs, how it is undone."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ledger_file import LEDGER_FILE

from newscrawler.boilerplate.strip import RULES
from newscrawler.cli import main
from newscrawler.extraction.reader_kinds import READER_KINDS, SWITCHED_KINDS
from newscrawler.model.run import Run
from newscrawler.operations.rule_list import count_cases, known_rules
from newscrawler.outlet_file import read_outlet_file
from newscrawler.storage.connection import open_database

SAMPLES = Path(__file__).parents[1] / "outlets"
NOW = datetime.now(UTC)
RUNS = (
    Run("000000000001", "de_elbkurier", NOW - timedelta(days=9), removed={"ad_label": 40, "related": 1}),
    Run("000000000002", "de_elbkurier", NOW - timedelta(hours=2), removed={"ad_label": 2}),
    Run("000000000003", "us_harwick_ledger", NOW - timedelta(hours=1), removed={"ad_label": 3, "furniture": 50}),
)
Told = tuple[int, str, str]
Type = Callable[..., Told]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Types ``rules`` where no database is: exit code, stdout, stderr."""
    for name in ("NEWSCRAWLER_MONGO_URI", "NEWSCRAWLER_OUTLETS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))

    def type_it(*words: str) -> Told:
        code = main(["rules", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return type_it


@pytest.fixture
def typed_after_runs(typed: Type, mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Type:
    """The same after three runs of two outlets."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)

    async def fill() -> None:
        database = await open_database(mongo_uri, tmp_path)
        for one in RUNS:
            await database.runs.finish(one)
        await database.close()

    asyncio.run(fill())
    return typed


def blocks_by_rule(out: str) -> dict[str, object]:
    rows = [json.loads(line) for line in out.splitlines()]
    return {row["rule"]: row["blocks"] for row in rows if row["blocks"]}


def test_without_a_database_the_rules_are_listed_and_none_is_made(typed: Type, tmp_path: Path) -> None:
    code, out, err = typed()
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == [rule.name for rule in known_rules()]
    assert err == "No stored run has taken anything out yet: no counts.\n"
    assert not (tmp_path / "data").exists()


def test_an_outlet_id_with_a_slip_is_told(typed: Type) -> None:
    _, _, err = typed("--outlet", "us_koreadayli")
    assert "No stored run of us_koreadayli has" in err
    assert "Did you mean us_koreadaily?" in err


def test_what_rules_took_is_summed_over_runs_and_outlets(typed_after_runs: Type) -> None:
    code, out, err = typed_after_runs("--json")
    assert (code, err) == (0, "")
    assert blocks_by_rule(out) == {"ad_label": 45, "furniture": 50, "related": 1}
    first = json.loads(out.splitlines()[0])
    assert first["rule"] == RULES[0].name
    assert {name: first[name] for name in ("by", "order", "blocks", "outlets")} == {
        "by": "rule",
        "order": 1,
        "blocks": 0,
        "outlets": 0,
    }


def test_what_rules_took_can_be_asked_of_one_outlet_and_since_a_day(typed_after_runs: Type) -> None:
    assert blocks_by_rule(typed_after_runs("--json", "--outlet", "de_elbkurier")[1]) == {"ad_label": 42, "related": 1}
    assert blocks_by_rule(typed_after_runs("--json", "--since", "3d")[1]) == {"ad_label": 5, "furniture": 50}


def test_the_rules_that_took_most_come_first_where_asked(typed_after_runs: Type) -> None:
    _, out, _ = typed_after_runs("--sort", "count")
    assert [line.split()[:3] for line in out.splitlines()[:4]] == [
        ["rule", "blocks", "outlets"],
        ["furniture", "50", "1"],
        ["ad_label", "45", "2"],
        ["related", "1", "1"],
    ]


def test_one_rule_is_shown_with_its_cases_and_how_to_switch_it_off(typed_after_runs: Type) -> None:
    code, out, _ = typed_after_runs("ad_label")
    assert code == 0
    assert "cases that prove it: tests/boilerplate/cases/ad_label (" in out
    assert '    [boilerplate]\n    off = ["ad_label"]\n' in out
    assert [line.split() for line in out.splitlines()[-2:]] == [["de_elbkurier", "42"], ["us_harwick_ledger", "3"]]


def test_one_rule_as_json_is_one_object(typed_after_runs: Type) -> None:
    told = json.loads(typed_after_runs("ad_label", "--json")[1])
    assert told["by_outlet"] == {"de_elbkurier": 42, "us_harwick_ledger": 3}
    assert told["undo"] == ["[boilerplate]", 'off = ["ad_label"]']


def test_what_no_run_counts_says_so(typed_after_runs: Type) -> None:
    assert typed_after_runs("navigation")[1].endswith("Runs do not count it.\n")
    assert typed_after_runs("cookie_text")[1].endswith("No stored run counts a block of it.\n")


def test_a_mistyped_name_is_refused_with_what_would_be_right(typed: Type) -> None:
    code, _, err = typed("relatd")
    assert code == 2
    assert err == "No rule called 'relatd'. Did you mean related? See: newscrawler rules\n"


def test_a_database_that_does_not_answer_hides_no_rule(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", "mongodb://127.0.0.1:9/")
    monkeypatch.setattr("newscrawler.storage.connection.OPEN_SECONDS", 0.1)
    code, out, err = typed()
    assert code == 4
    assert "weather_widget" in out
    assert "127.0.0.1:9" in err


def test_every_name_in_the_samples_is_explained() -> None:
    files = [json.loads(path.read_text(encoding="utf-8")) for path in SAMPLES.glob("*/*/article.json")]
    used = {gone["rule"] for sample in files for gone in sample["article"]["removed"]}
    assert len(used) > 9
    assert used <= {rule.name for rule in known_rules()}


def test_no_name_is_listed_twice_and_every_rule_has_cases() -> None:
    names = [rule.name for rule in known_rules()]
    assert len(names) == len(set(names))
    assert all(count_cases(rule.cases) for rule in known_rules() if rule.cases)


@pytest.mark.parametrize("rule", known_rules(), ids=lambda rule: rule.name)
def test_what_is_told_to_undo_a_rule_is_what_an_outlet_file_takes(rule: object, tmp_path: Path) -> None:
    file = tmp_path / "gb_ledger.toml"
    file.write_text(LEDGER_FILE.format(name=rule.name))  # type: ignore[attr-defined] # a KnownRule
    read = read_outlet_file(file)
    is_taken = f'off = ["{rule.name}"]' in rule.undo  # type: ignore[attr-defined] # a KnownRule
    assert is_taken == (not isinstance(read, tuple)), read


def test_the_readers_own_kinds_are_refused_with_what_helps(tmp_path: Path) -> None:
    file = tmp_path / "gb_ledger.toml"
    for name, told in (
        ("navigation", "keep = ['...'] gives such blocks back"),
        ("outlet_remove", "delete the line of"),
    ):
        file.write_text(LEDGER_FILE.format(name=name))
        (mistake,) = read_outlet_file(file)
        assert told in mistake.message


def test_what_can_be_switched_off_is_the_readers() -> None:
    assert set(READER_KINDS) > SWITCHED_KINDS
