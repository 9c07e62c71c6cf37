"""``db rededupe`` against a real database: the links that a crawl makes, found for a whole archive at once."""

import fcntl
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from edited_news import Edited, invent_edits
from harbour_post import Within

from newscrawler.cli import main
from newscrawler.duplicates.comparing import PreparedText
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import StorageUnavailableError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.operations import db_rededupe
from newscrawler.storage import stored_texts
from newscrawler.storage.connection import Database
from newscrawler.storage.rededupe import grouping as grouping_module
from newscrawler.storage.rededupe import noting
from newscrawler.storage.sameness import Sameness
from newscrawler.storage.upkeep.cluster_sweep import Swept
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS

pytest.importorskip("duckdb")

Told = Callable[..., tuple[int, str, str]]
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
EDITS = invent_edits(60)
OURS = (*SAMENESS_FIELDS, "fingerprint", "to_compare")
LINES = [
    "The harbour authority closed the northern lock on Tuesday after divers found a crack in one of its two gates.",
    "Eleven freighters wait at anchor off the estuary, and the next ones are sent to the southern docks instead.",
    "A spokeswoman said that welding would take nine days at least, provided that the wind keeps below force six.",
    "Farmers upstream fear for a harvest of early potatoes, most of which leaves the valley by barge each spring.",
]
OTHER_LINES = [
    "Two bakers of the old town were given the medal of the guild for a loaf that keeps for three weeks.",
    "They grind the rye themselves, in a mill that their grandmother bought from a convent which needed a roof.",
    "The jury praised the crust above all, though one of its members asked for a little less caraway next time.",
]


@pytest.fixture
def told(within: Within, capsys: pytest.CaptureFixture[str]) -> Told:
    """Types ``db rededupe`` with further words; its exit code, stdout and stderr."""
    assert within

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(["db", "rededupe", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


@pytest.fixture
def crawled(within: Within) -> dict[str, Any]:
    """Sixty articles with their copies, as a crawl stores and links them; the documents by ``_id``."""

    async def crawl(database: Database) -> dict[str, Any]:
        for at, one in enumerate(EDITS):
            await database.sameness.judge(await database.articles.save(article_of(one, at)))
        return await read(database)

    stored: dict[str, Any] = within(crawl)
    assert sum("copy_of" in document for document in stored.values()) > 10
    return stored


def article_of(one: Edited, at: int) -> Article:
    article = Article(
        url=f"https://www.{one.outlet}/{one.id}.html",
        outlet=one.outlet_id,
        title=one.title,
        blocks=tuple(Block("paragraph", text) for text in one.text.split("\n\n")),
        published_at=one.published_at,
        fetched_at=BEGAN + timedelta(seconds=at),
    )
    return replace(article, fingerprint=fingerprint_article(article))


async def read(database: Database) -> dict[str, Any]:
    return {document["_id"]: document async for document in database.documents["articles"].find()}


async def forget(database: Database) -> None:
    """As before version 5, or from elsewhere: nobody compared anything."""
    await database.documents["articles"].update_many({}, {"$unset": dict.fromkeys(OURS, "")})


async def last_number(database: Database) -> int:
    return int((await database.documents["meta"].find_one({"_id": "cursor"}) or {})["value"])


def without_cursor(documents: dict[str, Any]) -> dict[str, Any]:
    return {key: {**document, "cursor": 0} for key, document in documents.items()}


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_where_nothing_is_stored_that_is_said(told: Told) -> None:
    assert told() == (0, "", "No article is stored yet.\n")


def test_what_a_crawl_linked_is_found_again_and_nothing_is_written(
    crawled: dict[str, Any], told: Told, within: Within
) -> None:
    before = within(last_number)
    code, out, err = told("--apply")
    assert (code, out) == (0, "")
    copies = sum("copy_of" in document for document in crawled.values())
    clusters = len({document["cluster"] for document in crawled.values() if "cluster" in document})
    assert err == f"60 articles, {copies} of them copies, in {clusters} clusters. All say so already.\n"
    assert within(read) == crawled
    assert within(last_number) == before


def test_an_archive_from_elsewhere_gets_the_links_of_a_crawl(
    crawled: dict[str, Any], told: Told, within: Within
) -> None:
    within(forget)
    stripped = within(read)
    code, out, err = told()
    assert code == 0
    assert "what it is a copy of" in out
    assert "60 would change; nothing was written: add --apply\n" in err
    assert within(read) == stripped
    assert "60 written.\n" in told("--apply")[2]
    linked = within(read)
    assert without_cursor(linked) == without_cursor(crawled)
    moved = {key for key, document in linked.items() if document["cursor"] != stripped[key]["cursor"]}
    assert moved == {key for key, document in crawled.items() if any(name in document for name in SAMENESS_FIELDS)}
    before = within(last_number)
    assert told("--apply")[2].endswith("All say so already.\n")
    assert (within(read), within(last_number)) == (linked, before)


def test_one_that_was_killed_in_the_middle_is_typed_again(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    within(forget)
    written = []
    set_as_always = Sameness.set

    async def set_a_few(self: Sameness, job: Any) -> bool:  # noqa: ANN401 - whatever it takes
        written.append(job)
        if len(written) > 7:
            raise StorageUnavailableError("the database is away")
        return await set_as_always(self, job)

    async def went_through(database: Database) -> None:
        await database.documents["meta"].insert_one({"_id": "sameness", "value": 60})

    async def window(database: Database) -> Any:  # noqa: ANN401 - a document or none
        return await database.documents["meta"].find_one({"_id": "sameness"})

    within(went_through)
    with monkeypatch.context() as patch:
        patch.setattr(Sameness, "set", set_a_few)
        code, _, err = told("--apply")
    assert code == 4
    assert within(window) is None, "what got anchors again was old, perhaps"
    assert "Type the same again" in err
    told("--apply")
    assert without_cursor(within(read)) == without_cursor(crawled)


def test_what_a_crawl_changes_meanwhile_is_left_to_it(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crawled
    within(forget)
    changed = []
    set_as_always = Sameness.set

    async def set_late(self: Sameness, job: Any) -> bool:  # noqa: ANN401 - whatever it takes
        if not changed:
            changed.append(job.key)
            await self._articles.update_one({"_id": job.key}, {"$set": {"content_hash": "0" * 32}})
        return await set_as_always(self, job)

    monkeypatch.setattr(Sameness, "set", set_late)
    _, _, err = told("--apply")
    assert "59 written. 1 was changed meanwhile, by a crawl perhaps, and left: type the same again." in err
    assert not any(name in within(read)[changed[0]] for name in ("fingerprint", "copy_of"))


def test_each_article_that_changes_is_a_row(crawled: dict[str, Any], told: Told, within: Within) -> None:
    within(forget)
    found = rows(told("--json")[1])
    by_id = {row["id"]: row for row in found[:-1]}
    assert set(by_id) == set(crawled)
    for key, document in crawled.items():
        for name in ("cluster", "duplicate_of"):
            assert by_id[key][name] == document.get(name)
        assert (by_id[key]["copy_of"] or {}).get("article") == document.get("copy_of", {}).get("article")
        assert not by_id[key]["written"]
    assert found[-1]["articles"] == found[-1]["changed"] == 60
    assert found[-1]["written"] == 0


def test_wrong_links_are_mended_and_articles_that_were_left_are_compared(
    crawled: dict[str, Any], told: Told, within: Within
) -> None:
    copy, other = (next(key for key, one in crawled.items() if has(one)) for has in (is_copy, is_alone))

    async def spoil(database: Database) -> None:
        articles = database.documents["articles"]
        await articles.update_one({"_id": copy}, {"$unset": {"copy_of": "", "cluster": "", "duplicate_of": ""}})
        await articles.update_one({"_id": copy}, {"$set": {"to_compare": [crawled[copy]["copy_of"]["article"]]}})
        await articles.update_one({"_id": other}, {"$set": {"cluster": copy, "duplicate_of": copy}})

    within(spoil)
    assert "no copy; was of the cluster of" in told()[1]
    told("--apply")
    assert without_cursor(within(read)) == without_cursor(crawled)


def is_copy(document: dict[str, Any]) -> bool:
    return "copy_of" in document


def is_alone(document: dict[str, Any]) -> bool:
    return "cluster" not in document


def test_what_is_older_than_the_window_is_linked_but_no_longer_looked_up(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_SAMENESS_DAYS", "1")

    async def age(database: Database) -> None:
        articles = database.documents["articles"]
        await articles.update_many({}, {"$set": {"fetched_at": datetime.now(UTC) - timedelta(days=2)}})

    within(age)
    told("--apply")
    aged = within(read)
    assert not any("fingerprint" in document for document in aged.values())
    assert {key: document.get("cluster") for key, document in aged.items()} == {
        key: document.get("cluster") for key, document in crawled.items()
    }
    assert told("--apply")[2].endswith("All say so already.\n")


def test_a_link_to_a_text_that_its_article_has_no_longer_stays(told: Told, within: Within) -> None:
    first, copy = Edited("1", "Lock", "\n\n".join(LINES), "en", "a.example", "", BEGAN), None
    copy = replace(first, id="2", outlet="b.example")

    async def store(database: Database) -> dict[str, Any]:
        rewritten = replace(first, text="\n\n".join(OTHER_LINES))
        for at, one in enumerate((first, copy, rewritten)):
            await database.sameness.judge(await database.articles.save(article_of(one, at)))
        return await read(database)

    stored = within(store)
    assert [is_copy(document) for document in stored.values()] == [False, True]
    assert told("--apply")[2] == "2 articles, 1 of them copies, in 1 cluster. All say so already.\n"
    assert within(read) == stored


def test_further_originals_that_still_hold_stay_though_few_owners_are_compared(
    told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole text of which two parts came before: no anchor of the parts is looked at in this test."""
    edits = [article_of(EDITS[0], at) for at in range(3)]
    texts = [LINES, OTHER_LINES, [*LINES, *OTHER_LINES]]
    articles = [
        replace(one, url=f"{one.url}?{at}", title="Lock", blocks=tuple(Block("paragraph", text) for text in lines))
        for at, (one, lines) in enumerate(zip(edits, texts, strict=True))
    ]

    async def crawl(database: Database) -> list[str]:
        saved = [await database.articles.save(replace(one, fingerprint=fingerprint_article(one))) for one in articles]
        await database.sameness.judge(saved[2])
        ids = [one.id for one in saved]
        link = {"article": ids[0], "kind": "expansion", "likeness": 0.99, "first_seen_at": articles[2].fetched_at}
        links = {"copy_of": link, "also_copy_of": [ids[1]]}
        await database.documents["articles"].update_one({"_id": ids[2]}, {"$set": links})
        return ids

    ids = within(crawl)
    monkeypatch.setattr(noting, "fingerprint_text", lambda *_: Fingerprint("0" * 32, ()))
    monkeypatch.setattr(stored_texts, "judge", judge_surely)
    told("--apply")
    whole = within(read)[ids[2]]
    assert (whole["copy_of"]["article"], whole["also_copy_of"]) == (ids[0], [ids[1]])


def test_one_that_is_refused_and_one_that_cannot_be_compared_cost_only_themselves(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [key for key, document in crawled.items() if "copy_of" in document]
    refused, stumbled = copies[-2:]

    async def spoil(database: Database) -> None:
        await forget(database)
        update = {"q": {"_id": refused}, "u": {"$set": {"word_count": "many"}}}
        await database.documents.command({"update": "articles", "updates": [update], "bypassDocumentValidation": True})

    compared_text = stored_texts.compared_text

    def stumble(document: Any) -> PreparedText:  # noqa: ANN401 - as the one that it stands for
        if document["_id"] == stumbled:
            raise ZeroDivisionError
        return compared_text(document)

    within(spoil)
    monkeypatch.setattr(stored_texts, "compared_text", stumble)
    assert told("--apply")[0] == 0
    linked = within(read)
    lost = {key for key in copies if "copy_of" not in linked[key]}
    assert {refused, stumbled} <= lost
    assert len(copies) - len(lost) >= len(copies) - 4, "copies of these two alone"


def test_what_the_last_look_could_not_put_right_is_told(
    crawled: dict[str, Any], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sweep(*_: object, **__: object) -> Swept:
        return Swept(left=1, mended=3, unmended=1)

    assert crawled
    monkeypatch.setattr(db_rededupe, "sweep_clusters", sweep)
    code, _, err = told("--apply")
    assert code == 1
    assert err.endswith(
        " 3 moved that crawls had touched. 2 could not be compared or put right: newscrawler db verify --clusters\n"
    )
    assert rows(told("--apply", "--json")[1])[-1]["unmended"] == 2


def test_a_dry_run_that_was_stopped_wrote_nothing(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise StorageUnavailableError("the database is away")

    assert crawled
    within(forget)
    monkeypatch.setattr(db_rededupe, "print_difference", away)
    code, _, err = told()
    assert code == 4
    assert "Stopped: not all were looked at; nothing was written.\n" in err


def judge_surely(_: PreparedText, others: Sequence[tuple[str, PreparedText]]) -> Judgement:
    """All are surely originals."""
    first, *rest = [key for key, _ in others]
    return Judgement(CopyLink(first, "expansion", 0.99), (), tuple(rest))


def test_many_slices_are_as_one(
    crawled: dict[str, Any], told: Told, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping_module, "SLICE", 3)
    monkeypatch.setattr(grouping_module, "BUFFERED", 7)
    within(forget)
    told("--apply")
    assert without_cursor(within(read)) == without_cursor(crawled)


def test_only_one_at_a_time_works_in_a_folder(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with (folder / "rededupe.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, _, err = told()
    assert code == 3
    assert "Another newscrawler db rededupe works in" in err
    assert told()[0] == 0
    assert not (folder / "rededupe").exists()


def test_without_duckdb_the_message_says_what_to_install(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(grouping_module, "import_module", missing)
    code, _, err = told()
    assert code == 3
    assert "pip install 'newscrawler[duckdb]'" in err
