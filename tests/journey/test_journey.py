"""The main job as a user runs it: our commands in processes of their own, an outlet on loopback, a real database."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import quick_start
from crawler import joined
from invented_outlet import STORIES, article_page, invented_outlet, warc_record
from pytest_httpserver import HTTPServer

pytestmark = pytest.mark.embedded

Rows = list[dict[str, object]]


class Terminal:
    """Runs our commands with a data directory of their own."""

    def __init__(self, folder: Path, base: str, server: HTTPServer) -> None:
        self.folder, self.base, self.server = folder, base, server
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        self.variables = clean | {
            "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",  # quicker to start; the first crawl and those that are ended have workers
        }

    def start(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(command, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def type(self, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """A command as it is typed, whatever it imports."""
        return subprocess.run(
            command, env=self.variables | more, capture_output=True, text=True, timeout=120, check=False
        )

    def newscrawler(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return quick_start.run(["newscrawler", *arguments], self.variables | more)

    def scrapy(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return quick_start.run(["scrapy", *arguments], self.variables)

    def rows(self, *arguments: str) -> Rows:
        done = self.newscrawler(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("journey")
    with invented_outlet(folder / "outlets") as (server, base), joined(folder / "data"):
        yield Terminal(folder, base, server)


@pytest.fixture(scope="module")
def crawled(terminal: Terminal) -> "subprocess.CompletedProcess[str]":
    """The first crawl, which the tests below look at."""
    return terminal.type(sys.executable, "-m", "newscrawler", "crawl", "gb_quillanpost", NEWSCRAWLER_WORKERS="1")


def test_a_crawl_stores_what_feed_and_sitemap_list(
    terminal: Terminal, crawled: "subprocess.CompletedProcess[str]"
) -> None:
    assert crawled.returncode == 0, crawled.stderr
    stored = {str(row["url"]): row for row in terminal.rows("articles")}
    assert set(stored) == {f"{terminal.base}/news/{slug}" for slug in STORIES}
    for slug, (title, author, paragraphs) in STORIES.items():
        row = stored[f"{terminal.base}/news/{slug}"]
        assert row["title"] == title
        assert row["body"] == "\n\n".join(paragraphs)
        assert [one["name"] for one in row["authors"]] == [author]
        assert row["published_at"] == "2026-03-05T08:30:00Z"
        assert (row["outlet"], row["language"]) == ("gb_quillanpost", "en")


@pytest.mark.usefixtures("crawled")
def test_what_was_removed_is_stored_with_its_rule(terminal: Terminal) -> None:
    row = terminal.rows("article", f"{terminal.base}/news/ferry-returns")[0]
    removed = {entry["text"]: entry["rule"] for entry in row["removed"]}
    assert removed["- Advertisement -"] == "ad_label"
    assert removed["Also read: Tolls to rise on the coast road"] == "related"


@pytest.mark.usefixtures("crawled")
def test_every_url_without_an_article_has_its_reason(terminal: Terminal) -> None:
    kinds = {str(row["url"]).removeprefix(terminal.base): row["kind"] for row in terminal.rows("errors")}
    assert kinds["/private/1"] == "blocked_by_robots"
    assert kinds["/news/gone"] == "http_status"
    assert kinds["/news/stub"] in {"no_title", "too_short", "no_body"}


@pytest.mark.usefixtures("crawled")
def test_the_same_crawl_again_fetches_no_article_twice(terminal: Terminal) -> None:
    before = terminal.rows("articles")
    again = terminal.rows("crawl", "gb_quillanpost")
    counts = again[0]["counts"]
    assert counts["listings_unchanged"] == 2  # its feed and its sitemap say the same as before: nothing is looked up
    assert (counts["found"], counts["fetched"], counts["unfinished"]) == (0, 0, 0)
    assert terminal.rows("articles") == before


@pytest.mark.usefixtures("crawled")
def test_refetch_finds_them_unchanged_and_writes_nothing(terminal: Terminal) -> None:
    before = terminal.rows("articles")
    again = terminal.rows("crawl", "gb_quillanpost", "--refetch")
    assert again[0]["counts"]["unchanged"] == len(STORIES)
    assert terminal.rows("articles") == before


@pytest.mark.usefixtures("crawled")
def test_runs_are_recorded(terminal: Terminal) -> None:
    runs = terminal.rows("runs")
    assert all(run["outlet"] == "gb_quillanpost" for run in runs)
    assert runs[-1]["counts"]["new"] == len(STORIES)


def test_scrapy_knows_every_outlet(terminal: Terminal) -> None:
    listed = terminal.scrapy("list")
    assert listed.returncode == 0, listed.stderr
    assert {"gb_quillanpost", "us_koreadaily"} <= set(listed.stdout.split())


@pytest.mark.usefixtures("crawled")
def test_scrapy_crawl_exports_articles_under_the_names_of_the_database(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = terminal.scrapy("crawl", "gb_quillanpost", "-s", "NEWSCRAWLER_REFETCH=1", "-O", str(out))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert {row["url"] for row in rows} == {f"{terminal.base}/news/{slug}" for slug in STORIES}
    assert all(row["published_at"] == "2026-03-05T08:30:00Z" for row in rows)


def test_scrapy_parse_shows_an_article_and_stores_nothing(terminal: Terminal) -> None:
    done = terminal.scrapy("parse", f"{terminal.base}/news/bridge-repair", "--nocolour")
    assert "Repairs close the Alder Vale bridge" in done.stdout, done.stderr


def test_scrapy_shell_fetches_a_page_and_starts_no_database(terminal: Terminal, tmp_path: Path) -> None:
    terminal.variables["NEWSCRAWLER_DATA_DIR"] = str(tmp_path)
    try:
        done = terminal.scrapy("shell", f"{terminal.base}/news/bridge-repair", "-c", "(response.status, spider.name)")
    finally:
        terminal.variables["NEWSCRAWLER_DATA_DIR"] = str(terminal.folder / "data")
    assert "(200, 'gb_quillanpost')" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_stored_pages_take_the_same_road(terminal: Terminal, tmp_path: Path) -> None:
    archive = tmp_path / "dump.warc"
    pages = [
        (f"https://www.quillan.example/news/{slug}", article_page("https://www.quillan.example", slug))
        for slug in STORIES
    ]
    archive.write_bytes(b"".join(warc_record(url, page.encode()) for url, page in pages))
    variables = {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")}
    first = terminal.newscrawler("crawl", "--from-warc", str(archive), "--json", **variables)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["counts"]["new"] == len(STORIES)
    again = terminal.newscrawler("crawl", "--from-warc", str(archive), "--json", **variables)
    assert json.loads(again.stdout)["counts"]["unchanged"] == len(STORIES)
    stored = terminal.newscrawler("articles", "--json", **variables).stdout.splitlines()
    assert {json.loads(row)["outlet"] for row in stored} == {"web_quillan_example"}
    few = terminal.newscrawler("crawl", "--from-warc", str(archive), "--no-store", "--limit", "1", **variables)
    assert "The archive was read as far as --limit 1; there are more pages." in few.stderr
    assert "--limit" not in first.stderr + again.stderr


def test_a_cut_archive_is_told_and_its_readable_pages_are_kept(terminal: Terminal, tmp_path: Path) -> None:
    archive = tmp_path / "cut.warc"
    page = article_page("https://www.quillan.example", "ferry-returns").encode()
    records = [warc_record(f"https://www.quillan.example/news/{name}", page) for name in ("ferry-returns", "cut")]
    archive.write_bytes(b"".join(records)[:-300])
    done = terminal.newscrawler("crawl", "--from-warc", str(archive), NEWSCRAWLER_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 1
    assert "damaged or cut off at record 2" in done.stderr
    assert " 1 " in done.stdout.splitlines()[1]


def test_a_broken_outlet_file_is_told_and_the_others_run(terminal: Terminal, tmp_path: Path) -> None:
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    good = (terminal.folder / "outlets" / "gb_quillanpost.toml").read_text()
    (outlets / "gb_quillanpost.toml").write_text(good + 'tags = ["mine"]\n')
    (outlets / "gb_broken.toml").write_text(good.replace("language =", "langauge ="))
    done = terminal.newscrawler("crawl", "--tag", "mine", NEWSCRAWLER_OUTLETS=str(outlets))
    assert done.returncode == 1
    assert "outlets/gb_broken.toml:3: unknown key 'langauge', did you mean 'language'?" in done.stderr
    assert "gb_broken was skipped" in done.stderr
    assert "gb_quillanpost" in done.stdout


def test_code_of_one_outlet_that_breaks_costs_the_others_nothing(terminal: Terminal, tmp_path: Path) -> None:
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    good = (terminal.folder / "outlets" / "gb_quillanpost.toml").read_text()
    (outlets / "gb_quillanpost.toml").write_text(good)
    (outlets / "gb_wrong.toml").write_text(good)
    (outlets / "gb_wrong.py").write_text("import nowhere_to_be_found\n")
    done = terminal.newscrawler("crawl", "gb_quillanpost", "gb_wrong", NEWSCRAWLER_OUTLETS=str(outlets))
    assert done.returncode == 1
    assert "gb_wrong.py:1: ModuleNotFoundError" in done.stderr
    assert "gb_quillanpost" in done.stdout


def test_no_database_is_told_before_anything_is_fetched(terminal: Terminal) -> None:
    terminal.server.clear_log()
    began = time.monotonic()
    uri = "mongodb://user:secret@127.0.0.1:9/news"
    done = terminal.newscrawler("crawl", "gb_quillanpost", NEWSCRAWLER_MONGO_URI=uri)
    assert done.returncode == 4
    assert time.monotonic() - began < 60
    assert "Cannot reach MongoDB at 127.0.0.1:9" in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert terminal.server.log == []


def test_real_sites_need_a_contact(terminal: Terminal) -> None:
    done = terminal.newscrawler("crawl", "us_koreadaily")
    assert done.returncode == 3
    assert "Set NEWSCRAWLER_CONTACT" in done.stderr


def test_loopback_is_off_by_default(terminal: Terminal) -> None:
    done = terminal.newscrawler(
        "crawl", "gb_quillanpost", NEWSCRAWLER_ALLOW_LOOPBACK="0", NEWSCRAWLER_CONTACT="a@b.example"
    )
    assert done.returncode == 1
    assert "refused_address" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_crawl_that_is_ended_leaves_nothing_behind(
    terminal: Terminal, tmp_path: Path, number: signal.Signals
) -> None:
    data = tmp_path / "data"
    terminal.variables |= {"NEWSCRAWLER_DATA_DIR": str(data), "NEWSCRAWLER_WORKERS": "1"}
    try:
        crawl = terminal.start(sys.executable, "-m", "newscrawler", "crawl", "gb_quillanpost")
        deadline = time.monotonic() + 20
        while not list(data.glob("**/*.wt")) and time.monotonic() < deadline and crawl.poll() is None:
            time.sleep(0.05)
        crawl.send_signal(number)
        crawl.communicate(timeout=15)
        deadline = time.monotonic() + 10
        while processes_of(data) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert processes_of(data) == []
        done = terminal.newscrawler("crawl", "gb_quillanpost")
        assert done.returncode == 0, done.stderr
        assert len(terminal.rows("articles")) == len(STORIES)
    finally:
        terminal.variables |= {"NEWSCRAWLER_DATA_DIR": str(terminal.folder / "data"), "NEWSCRAWLER_WORKERS": "0"}


def processes_of(data: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(data) in command:
            found.append(command)
    return found
