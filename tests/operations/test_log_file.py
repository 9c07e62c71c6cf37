"""The log of a crawl."""

import json
import logging
import sys
from pathlib import Path

import pytest

from newscrawler.operations.log_file import JsonLines, open_log


@pytest.mark.parametrize(("many_runs", "lines"), [(False, ["lists", "opened", "broken"]), (True, ["opened", "broken"])])
def test_what_every_run_would_log_again_is_left_out_of_the_log_of_a_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, many_runs: bool, lines: list[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    middlewares = logging.getLogger("scrapy.middleware")
    monkeypatch.setattr(middlewares, "level", logging.NOTSET)
    middlewares.manager._clear_cache()  # type: ignore[attr-defined]
    log = open_log(tmp_path, many_runs=many_runs)
    logging.captureWarnings(capture=False)
    middlewares.info("lists")
    logging.getLogger("scrapy.core.engine").info("opened")
    middlewares.error("broken")
    assert [json.loads(line)["message"] for line in log.read_text().splitlines()] == lines
    root.handlers[0].close()


def test_a_log_line_holds_no_password_of_an_address() -> None:
    try:
        int("http://bob:secretpw@a.example/feed")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.INFO, "", 1, "<GET %s>", ("http://bob:secretpw@a.example/",), sys.exc_info()
        )
    event = json.loads(JsonLines().format(record))
    assert event["message"] == "<GET http://***@a.example/>"
    assert "'http://***@a.example/feed'" in event["exception"]
    assert "secretpw" not in event["exception"]
