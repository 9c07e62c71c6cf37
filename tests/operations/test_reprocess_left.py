"""What reprocess leaves as it is, and says so."""

from pathlib import Path
from typing import Any

import pytest
from harbour_post import FILE, OUTLET, Printed, Within, document, outlet_of, page, rows, told

from newscrawler.operations import second_writing
from newscrawler.reading import read_page
from newscrawler.storage.connection import Database


def test_an_article_that_would_be_refused_today_is_told_and_left(
    stored: list[str], outlet_file: Path, within: Within, capsys: Printed
) -> None:
    outlet_file.write_text(f'{FILE}[selectors]\nbody = "div.nowhere"\n[boilerplate]\nremove = ["article p"]\n')
    before = within(document(stored[0]))
    out, err = told(capsys, "reprocess", stored[0], "--apply")
    assert "left as it is: today it would not be stored (no_body: " in out
    assert "1 article left as stored, each with its reason above." in err
    assert within(document(stored[0])) == before


def test_what_is_changed_between_reading_and_writing_is_left(
    stored: list[str],
    outlet_file: Path,
    within: Within,
    capsys: Printed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_again = second_writing.write_again

    async def after_a_crawl(reading: Any, database: Database) -> Any:  # noqa: ANN401 - as the function that it stands for
        newer = read_page(page(0, "A fourth paragraph says that the paint was dry by noon."), outlet_of(outlet_file))
        await database.articles.save(newer.article)
        return await write_again(reading, database)

    outlet_file.write_text(f"{FILE}[boilerplate]\nremove_text = ['Repairs of the .*']\n")
    monkeypatch.setattr("newscrawler.operations.reprocess.write_again", after_a_crawl)
    out, _ = told(capsys, "reprocess", stored[0], "--apply")
    assert "left as it is: it was changed meanwhile" in out
    assert "the paint was dry by noon" in within(document(stored[0]))["body"]


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ([], 2, "Name the articles to read again by id or address"),
        (["abcdef12"], 2, "No article 'abcdef12' is stored. See: newscrawler articles"),
        (["--outlet", "gb_harbourpst"], 2, "Did you mean gb_harbourpost?"),
        (["--outlet", OUTLET], 0, "No stored article fits."),
        (["--all"], 0, "No stored article fits."),
        (["--all", "--outlet", OUTLET], 2, "Name the articles to read again"),
    ],
)
def test_what_cannot_be_meant_is_told(
    typed: list[str], code: int, message: str, outlet_file: Path, capsys: Printed
) -> None:
    assert outlet_file
    assert message in told(capsys, "reprocess", *typed, code=code)[1]


def test_articles_of_an_outlet_whose_file_is_broken_are_left(
    stored: list[str], outlet_file: Path, within: Within, capsys: Printed
) -> None:
    before = within(document(stored[0]))
    outlet_file.write_text(FILE.replace("language", "langauge"))
    assert "nothing was done" in told(capsys, "reprocess", "--outlet", OUTLET, code=3)[1]
    out, _ = told(capsys, "reprocess", "--all", "--apply", code=1)
    assert "left as it is: its outlet's file is broken" in out
    assert within(document(stored[0])) == before


def test_pages_that_code_of_the_outlets_own_reads_are_not_read_by_ours(
    stored: list[str], outlet_file: Path, capsys: Printed
) -> None:
    outlet_file.with_suffix(".py").write_text(
        "from newscrawler.spiders.outlet import OutletSpider\n\n\n"
        "class HarbourPost(OutletSpider):\n    async def read_article(self, page):\n        raise ValueError\n"
    )
    assert rows(told(capsys, "reprocess", stored[0], "--json")[0])[0]["read"] == "text"
