"""docs/database.md says what the shapes and the list of indexes say."""

import json
import re
from pathlib import Path

import pytest

from newscrawler.storage.documents.conversion import json_schema
from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.documents.document_tables import field_tables, index_table, written_page
from newscrawler.storage.schema import INDEXES, KINDS

PAGE = Path(__file__).parents[2] / "docs" / "database.md"


def test_its_tables_are_those_of_the_shapes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written_page(page) == page, "type: make tables"


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the tables"):
        written_page("# The database\n")


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_field_says_what_it_holds(name: str) -> None:
    schema = json_schema(name)
    documents = [schema, *(one for one in schema.get("$defs", {}).values() if "properties" in one)]
    for document in documents:
        assert document["description"]
        unsaid = [field for field, rule in document["properties"].items() if not rule.get("description")]
        assert unsaid == [], document["title"]


def test_every_collection_is_on_the_page_with_its_indexes() -> None:
    assert set(re.findall(r"^### (\w+)$", field_tables(), re.MULTILINE)) == set(KINDS)
    assert set(KINDS.values()) == set(SHAPES)
    assert len(index_table().splitlines()) == len(INDEXES) + 2
    listed = re.findall(
        r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8").split("## Versions", maxsplit=1)[0], re.MULTILINE
    )
    assert sorted(listed) == sorted(KINDS)


def test_a_row_shows_name_type_and_meaning() -> None:
    rows = field_tables().splitlines()
    assert "| **`url`** | text | canonical address |" in rows
    assert "| `authors[].email` | text | address |" in rows
    assert "| `published_precision` | `second`, `minute`, `day` | how exactly it is known |" in rows
    assert "| `related` | texts | `_id`s of articles that share text with it without being copies |" in rows
    assert "| `titles` | name -> text | where stated (`feed`, `page`, `og`, `json_ld`) -> headline there |" in rows
    assert json.dumps(rows).isascii()
