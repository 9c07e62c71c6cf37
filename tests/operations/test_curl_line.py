"""A line that asks for a URL without us, whatever the URL holds."""

import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.operations.curl_line import curl_line

AGENT = "newscrawler/1 (+o'hara@press.example)"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a.example/1?b=2&c=$(id)`id`!x", "https://a.example/1?b=2&c=$(id)`id`!x"),
        ("https://a.example/it's", "https://a.example/it's"),
        ("https://a.example/\x1b[31m\n; rm -rf ~", "https://a.example/%1B[31m%0A;%20rm%20-rf%20~"),
        ("https://a.example/\u202efdp.exe", "https://a.example/%E2%80%AEfdp.exe"),
        ("https://a.example/fähre", "https://a.example/fähre"),
        ("https://me:pw@a.example/?api_key=4711", "https://***@a.example/?***"),
    ],
)
def test_a_shell_gives_curl_the_address_as_it_is(url: str, asked: str, tmp_path: Path) -> None:
    line = curl_line(url, AGENT)
    assert line is not None
    (tmp_path / "curl").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "curl").chmod(0o755)
    for shell in ("sh", "bash"):
        done = subprocess.run(
            [shell, "-c", line], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[1:] == ["-A", AGENT, asked]


@given(st.text(max_size=60))
def test_any_address_is_one_word_of_one_line(text: str) -> None:
    line = curl_line(f"https://a.example/{text}", AGENT)
    assert line is not None
    assert len(line.splitlines()) == 1
    words = shlex.split(line)
    assert words[0] == "curl"
    assert words[2:4] == ["-A", AGENT]
    assert len(words) == 5


def test_brackets_are_no_lists_to_curl() -> None:
    assert curl_line("https://a.example/a[1-3]{b,c}", "x") == "curl -isSLg -A 'x' 'https://a.example/a[1-3]{b,c}'"


@pytest.mark.parametrize("url", ["unknown", "mailto:nobody@a.example", "", "-o /etc/passwd"])
def test_what_is_no_web_address_gives_no_line(url: str) -> None:
    assert curl_line(url, AGENT) is None
