"""sample and outlets test, as they are typed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.cli import main
from newscrawler.model.outlet import FetchRules
from newscrawler.model.page import Page
from newscrawler.operations import sample_files

URL = "https://www.elbkurier.example/artikel/new-bridge-opens-4711.html"
READ_ALSO = "Read also: Tolls to rise"
OUTLET = """name = "Elbkurier"
country = "DE"
language = "en"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss"]
"""
PAGE = f"""<!doctype html><html lang="en"><head><title>New bridge opens - Elbkurier</title>
<link rel="canonical" href="{URL}"><meta name="author" content="Jana Korn">
<meta property="article:published_time" content="2026-03-05T10:00:00+01:00">
<meta property="og:title" content="New bridge opens over the harbour"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>New bridge opens over the harbour</h1>
<p>The new bridge over the harbour opened on Monday after nine years of work, the city's engineers said.</p>
<p>Some four thousand people walked across it in the first hour, and the ferries stayed in port for the day.</p>
<p>Read also: <a href="/tolls">Tolls to rise</a></p>
<p>The mayor said that the toll would not rise before next spring, and thanked the crews who worked in winter.</p>
</article><footer><p><a href="/imprint">Imprint</a></p></footer></body></html>"""

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an outlet and a saved page; it is the working directory, and holds all samples that there are."""
    for name in ("NEWSCRAWLER_MONGO_URI", "NEWSCRAWLER_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(tmp_path))
    monkeypatch.setattr(sample_files, "shipped_samples", lambda: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "de_elbkurier.toml").write_text(OUTLET, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs a command line in ``folder``: exit code, stdout, stderr."""
    assert folder

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def article_file(folder: Path, name: str = "new-bridge-opens-4711") -> Path:
    return folder / "samples" / "de_elbkurier" / name / "article.json"


def correct(file: Path, **changed: object) -> None:
    values = json.loads(file.read_text(encoding="utf-8"))
    values["article"] |= changed
    file.write_text(json.dumps(values), encoding="utf-8")


def test_a_sample_is_saved_shown_and_green_from_then_on(folder: Path, typed: Typed) -> None:
    code, out, err = typed("sample", "de_elbkurier", "page.html")
    assert code == 0
    lines = out.splitlines()
    assert lines[:2] == [
        "samples/de_elbkurier/new-bridge-opens-4711/page.html",
        "samples/de_elbkurier/new-bridge-opens-4711/article.json",
    ]
    assert "New bridge opens over the harbour" in lines
    assert any(line.startswith("keep    The new bridge over the harbour opened") for line in lines)
    assert f"REMOVE  {READ_ALSO}  related" in lines
    assert "Imprint" not in out
    assert "Check it: newscrawler outlets test de_elbkurier" in err
    assert (article_file(folder).parent / "page.html").read_bytes() == PAGE.encode()
    assert typed("outlets", "test") == (
        0,
        "ok       de_elbkurier/new-bridge-opens-4711\n1 sample of 1 outlet: 1 ok\n",
        "",
    )


def test_what_a_person_corrected_is_red_until_the_page_gives_it(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html")
    correct(article_file(folder), authors=[{"name": "Ole Sand", "role": None}], removed=[])
    code, out, _ = typed("outlets", "test", "de_elbkurier")
    assert code == 1
    assert out.splitlines()[:2] == [
        "differs  de_elbkurier/new-bridge-opens-4711",
        "         authors: expected Ole Sand, got Jana Korn",
    ]
    assert out.endswith("1 sample of 1 outlet: 0 ok, 1 differs\n")
    (row,) = typed("outlets", "test", "--json")[1].splitlines()
    told = json.loads(row)
    assert (told["outlet"], told["sample"], told["ok"]) == ("de_elbkurier", "new-bridge-opens-4711", False)
    assert told["differences"][0] == "authors: expected Ole Sand, got Jana Korn"


def test_a_rule_of_the_outlet_is_seen_in_its_samples(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html")
    (folder / "de_elbkurier.toml").write_text(
        OUTLET + "[boilerplate]\nremove_text = ['The mayor.*']\n", encoding="utf-8"
    )
    code, out, _ = typed("outlets", "test")
    assert code == 1
    assert 'body, block 3: missing "The mayor said that the toll would not rise before next spr…"' in out
    assert "(removed now by outlet_remove_text)" in out


def test_a_sample_that_is_there_is_replaced_only_when_asked(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html")
    first = article_file(folder).read_bytes()
    code, _, err = typed("sample", "de_elbkurier", "page.html")
    assert (code, article_file(folder).read_bytes()) == (0, first)
    assert "is the same: nothing was written" in err
    correct(article_file(folder), title="Bridge")
    code, out, err = typed("sample", "de_elbkurier", "page.html")
    assert (code, out) == (1, "")
    assert 'title: expected "Bridge", got "New bridge opens over the harbour"' in err
    assert err.endswith("Replace it with --update.\n")
    assert typed("sample", "de_elbkurier", "page.html", "--update")[0] == 0
    assert article_file(folder).read_bytes() == first


def test_another_page_does_not_take_the_place_of_a_sample(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html", "--name", "bridge")
    (folder / "page.html").write_text(PAGE.replace("4711", "4712"), encoding="utf-8")
    code, _, err = typed("sample", "de_elbkurier", "page.html", "--name", "bridge")
    assert code == 1
    assert "page: it is a sample of https://www.elbkurier.example/artikel/new-bridge-opens-4711.html, not of" in err
    assert "Give this page a name of its own with --name" in err


def test_a_samples_own_page_is_read_anew_under_its_name_and_at_its_time(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html", "--name", "bridge")
    file = article_file(folder, "bridge")
    first = file.read_bytes()
    correct(file, title="Bridge")
    page = str(file.parent / "page.html")
    assert typed("sample", "de_elbkurier", page, "--update")[0] == 0
    assert file.read_bytes() == first


def test_a_page_laid_into_a_samples_folder_gets_its_article_there(folder: Path, typed: Typed) -> None:
    file = article_file(folder, "by_hand")
    file.parent.mkdir(parents=True)
    (file.parent / "page.html").write_text(PAGE, encoding="utf-8")
    assert typed("sample", "de_elbkurier", str(file.parent / "page.html"))[0] == 0
    assert typed("outlets", "test", "de_elbkurier")[1].startswith("ok       de_elbkurier/by_hand\n")


def test_a_page_that_gives_no_article_is_a_sample_of_that(folder: Path, typed: Typed) -> None:
    (folder / "page.html").write_text("<p>Gone.", encoding="utf-8")
    code, out, err = typed("sample", "de_elbkurier", "page.html", "--url", URL)
    assert code == 0
    assert out.count("\n") == 2
    assert "This page gives no article, and its sample says so: too_short: " in err
    assert json.loads(article_file(folder).read_text())["outcome"] == "too_short"
    (folder / "page.html").write_bytes(b"")
    assert typed("sample", "de_elbkurier", "page.html", "--url", URL, "--name", "empty")[0] == 0
    assert typed("outlets", "test")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("de_elbkurrier", "page.html"), 2, "Did you mean de_elbkurier?"),
        (("de_elbkurier", "page.html", "--name", "../x"), 2, "'../x' is no name for a sample"),
        (("de_elbkurier", "nothing.html"), 2, "There is no file nothing.html"),
        (("de_elbkurier", URL), 3, "Set NEWSCRAWLER_CONTACT"),
        (("us_koreadaily", "large.html"), 1, "large.html has 10.0 MiB: a crawl reads no page over 10 MiB."),
        (("de_elbkurier", "bare.html"), 2, "Add --url with the page's address"),
    ],
)
def test_what_cannot_be_sampled_is_refused_and_nothing_written(
    arguments: tuple[str, ...], code: int, told: str, folder: Path, typed: Typed
) -> None:
    (folder / "bare.html").write_text("<p>x")
    with (folder / "large.html").open("wb") as large:
        large.truncate(10 * 1024 * 1024 + 1)
    found = typed("sample", *arguments)
    assert found[:2] == (code, "")
    assert told in found[2]
    assert not (folder / "samples").exists()


def test_an_address_is_fetched_as_the_outlets_file_says(
    folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str, _: object, rules: FetchRules) -> Page:
        assert rules.proxy == "http://127.0.0.1:3128"
        return Page(url, PAGE.encode(), datetime(2026, 3, 5, 9, 0, 0, 123456, tzinfo=UTC), content_type="text/html")

    (folder / "de_elbkurier.toml").write_text(OUTLET + '[fetch]\nproxy = "http://127.0.0.1:3128"\n')
    monkeypatch.setattr("newscrawler.operations.page_fetch.fetch_page", fetch)
    code, out, _ = typed("sample", "de_elbkurier", URL, "--json")
    assert code == 0
    row = json.loads(out)
    assert (row["written"], row["refused"], row["outcome"]) == (True, False, None)
    assert json.loads(Path(row["article"]).read_text())["page"] == {
        "url": URL,
        "fetched_at": "2026-03-05T09:00:00Z",
        "content_type": "text/html",
        "listing": None,
    }


def test_a_page_of_another_host_is_asked_about(typed: Typed) -> None:
    err = typed("sample", "de_elbkurier", "page.html", "--url", "https://www.other.example/1")[2]
    assert "www.other.example is no host of de_elbkurier: is this the right outlet?" in err


def test_a_damaged_sample_is_told_and_hides_no_other(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html", "--name", "a")
    typed("sample", "de_elbkurier", "page.html", "--name", "b")
    article_file(folder, "a").write_text('{"page": ', encoding="utf-8")
    code, out, _ = typed("outlets", "test")
    assert code == 1
    assert "broken   de_elbkurier/a\n         article.json:1: is no JSON" in out
    assert "ok       de_elbkurier/b\n" in out
    assert out.endswith("2 samples of 1 outlet: 1 ok, 1 cannot be read\n")
    assert "is there, but cannot be read" in typed("sample", "de_elbkurier", "page.html", "--name", "a")[2]
    assert typed("sample", "de_elbkurier", "page.html", "--name", "a", "--update")[0] == 0
    assert typed("outlets", "test")[0] == 0


def test_a_bug_that_one_page_meets_hides_no_other(folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder
    typed("sample", "de_elbkurier", "page.html")
    monkeypatch.setattr("newscrawler.operations.sample_reading.read_page", lambda *_: 1 / 0)
    code, out, _ = typed("outlets", "test")
    assert code == 1
    assert "the reader broke: ZeroDivisionError" in out


def test_samples_of_an_outlet_that_is_gone_or_broken_are_red(folder: Path, typed: Typed) -> None:
    typed("sample", "de_elbkurier", "page.html")
    outlet = folder / "de_elbkurier.toml"
    outlet.rename(folder / "de_elbbote.toml")
    code, out, _ = typed("outlets", "test")
    assert code == 1
    assert "the outlet de_elbkurier cannot be used: there is no outlet of that id" in out
    outlet.write_text("name = 1\n")
    code, out, err = typed("outlets", "test")
    assert code == 1
    assert "the outlet de_elbkurier cannot be used: its file is broken" in out
    assert "de_elbkurier was skipped" in err


def test_no_samples_at_all_are_no_failure_but_those_of_a_named_outlet_are(typed: Typed) -> None:
    assert typed("outlets", "test", "--json") == (
        0,
        "",
        "No outlet has samples yet. Make one: newscrawler sample OUTLET URL-or-FILE\n",
    )
    assert typed("outlets", "test", "de_elbkurier") == (
        1,
        "",
        "de_elbkurier has no samples. Make one: newscrawler sample de_elbkurier URL-or-FILE\n",
    )
    code, _, err = typed("outlets", "test", "de_elbkurrier")
    assert code == 2
    assert "Did you mean de_elbkurier?" in err
