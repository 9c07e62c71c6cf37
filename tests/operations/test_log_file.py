"""The log of a crawl."""

import json
import logging
import sys

from newscrawler.operations.log_file import JsonLines


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
