"""docs/operating.md says of every kind of outcome what it means, when it is tried again, and what to do."""

import re
from pathlib import Path

import pytest

from newscrawler.model.account import ARTICLE_COUNTS, COUNTS, UNASKED_COUNTS
from newscrawler.model.outcome import FACTS, OutcomeKind

PAGE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
AGAIN = {
    "page": "as a page",
    "way": "as on the way",
    "robots": "by every run",
    "listing": "by every run",
    "here": "as a page",
}
OWN_AGAIN = {
    OutcomeKind.GONE: "where a listing names it as changed",
    OutcomeKind.HTTP_STATUS: "403, 429, 5xx: as on the way; 404, 410 and others: as a page",
    OutcomeKind.NOT_STORED: "as on the way",
}


def row(kind: OutcomeKind) -> str:
    facts = FACTS[kind]
    advice = facts.advice.replace("newscrawler explain URL", "`newscrawler explain URL`")
    advice = re.sub(r"(newscrawler (?:errors --kind |reprocess --)quarantine)", r"`\1`", advice)
    return f"| `{kind}` | {facts.meaning} | {OWN_AGAIN.get(kind, AGAIN[facts.place])} | {advice} |"


@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_kind_has_its_row(kind: OutcomeKind) -> None:
    assert row(kind) in PAGE.splitlines()


@pytest.mark.parametrize("name", COUNTS)
def test_every_count_of_a_run_is_told_somewhere(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", [*UNASKED_COUNTS, *ARTICLE_COUNTS, "not_modified", "unfinished"])
def test_every_other_end_of_a_url_has_its_row(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| ", PAGE, re.MULTILINE)
