import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction.charset import decode_page

SHARED = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "hostile" / "charset_detect.jsonl"
GERMAN = "<p>Die Brücke über die Elbe wurde am Montag für Fußgänger geöffnet, sagte der Bürgermeister.</p>"


@pytest.mark.parametrize(
    ("head", "encoding", "name"),
    [
        ('<meta charset="iso-8859-1">', "cp1252", "windows-1252"),
        ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-2">', "iso8859-2", "iso-8859-2"),
        ('<!-- <meta charset="koi8-r"> --><meta charset=utf-8>', "utf-8", "utf-8"),
        ('<meta charset="bogus"><meta charset="windows-1250">', "cp1250", "windows-1250"),
    ],
)
def test_what_the_page_declares_is_used(head: str, encoding: str, name: str) -> None:
    page = decode_page((head + GERMAN).encode(encoding))
    assert page.text == head + GERMAN
    assert (page.encoding, page.replaced) == (name, 0)


def test_the_header_goes_before_the_page() -> None:
    html = ('<meta charset="utf-8">' + GERMAN).encode("cp1252")
    assert GERMAN in decode_page(html, "text/html; charset=windows-1252").text


def test_a_byte_order_mark_goes_before_everything() -> None:
    page = decode_page(GERMAN.encode("utf-8-sig"), "text/html; charset=iso-8859-1")
    assert (page.text, page.encoding) == (GERMAN, "utf-8")
    assert decode_page(GERMAN.encode("utf-16"), None).text == GERMAN


def test_a_false_declaration_is_not_believed() -> None:
    assert decode_page((GERMAN * 3).encode("cp1252"), "text/html; charset=utf-8").text == GERMAN * 3
    assert decode_page(GERMAN.encode(), "text/html; charset=iso-8859-1").text == GERMAN


def test_one_broken_character_does_not_change_the_encoding() -> None:
    page = decode_page((GERMAN * 3).encode() + b"\xff", "text/html; charset=utf-8")
    assert (page.encoding, page.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(
    "label",
    ["base64", "hex", "idna", "punycode", "rot13", "undefined", "unicode_escape", "utf-7", "zlib", "\x00", "x" * 999],
)
def test_a_hostile_label_is_passed_over(label: str) -> None:
    assert decode_page(GERMAN.encode(), f"text/html; charset={label}").text == GERMAN
    assert GERMAN in decode_page(f'<meta charset="{label}">{GERMAN}'.encode()).text


SHORT_ENGLISH = "<p>The mayor’s plan costs £9 a day, she said at the “Ritz”.</p>"


@pytest.mark.parametrize("junk", [b"<!-- caf\xe9 -->", b"<footer>\xa9 2026</footer>", b"<div>\xff</div>"])
def test_one_foreign_byte_among_few_letters_does_not_change_the_encoding(junk: bytes) -> None:
    page = decode_page(SHORT_ENGLISH.encode() + junk, "text/html; charset=utf-8")
    assert page.text.startswith(SHORT_ENGLISH)
    assert (page.encoding, page.replaced) == ("utf-8", 1)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1251", "gbk", "bogus"])
@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">'])
def test_utf_8_with_a_foreign_byte_is_not_read_as_what_the_header_says(head: str, label: str) -> None:
    text = head + "<p>L'élève de l'école fête déjà l'été à Besançon.</p>" * 9
    page = decode_page(text.encode() + b"<!-- \xe9 -->", f"text/html; charset={label}")
    assert page.text.startswith(text)
    assert page.encoding == "utf-8"


def test_a_few_letters_that_were_read_wrongly_once_do_not_make_a_page_utf_8() -> None:
    text = "<p>Zur Brücke über die Elbe fährt für Fußgänger, so heißt es, künftig „BÃ¼rgermeister Ã–zil“.</p>"
    assert decode_page(text.encode("cp1252"), "text/html; charset=iso-8859-1").text == text


def test_nul_and_control_characters_are_dropped() -> None:
    assert decode_page(b"<p>a\x00b\x1b[1mc\td\n</p>").text == "<p>ab[1mc\td\n</p>"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=30) | st.none())
def test_no_bytes_raise(html: bytes, label: str | None) -> None:
    page = decode_page(html, f"text/html; charset={label}" if label else None)
    assert "\x00" not in page.text
    assert page.replaced >= 0


def test_a_short_text_is_read_in_the_set_that_all_its_bytes_fit() -> None:
    text = "서울시 새 다리 개통\n\n홍길동 기자\n\n서울시는 3일 한강에 새로운 다리를 개통했다고 밝혔다.\n\n[광고]\n"
    page = decode_page(text.encode("cp949"))
    assert (page.text, page.encoding, page.replaced) == (text, "euc-kr", 0)


def test_undeclared_pages_are_recognised() -> None:
    if not SHARED.exists():
        pytest.skip("the corpus of undeclared pages is not here")
    right = total = 0
    for line in SHARED.read_text().splitlines():
        record = json.loads(line)
        raw = base64.b64decode(record["bytes_b64"])
        right += decode_page(raw).text.strip("\ufeff") == raw.decode(record["encoding"], "replace").strip("\ufeff")
        total += 1
    assert right / total >= 0.97


RUSSIAN = (
    "<p>Паром в Звенигород снова пойдёт в понедельник, сообщил в полдень начальник порта; билеты уже продаются.</p>"
)
CHINESE = "<p>渡轮周一恢复航行，港务局长中午表示，售票处已经开放，游客可以预订座位。</p>"


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, GERMAN * 2])
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "utf-16", "koi8-r", "gbk"])
def test_utf_8_is_read_whatever_else_is_declared(text: str, label: str) -> None:
    assert decode_page(text.encode(), f"text/html; charset={label}").text == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN * 3, "cp1251"), (CHINESE * 3, "gb18030")])
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "base64"])
def test_letters_of_another_script_are_not_read_as_latin(text: str, encoding: str, label: str) -> None:
    assert decode_page(text.encode(encoding), f"text/html; charset={label}").text == text


def test_where_the_header_lies_the_page_is_believed() -> None:
    html = f'<meta charset="windows-1251">{RUSSIAN}'
    assert decode_page(html.encode("cp1251"), "text/html; charset=utf-8").text == html


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("<p>Þórður ætlaði að sjá um ferjuna; áhöfnin fær frí á öðrum degi.</p>" * 3, "cp1252", "iso-8859-1"),
        ("<p>" + "•••••••• Fähre\n" * 30 + "</p>", "cp1252", "windows-1252"),
        ("<p>ÄÖÜÄÖÜ ÄÄÄÄ</p>", "cp1252", "iso-8859-1"),
        ("<p>Příliš žluťoučký kůň úpěl ďábelské ódy.</p>" * 3, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        ("<p>联通</p>", "gb18030", "gbk"),
    ],
)
def test_what_is_declared_and_true_stays(text: str, encoding: str, label: str) -> None:
    assert decode_page(text.encode(encoding), f"text/html; charset={label}").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_without_a_mark(encoding: str) -> None:
    html = f"<html><head><title>Паром</title></head><body>{RUSSIAN}</body></html>"
    assert decode_page(html.encode(encoding)).text == html
    assert decode_page(html.encode(encoding), "text/html; charset=utf-8").text == html


def test_a_word_in_kana_is_no_chinese() -> None:
    assert "ログイン" in decode_page("<html>\n<body>\nログイン\n</body>\n</html>\n".encode("euc_jp")).text
