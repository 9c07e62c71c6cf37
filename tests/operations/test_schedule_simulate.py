import json

import pytest

from newscrawler.cli import main


def test_both_plans_stand_beside_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "--simulate", "--outlets", "12", "--days", "1", "--seed", "2"]) == 0
    shown = capsys.readouterr().out
    assert "every 15m  adaptive" in shown
    assert "half of the articles fetched within" in shown
    assert "of the runs" in shown


def test_the_figures_are_objects_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "--simulate", "--outlets", "12", "--days", "2", "--json", "--runs-per-day", "20"]) == 0
    fixed, adaptive = map(json.loads, capsys.readouterr().out.splitlines())
    assert fixed["runs_per_day"] > 2 * adaptive["runs_per_day"] > 10
    assert adaptive["doubles"] == adaptive["hasty"] == adaptive["over_max"] == 0


def test_an_option_of_the_simulation_alone_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "--runs-per-day", "20"]) == 2
    assert "--runs-per-day is for --simulate" in capsys.readouterr().err
