from newscrawler.kept_results import LONGEST_REMEMBERED, remember_short


def test_results_are_kept_for_short_texts_only() -> None:
    asked: list[str] = []

    @remember_short(8)
    def length_of(text: str) -> int:
        asked.append(text)
        return len(text)

    short, long = "a" * LONGEST_REMEMBERED, "b" * (LONGEST_REMEMBERED + 1)
    assert [length_of(text) for text in (short, short, long, long)] == [300, 300, 301, 301]
    assert asked == [short, long, long]
