"""A sample on disk: written as a whole, read again exactly, and every mistake in it told."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.catalogue import SHIPPED_OUTLETS
from newscrawler.errors import ConfigurationError, SampleError
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations import sample_files
from newscrawler.operations.sample_files import (
    Sample,
    article_text,
    read_sample,
    samples_in,
    samples_of,
    writable_folder,
    write_sample,
)
from newscrawler.operations.sample_values import Result

URL = "https://www.elbkurier.example/artikel/1"
FETCHED_AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
LINK = ArticleLink(url=URL, kind="feed", title="Brücke", published_at=FETCHED_AT, authors=("Jana Korn",))
PAGE = Page(URL, b"<p>\xe4\r\n\x00", FETCHED_AT, requested_url=URL, content_type="text/html; charset=cp1252", link=LINK)
SAMPLE = Sample(PAGE, Result(outcome="too_short"))
SHIPPED = Outlet(id="de_elbkurier", name="Elbkurier", file=f"{SHIPPED_OUTLETS}/de_elbkurier.toml")


def test_a_sample_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_sample(tmp_path / "a" / "b", SAMPLE)
    assert read_sample(tmp_path / "a" / "b") == SAMPLE
    assert (tmp_path / "a" / "b" / "page.html").read_bytes() == PAGE.html
    assert (tmp_path / "a" / "b" / "article.json").read_text(encoding="utf-8").endswith("}\n")


def test_a_link_that_says_nothing_but_the_address_is_not_kept() -> None:
    page = Page(URL, b"", FETCHED_AT, link=ArticleLink(url=URL, kind="manual"))
    assert json.loads(article_text(Sample(page, SAMPLE.expected)))["page"]["listing"] is None


@given(
    st.recursive(st.none() | st.booleans() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_every_article_is_written_as_json_that_gives_it_back(value: object) -> None:
    written = article_text(Sample(PAGE, Result(article={"title": value})))
    assert json.loads(written.encode("utf-8"))["article"] == {"title": value}


def test_half_a_letter_of_a_broken_page_can_be_written() -> None:
    assert json.loads(article_text(Sample(PAGE, Result(article={"title": "x\ud800"}))))["article"]["title"] == "x\ud800"


def test_letters_stand_as_they_are_and_each_block_in_one_line() -> None:
    blocks = [{"kind": "paragraph", "text": "Brücke"}, {"kind": "paragraph", "text": "다리"}]
    lines = article_text(Sample(PAGE, Result(article={"blocks": blocks}))).splitlines()
    assert '      {"kind": "paragraph", "text": "Brücke"},' in lines
    assert '      {"kind": "paragraph", "text": "다리"}' in lines


def test_a_sample_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file where the folder should be")
    with pytest.raises(SampleError, match=r"Cannot write the sample .*b: "):
        write_sample(tmp_path / "b", SAMPLE)
    assert [file.name for file in tmp_path.iterdir()] == ["b"]


def mistakes(folder: Path, text: str | bytes) -> str:
    write_sample(folder / "x", SAMPLE)
    (folder / "x" / "article.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SampleError) as refused:
        read_sample(folder / "x")
    return str(refused.value)


GOOD_PAGE = '{"url": "https://www.elbkurier.example/1", "fetched_at": "2026-03-05T09:00:00Z", "content_type": null'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n"page": {', "article.json:2: is no JSON"),
        (b"\xff", "article.json is not UTF-8 (byte 0)"),
        ("[" * 100_000, "article.json is nested too deeply"),
        ("[]", "must be an object with 'page' and 'article'"),
        ("{}", "'page' must be an object"),
        (f'{{"page": {GOOD_PAGE}, "listing": null}}}}', "must hold either 'article' or 'outcome'"),
        (f'{{"page": {GOOD_PAGE}}}, "outcome": "paywall"}}', "page: 'listing' is missing"),
        (f'{{"page": {GOOD_PAGE}, "listing": null}}, "outcome": "wall"}}', "outcome must be one of blocked_by_robots"),
        (f'{{"page": {GOOD_PAGE}, "listing": {{"x": 1}}}}, "outcome": "paywall"}}', "listing: unknown key 'x' (known"),
        (f'{{"page": {GOOD_PAGE}, "listing": 3}}, "outcome": "paywall"}}', "page: listing must be an object or null"),
        ('{"page": {"url": "x", "fetched_at": null}, "artikle": 1}', "unknown key 'artikle'"),
        ('{"page": {"url": "x", "fetched_at": null}}', "page: url must be a web address"),
        ('{"page": {"url": "x", "fetched_at": null}}', "page: fetched_at must be an instant such as 2026-03-05T09:00"),
        ('{"page": {"url": "x", "fetched_at": "2026-13-05T09:00:00Z"}}', "page: fetched_at must be an instant such as"),
        ('{"article": {"titel": 1}}', "article: unknown key 'titel'. Did you mean title?"),
        ('{"article": {"published_at": "2026-03-05"}}', "article: published_at must be an instant such as"),
        ('{"article": {"authors": [{"name": ""}]}}', "article: authors, entry 1: name must be a text"),
        ('{"article": {"blocks": ["x"]}}', "article: blocks, entry 1: must be an object with kind, text"),
        (
            '{"article": {"blocks": [{"kind": "p", "text": "x"}]}}',
            "entry 1: kind must be one of caption, heading, list",
        ),
        ('{"article": {"free_access": 1}}', "article: free_access must be true, false or null"),
        ('{"article": []}', "'article' must be an object"),
    ],
)
def test_a_damaged_sample_is_named_with_what_is_wrong(text: str | bytes, told: str, tmp_path: Path) -> None:
    assert told in mistakes(tmp_path, text)


@pytest.mark.parametrize("name", ["page.html", "article.json"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    write_sample(tmp_path / "x", SAMPLE)
    (tmp_path / "x" / name).unlink()
    with pytest.raises(SampleError, match=f"{name} is missing"):
        read_sample(tmp_path / "x")


def test_samples_of_an_outlet_of_ones_own_lie_beside_its_file(tmp_path: Path) -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", file=str(tmp_path / "de_elbkurier.toml"))
    assert writable_folder(outlet, [tmp_path, tmp_path / "other"]) == tmp_path / "samples" / "de_elbkurier"


def test_samples_of_a_shipped_outlet_lie_in_the_checkout(tmp_path: Path) -> None:
    assert writable_folder(SHIPPED, [tmp_path]) == Path(__file__).parents[1] / "outlets" / "de_elbkurier"


def test_without_a_checkout_they_lie_in_the_last_folder_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_files, "shipped_samples", lambda: None)
    folders = [tmp_path / "a", tmp_path / "b"]
    assert writable_folder(SHIPPED, folders) == tmp_path / "b" / "samples" / "de_elbkurier"
    with pytest.raises(ConfigurationError, match="export NEWSCRAWLER_OUTLETS="):
        writable_folder(SHIPPED, [])


def test_samples_in_every_folder_count_and_unfinished_ones_do_not(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_sample(tmp_path / folder / "samples" / "de_elbkurier" / "bridge", SAMPLE)
    (tmp_path / "b" / "samples" / "de_elbkurier" / ".ferry.1f").mkdir()
    found = samples_of(SHIPPED, [tmp_path / "a", tmp_path / "b"])
    assert [file.relative_to(tmp_path).parts[0] for file in found] == ["a", "b"]
    assert samples_in(tmp_path / "nowhere") == []
