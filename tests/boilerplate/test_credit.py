import pytest

from newscrawler.boilerplate.credit import split_credit


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Kim weeps at the pier. [CENTRAL TV]", "Kim weeps at the pier.", "CENTRAL TV"),
        ("The bridge at dawn. (Photo: Anna Lind)", "The bridge at dawn.", "Anna Lind"),
        ("The bridge at dawn. Photo: Anna Lind", "The bridge at dawn.", "Anna Lind"),
        ("Die Brücke am Morgen. © Lena Brandt/dpa", "Die Brücke am Morgen.", "Lena Brandt/dpa"),
        ("Die Brücke am Morgen | Bild: Imago", "Die Brücke am Morgen", "Imago"),
        ("The bridge (AP Photo/John Smith)", "The bridge", "AP Photo/John Smith"),
        ("橋の開通式（共同）", "橋の開通式", "共同"),
        ("시장이 다리를 둘러보고 있다. [연합뉴스]", "시장이 다리를 둘러보고 있다.", "연합뉴스"),
        ("한복순 씨가 국수를 말고 있다. 문가람 기자", "한복순 씨가 국수를 말고 있다.", "문가람 기자"),
        ("불 꺼진 도시를 그린 그림. 그래픽=한빛일보", "불 꺼진 도시를 그린 그림.", "한빛일보"),
        ("다리를 건너는 시민들. [사진 출처 = 한빛일보]", "다리를 건너는 시민들.", "한빛일보"),
        ("돌아온 책을 전시한다. ⓒ한빛일보", "돌아온 책을 전시한다.", "한빛일보"),
        ("So stieg die Elbe. Grafik: Lars Quast", "So stieg die Elbe.", "Lars Quast"),
        ("Photo: Anna Lind", "", "Anna Lind"),
    ],
)
def test_the_credit_is_apart_from_the_caption(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge (built in 1911)",
        "The mayor speaks.",
        "",
        "He calls it a photo of a lifetime.",
        "(he said nothing)",
        "국수를 먹는 문가람 기자",
    ],
)
def test_a_caption_without_credit_stays_whole(text: str) -> None:
    assert split_credit(text) == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        "Grafik: Der Künstler verkaufte sie im Mai.",
        "자료: 통계청은 지난달 물가가 올랐다고 밝혔다.",
        "Illustrations: he drew them at night by candle.",
    ],
)
def test_a_sentence_behind_a_label_is_no_credit(text: str) -> None:
    assert split_credit(text) == (text, None)


@pytest.mark.parametrize("credit", ["Uwe von der Heide.", "Courtesy of the family of the keeper.", "한빛일보"])
def test_a_name_behind_a_label_is_one(credit: str) -> None:
    assert split_credit(f"Grafik: {credit}") == ("", credit)
