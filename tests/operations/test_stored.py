"""The commands that read the database, against a real one."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from newscrawler import __version__
from newscrawler.cli import main
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.model.outcome import FACTS, Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.model.run import Run, RunKind
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.server.process_identity import this_process

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
HTML = "<p>Die Fähre</p>".encode("latin-1")
Fill = Callable[[Database], object]


def article(number: int, text: str = "The ferry is back.", **fields: object) -> Article:
    url = f"https://www.elbkurier.example/artikel/{number}"
    values = {
        "url": url,
        "outlet": "de_elbkurier",
        "title": f"Ferry {number} is back",
        "blocks": (Block("paragraph", f"{text} Pilot {number} brought it in."),),
        "removed": (RemovedBlock(Block("paragraph", "Advertisement"), "ad_label", "one word"),),
        "authors": (Author("Marta Petersen"),),
        "published_at": NOON + timedelta(days=number),
        "fetched_at": NOON,
        "language": "de",
        "encoding": "iso-8859-1",
        "fingerprint": Fingerprint(f"{number}{abs(hash(text))}".ljust(32, "0")[:32]),
        "page": Page(url, HTML, NOON),
    }
    return Article(**values | fields)


@pytest.fixture
def stored(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Fill], None]:
    """Fills the database that the commands of this test will read."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEWSCRAWLER_OUTLETS", raising=False)
    monkeypatch.delenv("NEWSCRAWLER_CONTACT", raising=False)

    def fill(work: Fill) -> None:
        async def opened() -> None:
            database = await open_database(mongo_uri, tmp_path)
            try:
                await work(database)
            finally:
                await database.close()

        asyncio.run(opened())

    return fill


async def three_articles(database: Database) -> None:
    for number in (1, 2, 3):
        await database.articles.save(article(number))


def rows(told: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in told.splitlines()]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["articles"], "No articles stored yet. "),
        (["articles", "--language", "ko"], "No stored article fits."),
        (["articles", "--outlet", "us_koreadayli"], "Did you mean us_koreadaily?"),
        (["articles", "--cursor", "0"], "Nothing new after cursor 0."),
        (["errors"], "No errors recorded."),
        (["errors", "--kind", "timeout"], "No errors recorded for kind timeout."),
        (["runs"], "No runs yet. "),
    ],
)
def test_an_empty_result_says_so_and_is_no_failure(
    typed: list[str], told: str, stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert stored
    for options in ([], ["--json"]):
        assert main([*typed, *options]) == 0
        captured = capsys.readouterr()
        assert captured.out == ""
        assert told in captured.err


def test_articles_are_listed_newest_first(stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]) -> None:
    stored(three_articles)
    assert main(["articles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-4:] for line in lines[1:]] == [["Ferry", str(n), "is", "back"] for n in (3, 2, 1)]


def test_articles_as_json_are_whole_documents_with_iso_dates(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(three_articles)
    assert main(["articles", "pilot", "3", "--json", "--since", "2026-03-08", "--until", "2026-03-08"]) == 0
    (found,) = rows(capsys.readouterr().out)
    assert found["url"] == "https://www.elbkurier.example/artikel/3"
    assert found["published_at"] == "2026-03-08T12:00:00Z"
    assert found["authors"] == [{"name": "Marta Petersen"}]
    assert found["body"] == "The ferry is back. Pilot 3 brought it in."
    assert found["removed"][0]["rule"] == "ad_label"


def test_a_consumer_follows_by_the_cursor_without_gaps(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(three_articles)
    seen: list[str] = []
    cursor = 0
    for _ in range(4):
        assert main(["articles", "--json", "--limit", "1", "--cursor", str(cursor)]) == 0
        for row in rows(capsys.readouterr().out):
            seen.append(row["title"])
            cursor = row["cursor"]
    assert seen == ["Ferry 1 is back", "Ferry 2 is back", "Ferry 3 is back"]


def test_what_came_after_a_cursor_is_listed_with_its_time_oldest_first(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def two_articles(database: Database) -> None:
        await database.articles.save(article(2))
        await database.articles.save(article(1, published_at=None))

    stored(two_articles)
    assert main(["articles", "--cursor", "0"]) == 0
    captured = capsys.readouterr()
    assert [" ".join(line.split()[1:3]) for line in captured.out.splitlines()[1:]] == [
        "2026-03-07 12:00",
        "seen 2026-03-05",
    ]
    assert "To go on from here: --cursor " in captured.err


@pytest.mark.parametrize("wrong", ["-5", "3d", "9" * 30])
def test_what_is_no_cursor_is_refused_with_the_option_for_a_date(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["articles", "--cursor", wrong]) == 2
    assert f"'{wrong}' is no cursor: a whole number from 0. For a date: --since {wrong}" in capsys.readouterr().err


def test_an_article_is_found_by_its_address_its_id_and_the_beginning_of_it(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(three_articles)
    assert main(["article", "https://elbkurier.example/artikel/2?utm_source=x", "--json"]) == 0
    (found,) = rows(capsys.readouterr().out)
    for name in (found["_id"], found["_id"][:8]):
        assert main(["article", name]) == 0
        told = capsys.readouterr()
        assert told.out.startswith("Ferry 2 is back\n")
        assert "removed: ad_label 1" in told.out
        assert f"newscrawler explain {found['_id']}" in told.err


def test_an_unknown_article_ends_with_2(stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]) -> None:
    assert stored
    assert main(["article", "abcdef12"]) == 2
    assert capsys.readouterr().err == "No article 'abcdef12' is stored. See: newscrawler articles\n"


def test_the_raw_page_comes_back_byte_for_byte(
    stored: Callable[[Fill], None], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    stored(three_articles)
    assert main(["article", article(1).url, "--raw"]) == 0
    assert capfdbinary.readouterr().out == HTML
    assert main(["article", article(1).url, "--raw", "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["html"] == "<p>Die Fähre</p>"


def test_a_page_that_was_not_kept_is_said(stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]) -> None:
    stored(lambda database: database.articles.save(article(1, page=None)))
    assert main(["article", article(1).url, "--raw"]) == 1
    assert "was not kept" in capsys.readouterr().err


def test_revisions_show_what_was_said_before(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def changed_twice(database: Database) -> None:
        for text in ("The ferry sank.", "The ferry is late.", "The ferry is back."):
            await database.articles.save(article(1, text, fetched_at=NOON + timedelta(hours=len(text))))

    stored(changed_twice)
    assert main(["article", article(1).url, "--revisions"]) == 0
    told = capsys.readouterr().out
    assert "body: The ferry [-sank-]{+is late+}." in told
    assert told.index("[-sank-]{+is late+}") < told.index("body: The ferry is [-late-]{+back+}.")
    assert main(["article", article(1).url, "--revisions", "--json"]) == 0
    told = rows(capsys.readouterr().out)
    assert [row["version"] for row in told] == [1, 2]
    assert told[1]["changes"]["body"] == [
        {"kind": "kept", "text": "The ferry is "},
        {"kind": "deleted", "text": "late"},
        {"kind": "inserted", "text": "back"},
        {"kind": "kept", "text": ". Pilot 1 brought it in."},
    ]


def test_revisions_tell_times_as_other_commands_do(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def moved(database: Database) -> None:
        await database.articles.save(article(1))
        later = NOON + timedelta(days=1, seconds=7)
        await database.articles.save(article(1, published_at=later, fetched_at=later))

    stored(moved)
    assert main(["article", article(1).url, "--revisions"]) == 0
    told = capsys.readouterr().out
    assert "  [-2026-03-06 12:00 UTC-]\n  {+2026-03-06 12:00:07 UTC+}\n" in told


async def some_errors(database: Database) -> None:
    for number in range(30):
        kind = OutcomeKind.HTTP_STATUS if number % 3 else OutcomeKind.TOO_SHORT
        at = NOON + timedelta(minutes=number)
        url = f"https://www.elbkurier.example/artikel/{number}"
        await database.outcomes.record(Outcome("de_elbkurier", url, kind, f"reason {number}", at, run="0123456789ab"))


FILE = """
name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss"]
[schedule]
revisits = ["10m", "100d"]
"""


@pytest.fixture
def elbkurier(stored: Callable[[Fill], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outlet with a file, whose last revisit is far away."""
    assert stored  # which knows no outlet files: first
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "de_elbkurier.toml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(folder))


@pytest.mark.usefixtures("elbkurier")
def test_the_next_try_is_told_by_the_outlets_own_revisits(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)

    async def tried(database: Database) -> None:
        for times, message in enumerate("abc", 1):
            outcome = Outcome(
                "de_elbkurier", f"https://www.elbkurier.example/{times}", OutcomeKind.NOT_HTML, message, now
            )
            for run in range(times):
                at = now - timedelta(seconds=times - 1 - run)
                await database.outcomes.record(replace(outcome, at=at, run=f"{run}"))

    stored(tried)
    assert main(["errors"]) == 0
    lasts = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    last ")]
    assert [line.split(", ", 2)[2] for line in lasts] == [
        f"again from {now + timedelta(minutes=10):%Y-%m-%d %H:%M} UTC on",
        f"again from {now + timedelta(days=100):%Y-%m-%d %H:%M} UTC on",
        "not again by itself",
    ]


@pytest.mark.usefixtures("elbkurier")
def test_errors_are_grouped_by_cause_with_a_sample_and_what_to_do(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(some_errors)
    assert main(["errors", "--outlet", "de_elbkurier"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "30 URLs gave no article: 20 http_status, 10 too_short.",
        "",
        "http_status  de_elbkurier  20 URLs",
        "    reason N (the last one: reason 29)",
        "    last 2026-03-05 12:29 UTC, tried 1 time, again with the next run",
        "    https://www.elbkurier.example/artikel/29",
        f"    curl -isSL -A 'newscrawler/{__version__}' 'https://www.elbkurier.example/artikel/29'",
        f"    To do: {FACTS[OutcomeKind.HTTP_STATUS].advice}",
        "",
        "too_short  de_elbkurier  10 URLs",
        "    reason N (the last one: reason 27)",
        "    last 2026-03-05 12:27 UTC, tried 1 time, again with the next run",
        "    https://www.elbkurier.example/artikel/27",
        f"    curl -isSL -A 'newscrawler/{__version__}' 'https://www.elbkurier.example/artikel/27'",
        "    To do: see what the reader found: newscrawler explain 'https://www.elbkurier.example/artikel/27'",
    ]
    assert told.err.splitlines() == [
        "To try them again now: newscrawler errors --retry --outlet de_elbkurier",
        "Every URL: newscrawler errors --urls --outlet de_elbkurier",
    ]


def test_pages_of_an_archive_without_an_address_have_a_sentence_of_their_own(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def fill(database: Database) -> None:
        for name in ("hard::1.html", "http://[::1"):
            message = f"“{name}” is no web address"
            await database.outcomes.record(Outcome("archive", name, OutcomeKind.REFUSED_ADDRESS, message, NOON))

    stored(fill)
    assert main(["errors", "--outlet", "archive"]) == 0
    told = capsys.readouterr()
    assert "refused_address  archive  2 URLs" in told.out
    assert "the archive has this page under no address of a site" in " ".join(told.out.split())
    assert "curl" not in told.out
    assert "--retry" not in told.err


def test_errors_of_an_outlet_that_is_unknown_end_with_2_unless_there_are_some(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert stored
    for options in ([], ["--retry"], ["--json"]):
        assert main(["errors", "--outlet", "xx_nix", *options]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("No outlet called 'xx_nix'.")
        assert "No errors" not in told.err


def test_what_an_archive_held_is_not_said_to_be_tried_again(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def archived(database: Database) -> None:
        for number, kind in enumerate((OutcomeKind.CHALLENGE_PAGE, OutcomeKind.NOT_HTML, OutcomeKind.TIMEOUT)):
            url = f"https://old.example/{number}"
            await database.outcomes.record(Outcome("web_old_example", url, kind, "no", NOON))

    stored(archived)
    assert main(["errors", "--outlet", "web_old_example"]) == 0
    told = capsys.readouterr()
    assert told.out.count("not again by itself") == 3
    assert "newscrawler fetch 'https://old.example/0' --store" in told.out
    for wrong in ("again with", "again from", "delay_seconds", "outlet's file", "--retry"):
        assert wrong not in told.out + told.err


@pytest.mark.usefixtures("elbkurier")
@pytest.mark.parametrize("each", [[], ["--urls"]])
def test_a_retry_is_offered_only_where_something_can_be_tried_again(
    each: list[str], stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def left(database: Database) -> None:
        for outlet, host in (("web_old_example", "old"), ("us_harwick_ledger", "www.harwickledger")):
            url = f"https://{host}.example/1"
            await database.outcomes.record(Outcome(outlet, url, OutcomeKind.HTTP_STATUS, "HTTP 404", NOON))
        gone = Outcome("de_elbkurier", "https://www.elbkurier.example/1", OutcomeKind.GONE, "HTTP 410", NOON)
        await database.outcomes.record(gone)

    async def another(database: Database) -> None:
        url = "https://www.elbkurier.example/2"
        await database.outcomes.record(Outcome("de_elbkurier", url, OutcomeKind.TIMEOUT, "slow", NOON))

    stored(left)
    assert main(["errors", *each]) == 0
    assert "--retry" not in capsys.readouterr().err
    assert main(["errors", "--kind", "gone", *each]) == 0
    assert "newscrawler errors --retry --kind gone\n" in capsys.readouterr().err
    stored(another)
    assert main(["errors", *each]) == 0
    assert "To try them again now: newscrawler errors --retry\n" in capsys.readouterr().err


def test_of_a_page_that_was_never_on_the_network_it_is_told_where_it_is(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def refused(database: Database) -> None:
        await database.runs.finish(Run("8f31aaaaaaaa", "archive", NOON, "archive", NOON, "finished"))
        for outlet, host, run in (
            ("web_old_example", "old", "8f31aaaaaaaa"),
            ("de_elbkurier", "www.elbkurier", "0123456789ab"),
        ):
            outcome = Outcome(outlet, f"http://{host}.example/1", OutcomeKind.TOO_SHORT, "9 words", NOON, run=run)
            await database.outcomes.record(outcome)

    stored(refused)
    assert main(["errors"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "the page is in the archive that run 8f31aaaaaaaa read, under this address" in told
    assert "the demo invented it" in told
    assert "explain" not in told


@pytest.mark.parametrize("each", [[], ["--urls"]])
def test_an_address_that_failed_and_has_an_article_from_before_says_so(
    each: list[str], stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def damaged(database: Database) -> None:
        await database.articles.save(article(1))
        for number in (1, 2):
            url = f"https://www.elbkurier.example/artikel/{number}"
            kind = (OutcomeKind.INCOMPLETE, OutcomeKind.TIMEOUT)[number - 1]
            await database.outcomes.record(Outcome("de_elbkurier", url, kind, "cut", NOON))

    stored(damaged)
    assert main(["errors", *each]) == 0
    told = capsys.readouterr().out
    assert told.count("An article of this address was stored before, and is kept.") == 1


def test_most_pages_of_an_outlet_are_another_matter_than_a_few(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def soft(database: Database) -> None:
        for number in range(6):
            url, outlet = f"https://a.example/{number}", ("de_elbkurier", "us_ledger")[number == 5]
            message = "a page that says “page not found”"
            await database.outcomes.record(Outcome(outlet, url, OutcomeKind.SOFT_404, message, NOON))

    stored(soft)
    assert main(["errors"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines.count("    a page that says “page not found”") == 2
    most, few = (line for line in lines if line.startswith("    To do: "))
    assert most.startswith("    To do: see with a browser")
    assert few == "    To do: nothing, where a few: the outlet lists what it took away"


@pytest.mark.parametrize(
    ("kind", "counts", "advice"),
    [
        ("backfill", {"found": 6}, "see with a browser"),
        ("backfill", {"found": 300, "over_budget": 200, "waiting": 90, "unfinished": 4}, "see with a browser"),
        ("retry", {"retried": 6}, "see with a browser"),
        ("crawl", {"found": 300, "known": 294}, "nothing, where a few"),
        ("archive", {"found": 6}, "nothing, where a few"),
    ],
)
def test_nearly_all_urls_of_a_run_are_most_though_the_outlet_gave_articles_before(
    stored: Callable[[Fill], None],
    capsys: pytest.CaptureFixture[str],
    kind: RunKind,
    counts: dict[str, int],
    advice: str,
) -> None:
    async def soft(database: Database) -> None:
        for number in range(8):
            await database.articles.save(article(number), keep_page=False)
        run = Run("0123456789ab", "de_elbkurier", NOON, kind)
        await database.runs.start(run)
        await database.runs.finish(replace(run, finished_at=NOON, counts=counts, outcomes={"soft_404": 6}))
        for number in range(6):
            url = f"https://www.elbkurier.example/weg/{number}"
            outcome = Outcome("de_elbkurier", url, OutcomeKind.SOFT_404, "a page that says so", NOON, run=run.id)
            await database.outcomes.record(outcome)

    stored(soft)
    assert main(["errors"]) == 0
    assert f"    To do: {advice}" in capsys.readouterr().out


def test_causes_and_urls_are_bounded_and_what_is_left_out_is_told(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(some_errors)
    assert main(["errors", "--limit", "1"]) == 0
    told = capsys.readouterr()
    assert told.out.count("curl -isSL") == 1
    assert told.err.startswith("1 more cause: add --limit N.\n")
    assert main(["errors", "--urls"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[:2] == [
        "http_status  https://www.elbkurier.example/artikel/29",
        "    reason 29 (de_elbkurier, 2026-03-05 12:29)",
    ]
    assert told.out.count("https://") == 20
    assert told.err.startswith("There are more: add --limit N, or --json for all.\n")
    assert main(["errors", "--urls", "--limit", "30"]) == 0
    assert "There are more" not in capsys.readouterr().err


def test_errors_as_json_list_every_url_with_its_reason(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stored(some_errors)
    assert main(["errors", "--json", "--kind", "too_short"]) == 0
    found = rows(capsys.readouterr().out)
    assert len(found) == 10
    assert found[0] == {
        "outlet": "de_elbkurier",
        "url": "https://www.elbkurier.example/artikel/27",
        "kind": "too_short",
        "message": "reason 27",
        "at": "2026-03-05T12:27:00Z",
        "attempts": 1,
        "run": "0123456789ab",
        "cause": "reason N",
        "curl": f"curl -isSL -A 'newscrawler/{__version__}' 'https://www.elbkurier.example/artikel/27'",
    }


def test_runs_show_their_counts_and_one_that_was_killed(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    killed = Run("0123456789ab", "de_elbkurier", NOON)
    done = replace(
        killed,
        id="ba9876543210",
        started_at=NOON + timedelta(hours=1),
        finished_at=NOON + timedelta(hours=1, seconds=9),
        finish_reason="finished",
        counts={"found": 5, "fetched": 4, "new": 3},
        outcomes={"timeout": 1},
    )

    async def two_runs(database: Database) -> None:
        await database.runs.start(killed)
        await database.runs.finish(done)

    stored(two_runs)
    assert main(["runs"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    year = "" if datetime.now(UTC).year == 2026 else "2026-"
    assert lines[0].endswith("found known pages new revised no article end")
    assert lines[1] == f"ba9876543210 de_elbkurier {year}03-05 13:00 9 5 0 4 3 0 1 finished"
    assert lines[2] == f"0123456789ab de_elbkurier {year}03-05 12:00 0 0 0 0 0 0 killed"
    assert main(["runs", "--json", "--limit", "1"]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert row["_id"] == "ba9876543210"
    assert row["started_at"] == "2026-03-05T13:00:00Z"


def test_a_run_that_goes_on_is_told_from_one_that_was_killed_and_one_that_was_stopped(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    begun = Run("0123456789ab", "de_elbkurier", NOON)
    later = NOON + timedelta(hours=1)
    stopped = replace(begun, id="ba9876543210", started_at=later, finished_at=later, finish_reason="shutdown")

    async def two_runs(database: Database) -> None:
        await database.runs.start(begun)
        await database.runs.finish(stopped)
        await database.claims.take(begun.outlet, ["elbkurier.example"], begun.id, this_process())

    stored(two_runs)
    assert main(["runs"]) == 0
    told = capsys.readouterr()
    assert [line.split()[-1] for line in told.out.splitlines()] == ["end", "stopped", "running"]
    assert told.err == ""


def test_runs_that_are_no_ordinary_crawls_say_of_which_kind_they_are(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    back = Run("0123456789ab", "de_elbkurier", NOON, "backfill", NOON, "finished", window_from="2024-01-01")
    again = replace(back, id="ba9876543210", started_at=NOON + timedelta(hours=1), kind="retry", window_from=None)

    async def two_runs(database: Database) -> None:
        await database.runs.finish(replace(back, window_to="2024-03-31"))
        await database.runs.finish(again)

    stored(two_runs)
    assert main(["runs"]) == 0
    head, first, second, window = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in (head, first, second)] == ["kind", "retry", "backfill"]
    assert window == "0123456789ab de_elbkurier: articles of 2024-01-01 to 2024-03-31"


def test_a_run_may_be_named_by_the_first_letters_that_a_message_shows(
    stored: Callable[[Fill], None], capsys: pytest.CaptureFixture[str]
) -> None:
    async def run_with_an_error(database: Database) -> None:
        await database.runs.start(Run("8f31aaaaaaaa", "de_elbkurier", NOON))
        outcome = Outcome("de_elbkurier", "https://a.example/1", OutcomeKind.TIMEOUT, "slow", NOON, run="8f31aaaaaaaa")
        await database.outcomes.record(outcome)

    stored(run_with_an_error)
    assert main(["errors", "--run", "8f3"]) == 0
    assert "https://a.example/1" in capsys.readouterr().out
    assert main(["errors", "--run", "8.*"]) == 2
    assert capsys.readouterr().err == "No run called '8.*'. The latest: newscrawler runs\n"


def test_no_database_is_one_clear_line_and_exit_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    uri = "mongodb://me:secret@127.0.0.1:9/news"
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", uri)
    hasty = partial(open_database, timeout_seconds=0.3)
    monkeypatch.setattr("newscrawler.operations.opened_database.open_database", hasty)
    assert main(["articles"]) == 4
    told = capsys.readouterr().err
    assert told.startswith("Cannot reach MongoDB at 127.0.0.1:9 (")
    assert "unset NEWSCRAWLER_MONGO_URI" in told
    assert "secret" not in told
    assert told.count("\n") == 1
