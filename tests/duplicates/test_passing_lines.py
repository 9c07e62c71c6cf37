"""Which lines change while nobody edits, and which only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.passing_lines import is_passing, without_passing_lines

PASSING = """
1,234 views
Views: 1.234
12 Comments
312 shares
Updated 5 minutes ago
Last updated: Thursday, 5 March 2026, 14:05 GMT
3 hours ago
Aktualisiert vor 32 Minuten
Stand: 05.03.2026, 14:05 Uhr
1.234 Aufrufe
Mis à jour le 5 mars 2026 à 14h05
il y a 5 minutes
12 commentaires
hace 5 minutos
Actualizado a las 14:05
5 minuti fa
há 3 horas
5 minuten geleden
5 minutter siden
för 5 minuter sedan
1 234 просмотра
5 минут назад
5 хвилин тому
5 minut temu
před 5 minutami
5 dakika önce
قبل 5 دقائق
לפני 5 דקות
5 menit yang lalu
5 phút trước
πριν 5 λεπτά
조회수 1,234
5분 전
阅读 1234
5分前
更新：2026年3月5日
""".strip().splitlines()
STORY = """
12 people were hurt.
The post had 1,234 views.
Update: 15 dead
UPDATE 2: The council rejected the plan.
3:2
Chapter 5
The 7 wonders of the harbour
Prices rose 5 %
5 years of war
He was hurt 3 years before the vote was held
Comments on the vote
Updated
Stand 5 of the market burned
Why 40 ministers share one office with the mayor
5 days to go
""".strip().splitlines()


@pytest.mark.parametrize("line", PASSING)
def test_counts_and_clocks_pass(line: str) -> None:
    assert is_passing(line)


@pytest.mark.parametrize("line", STORY)
def test_lines_of_a_story_do_not(line: str) -> None:
    assert not is_passing(line)


@given(st.text(max_size=300))
def test_a_text_is_the_same_but_for_such_lines(text: str) -> None:
    left = without_passing_lines(text)
    assert [line for line in text.split("\n") if not is_passing(line)] == left.split("\n") or not left
    assert without_passing_lines(left) == left
