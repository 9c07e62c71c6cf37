"""Which lines change while nobody edits, and which only look like them: a correction there must be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.passing_lines import passing_kind, without_passing_numbers

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
12 comments · 34 shares
12 комментариев
1.2K views
(12 comments)
Updated 1 hour ago
Last updated on Thursday, 5 March 2026, at 14:05 GMT
Posted 3 hours ago, updated 5 minutes ago
Aktualisiert am 5. März 2026 um 14.05 Uhr
Stand: 14 Uhr
Stand 18.30 Uhr
Oppdatert kl. 14.05
Обновлено 5 марта 2026, 14:05
수정 2026.03.05 14:05
최종 수정 2026년 3월 5일
コメント12件
12条评论
2026年3月5日 14:05更新
5นาทีที่แล้ว
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
Shares fell 4.2%
Shares up 4 %
UBS shares 25.10
Shares 12.40
Shares 12.40 euros
Sales: 5 million shares
Likes 62 %
Reaction 12 dead
500 reactions in the lab
Two killed 3 hours ago in Kyiv
- 3 days ago a man died
Vor 3 Tagen starben 12 Menschen
Hace 3 días murieron 12
Il y a 2 jours, 12 morts
Stand: 5. März 2026, 300 Tote
Updated death toll 2026 at 14:05 is 300
Updated toll since 2024 is 500 dead
Update 2026
Stand: März 2026
Updated at 14:05, 300
更新死亡人数为12人
死者12人に更新
3日前に2人死亡
3天前12人死亡
5年前に閲覧禁止
评论称增长5%
Readers who share the view 40
40 read books daily
Visits to Paris 1,200
Likes, shares, comments, views: 12
Vor 3 Tagesmüttern
Update 2, 2026
Update 3.12
""".strip().splitlines()


@pytest.mark.parametrize("line", PASSING)
def test_counts_and_clocks_pass(line: str) -> None:
    assert passing_kind(line)


@pytest.mark.parametrize("line", STORY)
def test_lines_of_a_story_do_not(line: str) -> None:
    assert passing_kind(line) is None


def test_such_lines_are_short() -> None:
    assert passing_kind(" · ".join(["12 views"] * 9))
    assert passing_kind(" · ".join(["12 views"] * 10)) is None


def test_another_number_in_such_a_line_is_the_same_text_and_the_line_itself_is_not() -> None:
    story = "The ferry is back.\n{}\nIt was late."
    one, other = story.format("12 comments"), story.format("1,340 comments")
    assert without_passing_numbers(one) == without_passing_numbers(other)
    assert without_passing_numbers(one) != without_passing_numbers(story.format("Updated 5 minutes ago"))
    assert without_passing_numbers(one) != "The ferry is back.\nIt was late."


@given(st.text(max_size=300))
def test_a_text_is_the_same_but_for_such_lines(text: str) -> None:
    left = without_passing_numbers(text)
    lines = text.split("\n")
    assert len(left.split("\n")) == len(lines)
    assert all(one == other or passing_kind(one) for one, other in zip(lines, left.split("\n"), strict=True))
    assert without_passing_numbers(left) == left
