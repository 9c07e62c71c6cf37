"""``clean``: what is printed of a text, what is said of a file that is none."""

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledger_file import LEDGER_FILE

from newscrawler.cli import main
from newscrawler.operations.text_file import MOST_BYTES, NoTextError, read_text

TEXTS = Path(__file__).parents[1] / "boilerplate" / "texts"
SEED = Path(__file__).parents[2] / ".." / "shared" / "seed"
STORY = "The bridge over the Harwick reopened on Monday after eight months of repairs, and a builder crossed it first."
DUMP = f"Harwick bridge reopens today\n\nBy Ann Lee\n\n{STORY}\n\n- Advertisement -\n"
GERMAN = (
    "Die Fähre fährt wieder\n\nDie Fähre über die Süderelbe fährt seit Montag wieder, sagte Käpt'n Jürgen Möller.\n"
)
KOREAN = (
    "하윅 다리, 여덟 달 만에 다시 열려\n\n하윅강을 가로지르는 다리가 여덟 달의 보수 공사를 마치고 월요일 다시 열렸다.\n"
    "균열을 발견한 석공이 시장과 함께 가장 먼저 다리를 건넜다고 항만 사무소가 밝혔다.\n"
)
RUSSIAN = (
    "Мост через Харвик снова открыт\n\nМост через реку Харвик открылся в понедельник после восьми месяцев ремонта.\n"
)

Clean = Callable[..., tuple[int, str, str]]


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Clean:
    """Types ``clean`` in a folder of its own: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSCRAWLER_OUTLETS", raising=False)

    def type_it(*typed: str) -> tuple[int, str, str]:
        code = main(["clean", *typed])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return type_it


def written(name: str, content: str | bytes = DUMP) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def expected_of(folder: Path, name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    return expected


def assert_gives_its_article(clean: Clean, folder: Path, name: str) -> None:
    code, out, err = clean(str(folder / f"{name}.txt"), "--json")
    expected = expected_of(folder, name)
    told = json.loads(out)
    assert {key: told[key] for key in expected} == expected
    assert len(told["reasons"]) == len(told["removed"])
    assert all(reason["evidence"] for reason in told["reasons"])
    assert (code, err) == (0, "")


def test_the_page_that_started_the_project_is_its_article(clean: Clean) -> None:
    if not SEED.exists():
        pytest.skip("the seed text belongs to its publisher and lies beside the repository")
    assert_gives_its_article(clean, SEED.resolve(), "koreadaily")


def test_its_invented_twin_is_its_article(clean: Clean) -> None:
    assert_gives_its_article(clean, TEXTS, "harwick_bridge")


def test_an_article_is_printed_as_a_reader_would_like_it(clean: Clean) -> None:
    code, out, err = clean(written("dump.txt"))
    assert (code, err) == (0, "")
    assert out.splitlines()[:4] == ["Harwick bridge reopens today", "by Ann Lee · no date · 19 words", "", STORY]
    assert out.splitlines()[-4:] == [
        "taken out",
        "line  rule      evidence                   text",
        "   3  byline    “by” and names             By Ann Lee",
        "   7  ad_label  the label “advertisement”  - Advertisement -",
    ]


def test_pictures_are_printed_with_their_credit(clean: Clean) -> None:
    _, out, _ = clean(str(TEXTS / "harwick_bridge.txt"))
    assert "\n[A ferry passes under the bridge on its last trip" in out
    assert "(credit: HARBOUR TELEVISION)]\n" in out


def test_standard_input_is_read(clean: Clean, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DUMP.encode())))
    code, out, _ = clean("-", "--json")
    assert code == 0
    assert json.loads(out)["file"] == "-"
    assert json.loads(out)["body"] == STORY


def test_several_files_are_a_row_each_and_one_that_is_none_stops_nothing(clean: Clean) -> None:
    files = [written("one.txt"), written("two.txt", b""), "three.txt", written("four.txt")]
    code, out, err = clean(*files, "--json")
    assert code == 1
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["one.txt", "four.txt"]
    assert err.splitlines() == [
        "two.txt is empty.",
        "Cannot read three.txt: No such file or directory.",
        "2 of 4 files gave an article.",
    ]


def test_a_folder_is_read_with_those_below_it(clean: Clean) -> None:
    for name in ("dumps/b.txt", "dumps/2026/a.md", "dumps/photo.jpg", "dumps/.hidden.txt"):
        written(name)
    code, out, err = clean("dumps", "--json")
    assert code == 0
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["dumps/2026/a.md", "dumps/b.txt"]
    assert err == "1 other file in dumps not read: in folders, those that end in .markdown, .md, .text, .txt are.\n"


def test_a_folder_without_texts_is_a_failure_that_says_so(clean: Clean) -> None:
    written("dumps/photo.jpg")
    code, out, err = clean("dumps")
    assert (code, out) == (1, "")
    assert err.startswith("1 other file in dumps not read")


def test_an_empty_folder_is_a_failure_that_says_so(clean: Clean) -> None:
    Path("dumps").mkdir()
    code, out, err = clean("dumps")
    assert (code, out) == (1, "")
    assert err == "No file in dumps: in folders, those that end in .markdown, .md, .text, .txt are read.\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "dump is empty."),
        (b" \r\n\t\n", "dump is empty."),
        (b"%PDF-1.7\n%\xe2\xe3\n", "dump is a PDF: take its text out first."),
        (gzip.compress(DUMP.encode(), mtime=0), "dump is compressed (gzip): zcat dump | newscrawler clean -."),
        (bytes(range(256)) * 4, "dump is no text."),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "dump is a web archive: newscrawler crawl --from-warc dump."),
        (b"<!-- a page -->\n<!DOCTYPE html><html><body><p>Hello</p>", "dump is a web page (HTML). To read it as one: "),
        (b"Harwick\n" + b"<p>The bridge.</p>\n" * 9, "newscrawler fetch dump --url ADDRESS"),
        (b"a line of the dump\n" * 500_000, "dump has more than 4 MiB"),
    ],
)
def test_what_is_no_text_of_one_article_is_refused_with_what_to_do(clean: Clean, content: bytes, told: str) -> None:
    code, out, err = clean(written("dump", content))
    assert (code, out) == (1, "")
    assert told in err


def test_a_text_that_is_only_a_headline_is_no_article(clean: Clean) -> None:
    code, out, err = clean(written("dump.txt", "Harwick bridge reopens today\n"), "--json")
    assert code == 1
    assert json.loads(out)["title"] == "Harwick bridge reopens today"
    assert err == "dump.txt: no line of it is a story.\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (GERMAN, "cp1252", "windows-1252"),
        (KOREAN, "cp949", "euc-kr"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (KOREAN, "utf-8-sig", "utf-8"),
        (GERMAN, "utf-16", "utf-16le"),
        (GERMAN, "utf-16-le", "utf-16le"),
        (GERMAN, "utf-16-be", "utf-16be"),
        (DUMP, "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found_out(text: str, codec: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / "dump.txt"
    file.write_bytes(text.encode(codec))
    read = read_text(str(file))
    assert (read.text, read.encoding, read.replaced) == (text, name, 0)


def test_letters_that_cannot_be_decoded_are_told(clean: Clean) -> None:
    code, _, err = clean(written("dump.txt", DUMP.encode() + "Fähre für Käpt’n Jürgen. ".encode() * 5 + b"\xe4\n"))
    assert code == 0
    assert "1 letter could not be read as utf-8" in err


def test_a_text_about_web_pages_is_a_text(clean: Clean) -> None:
    code, _, _ = clean(written("dump.txt", DUMP + "A link closes with </a>, a paragraph with </p>, she said.\n"))
    assert code == 0


def test_an_outlets_wishes_are_obeyed(clean: Clean, monkeypatch: pytest.MonkeyPatch) -> None:
    written("outlets/gb_ledger.toml", LEDGER_FILE.format(name="ad_label"))
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", "outlets")
    _, out, _ = clean(written("dump.txt"), "--outlet", "gb_ledger", "--json")
    assert [(gone["rule"], gone["text"]) for gone in json.loads(out)["removed"]] == [("byline", "By Ann Lee")]
    code, _, err = clean("dump.txt", "--outlet", "gb_legder")
    assert code == 2
    assert "Did you mean gb_ledger?" in err


def test_a_file_is_read_no_further_than_it_may_be_long(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= MOST_BYTES + 1, "all of it"
            return b"a line\n" * (size // 7 + 1)

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Stdin())
    with pytest.raises(NoTextError, match="standard input has more than 4 MiB"):
        read_text("-")
