"""reprocess: stored articles read again, the difference first."""

import re
from pathlib import Path

from harbour_post import FILE, LETTER, OUTLET, Printed, Within, document, outlet_of, page, rows, told

from newscrawler.outlet_memory.learning import load_furniture
from newscrawler.reading import Reading, read_page
from newscrawler.storage.connection import Database
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS


def test_without_apply_the_difference_is_shown_and_nothing_is_written(
    stored: list[str], within: Within, capsys: Printed
) -> None:
    before = [within(document(one)) for one in stored]
    out, err = told(capsys, "reprocess", "--outlet", OUTLET)
    assert out.count(f'- "{LETTER[:40]}') == 12
    assert "furniture: in 12 of 12 articles of this outlet since 5 Mar 2026" in out
    assert re.search(r"^furniture +12 +0 +12$", out, re.MULTILINE)
    assert err == "12 of 12 articles would change; nothing was written: add --apply\n"
    assert [within(document(one)) for one in stored] == before
    assert within(lambda database: database.furniture.known(OUTLET)).articles == 0


def test_apply_writes_new_versions_with_the_reason_and_a_second_one_nothing(
    stored: list[str], within: Within, capsys: Printed
) -> None:
    before = within(document(stored[0]))
    _, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert err == "12 of 12 articles written, each with its reason: newscrawler article ID --revisions\n"
    after = within(document(stored[0]))
    assert LETTER not in after["body"]
    assert after["removed"][-1]["rule"] == "furniture"
    assert (after["version"], after["cursor"] > before["cursor"]) == (2, True)
    told_once, _ = told(capsys, "article", stored[0], "--revisions")
    assert "reprocess: takes 1 block (furniture)" in told_once
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert (out, err) == ("", "None of 12 articles changed.\n")
    assert within(document(stored[0])) == after


def test_what_reading_a_page_again_cannot_know_stays(stored: list[str], within: Within, capsys: Printed) -> None:
    async def enrich(database: Database) -> None:
        await database.documents["articles"].update_many({}, {"$set": {"enrichment": {"topic": "town"}}})

    within(enrich)
    before = within(document(stored[3]))
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    after = within(document(stored[3]))
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    of_copies = {"fingerprint", *SAMENESS_FIELDS, "to_compare"}  # they follow from the text
    assert changed - of_copies == {"blocks", "body", "content_hash", "cursor", "removed", "version", "word_count"}


def test_every_article_is_a_line_of_json(stored: list[str], capsys: Printed) -> None:
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--json", "--limit", "3")
    assert err.startswith("3 of 3 articles would change")
    first = rows(out)[0]
    assert len(rows(out)) == 3
    assert first["id"] == stored[11]
    assert first["url"] == page(11).url
    assert first["read"] == "page"
    assert first["removed"] == [
        {"text": LETTER, "rule": "furniture", "evidence": "in 12 of 12 articles of this outlet since 5 Mar 2026"}
    ]
    assert (first["added"], first["left"], first["written"], first["version"]) == ([], None, False, 1)
    assert {"body", "blocks"} <= set(first["changed"])


def test_articles_of_a_version_without_a_memory_are_learned_from(
    stored: list[str], within: Within, capsys: Printed
) -> None:
    async def forget(database: Database) -> None:
        await database.documents["sightings"].delete_many({})

    async def noted(database: Database) -> int:
        return len(await database.furniture.sightings(stored))

    within(forget)
    assert "12 of 12 articles would change" in told(capsys, "reprocess", "--outlet", OUTLET)[1]
    assert within(noted) == 0
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert within(noted) == 12


# --- undo ---
def test_a_line_in_the_file_brings_back_what_was_taken_and_a_crawl_agrees(
    stored: list[str], outlet_file: Path, within: Within, capsys: Printed
) -> None:
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    shown, _ = told(capsys, "outlets", "show", OUTLET)
    undo = next(line.strip() for line in shown.splitlines() if line.strip().startswith("keep = "))
    outlet_file.write_text(f"{FILE}[boilerplate]\n{undo}\n")
    out, err = told(capsys, "reprocess", "--outlet", OUTLET)
    assert out.count("was furniture: in 12 of 12 articles") == 12
    assert err == "12 of 12 articles would change; nothing was written: add --apply\n"
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    out, _ = told(capsys, "article", stored[0])
    assert LETTER in out
    assert "gives back 1 block (furniture)" in told(capsys, "article", stored[0], "--revisions")[0]

    async def crawled_again(database: Database) -> list[str]:
        furniture = await load_furniture(database, OUTLET)
        outlet = outlet_of(outlet_file)
        readings: list[Reading] = [read_page(page(number), outlet, furniture) for number in range(12)]
        return [(await database.articles.save(one.article)).kind for one in readings]

    assert within(crawled_again) == ["unchanged"] * 12
    assert told(capsys, "reprocess", "--outlet", OUTLET, "--apply")[1] == "None of 12 articles changed.\n"
    assert "kept: the file says so" in told(capsys, "outlets", "show", OUTLET)[0]


def test_furniture_that_is_switched_off_comes_back(stored: list[str], outlet_file: Path, capsys: Printed) -> None:
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    outlet_file.write_text(f'{FILE}[boilerplate]\noff = ["furniture"]\n')
    _, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert err.startswith("12 of 12 articles written")
    assert LETTER in told(capsys, "article", stored[5])[0]


def test_a_pattern_of_the_file_takes_a_line_from_yesterdays_articles(
    stored: list[str], outlet_file: Path, capsys: Printed
) -> None:
    outlet_file.write_text(f"{FILE}[boilerplate]\nremove_text = ['Repairs of the .*']\n")
    out, err = told(capsys, "reprocess", stored[0], page(1).url, stored[2])
    assert out.count('- "Repairs of the') == out.count("outlet_remove_text: the outlet's pattern") == 2
    assert err.startswith("2 of 3 articles would change")


# --- without a page ---
def test_an_article_without_a_page_is_cleaned_from_its_text_and_gets_it_back(
    stored: list[str], outlet_file: Path, within: Within, capsys: Printed
) -> None:
    async def lose_pages(database: Database) -> None:
        await database.documents["pages"].delete_many({})

    within(lose_pages)
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply", "--json")
    assert {row["read"] for row in rows(out)} == {"text"}
    assert "12 articles without a page that could be read again: the stored text was cleaned." in err
    assert within(document(stored[2]))["removed"][-1]["rule"] == "furniture"
    assert told(capsys, "reprocess", "--outlet", OUTLET, "--apply")[1].endswith("None of 12 articles changed.\n")
    outlet_file.write_text(f"{FILE}[boilerplate]\nkeep = ['^Our gulls bring']\n")
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert within(document(stored[2]))["body"].endswith(LETTER)
