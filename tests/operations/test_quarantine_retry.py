"""``errors`` and ``reprocess --quarantine``: what could not be written is told, and stored once the cause is mended."""

from dataclasses import replace
from pathlib import Path

import pytest
from harbour_post import OUTLET, Printed, Within, outlet_of, page, rows

from newscrawler.cli import main
from newscrawler.errors import StorageError
from newscrawler.reading import read_page
from newscrawler.storage.connection import Database


@pytest.fixture
def refused(outlet_file: Path, within: Within) -> None:
    """Three that could not be written: from a page, without one, and an item of a developer's spider."""
    outlet = outlet_of(outlet_file)

    async def refuse(database: Database) -> None:
        for number in (1, 2):
            article = replace(read_page(page(number), outlet).article, title=None, run="0123456789ab")
            with pytest.raises(StorageError):
                await database.articles.save(article if number == 1 else replace(article, page=None))
        item = {"url": "https://www.harbourpost.example/news/item", "title": "Item", "headlin": "x"}
        await database.quarantine.keep_item(item, OUTLET, "unknown field 'headlin'")

    within(refuse)


@pytest.mark.usefixtures("refused")
def test_errors_list_what_is_in_quarantine_with_what_to_do(capsys: Printed) -> None:
    assert main(["errors"]) == 0
    told = capsys.readouterr().out
    assert "title: Field required" in told
    assert "3 documents could not be written" in told
    assert "newscrawler reprocess --quarantine" in told
    assert main(["errors", "--kind", "quarantine", "--json", "--outlet", OUTLET]) == 0
    found = rows(capsys.readouterr().out)
    assert [(row["kind"], row["what"]) for row in found] == [("quarantine", w) for w in ("item", "article", "article")]
    assert main(["errors", "--kind", "timeout"]) == 0
    assert "No errors recorded for kind timeout." in capsys.readouterr().err
    assert main(["errors", "--kind", "quarantine", "--outlet", "xx_other"]) == 2
    assert "No outlet called 'xx_other'" in capsys.readouterr().err


@pytest.mark.usefixtures("refused")
def test_what_can_be_stored_now_is_stored_and_the_others_stay_with_their_reason(capsys: Printed) -> None:
    assert main(["reprocess", "--quarantine"]) == 1
    told = capsys.readouterr()
    assert "new  https://www.harbourpost.example/news/quay-1" in told.out
    assert "title: Field required" in told.out
    assert "unknown field 'headlin'" in told.out
    assert told.err.endswith("3 documents from quarantine tried again: 1 stored, 2 still refused and kept.\n")
    assert main(["errors", "--kind", "quarantine", "--json"]) == 0
    assert len(rows(capsys.readouterr().out)) == 2
    assert main(["articles", "--json"]) == 0
    (stored,) = rows(capsys.readouterr().out)
    assert str(stored["title"]).endswith("number 1")


@pytest.mark.usefixtures("refused")
def test_one_that_is_named_is_tried_alone(capsys: Printed) -> None:
    assert main(["reprocess", "--quarantine", "https://www.harbourpost.example/news/quay-1", "--json"]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert (row["result"], row["problem"]) == ("new", "")
    assert main(["reprocess", "--quarantine", "nothing"]) == 2
    assert "newscrawler errors --kind quarantine" in capsys.readouterr().err
    assert main(["reprocess", "--quarantine", "--all"]) == 2


@pytest.mark.usefixtures("outlet_file")
def test_an_empty_quarantine_says_so(capsys: Printed) -> None:
    assert main(["reprocess", "--quarantine"]) == 0
    assert "Nothing is in quarantine." in capsys.readouterr().err
