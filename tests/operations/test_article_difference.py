"""What would change in a stored article, from two documents."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.operations.article_difference import MovedLine, article_difference

LINES = st.lists(st.sampled_from(["ferry", "bridge", "tide", "pilot"]), max_size=6)


def document(*lines: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a document
    blocks = [{"kind": "paragraph", "text": line} for line in lines]
    return {"_id": "0" * 24, "title": "Ferry", "blocks": blocks, "body": "\n\n".join(lines), "removed": []} | fields


def removed(text: str, rule: str, evidence: str = "numbers") -> dict[str, str]:
    return {"text": text, "rule": rule, "evidence": evidence}


def test_the_same_document_differs_in_nothing() -> None:
    assert not article_difference(document("ferry"), document("ferry")).changes


def test_a_line_that_goes_is_told_with_the_rule_that_takes_it() -> None:
    new = document("ferry", removed=[removed("Sign up", "furniture", "in 18 of 60 articles")])
    difference = article_difference(document("ferry", "Sign up"), new)
    assert difference.gone == (MovedLine("Sign up", "furniture", "in 18 of 60 articles"),)
    assert difference.back == ()
    assert set(difference.changes) == {"blocks", "body", "removed"}


def test_a_line_that_comes_back_is_told_with_the_rule_that_had_taken_it() -> None:
    old = document("ferry", removed=[removed("Sign up", "newsletter")])
    difference = article_difference(old, document("Sign up", "ferry"))
    assert difference.back == (MovedLine("Sign up", "newsletter", "numbers"),)
    assert difference.gone == ()


def test_a_long_line_is_found_among_the_removed_though_it_is_cut_there() -> None:
    line = "tide " * 200
    difference = article_difference(document(line), document(removed=[removed(line[:500], "related")]))
    assert [gone.rule for gone in difference.gone] == ["related"]


def test_a_line_that_no_rule_knows_of_is_read_differently() -> None:
    difference = article_difference(document("ferry"), document("ferry and bridge"))
    assert difference.gone == (MovedLine("ferry"),)
    assert difference.back == (MovedLine("ferry and bridge"),)


def test_a_field_that_is_there_no_longer_is_written_as_none() -> None:
    difference = article_difference(document("ferry", section="Harbour"), document("ferry"))
    assert difference.changes == {"section": None}
    assert difference.other_fields == ("section",)


def test_other_words_about_what_was_removed_are_no_reason_to_write() -> None:
    old = document("ferry", removed=[removed("Ad", "not_story")], rules_version=3, provenance={"title": "page"})
    new = document("ferry", removed=[removed("Ad", "ad_label")], rules_version=4, provenance={"title": "page, og"})
    assert not article_difference(old, new).changes


def test_what_reading_again_cannot_know_is_not_compared() -> None:
    kept = {"fetched_at": 1, "first_seen_at": 1, "discovery": {}, "run": "a", "enrichment": {"a": 1}, "cluster": "b"}
    assert not article_difference(document("ferry", **kept), document("ferry", url="other")).changes


@given(LINES, LINES)
def test_lines_that_go_and_come_back_account_for_the_whole_difference(before: list[str], after: list[str]) -> None:
    difference = article_difference(document(*before), document(*after))
    left = [*before]
    for line in difference.gone:
        left.remove(line.text)
    assert sorted([*left, *(line.text for line in difference.back)]) == sorted(after)
