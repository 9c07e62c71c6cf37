"""Lines of a text that change while nobody edits it: how often it was read, how long ago it was updated.

The reader knows most of them for what they are, and takes them out. Of those that are left in a text another number is
no change of the article. The whole line has to be such a count or such a clock: "Reaction 12 dead" is text, and so is
"Vor 3 Tagen starben 12 Menschen".
"""

import re
import unicodedata
from typing import Literal

from newscrawler.date_words import fold_word, is_passed_over, month_number

PassingKind = Literal["count", "clock"]


def _words(table: str) -> frozenset[str]:
    """The words of a table, folded as they are looked for."""
    return frozenset(map(fold_word, table.split()))


_LONGEST = 100  # letters: "Last updated on Thursday, 5 March 2026, at 14:05 GMT"
_MOST_COUNTED_WORDS = 3  # to a number
_END_MARK = re.compile(r"[.!?。！？…:;]\W*$")
_HAS_NUMBER = re.compile(r"\d")
# Letters and figures with what parts them: nothing that a number is measured in.
_SIGNS = re.compile(r"[\w\s.,:：;/|·•()（）'’+–—-]*")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d(?:[\d.,:/'’-]*\d)?")
_COUNT = re.compile(r"\d+(?:[.,]\d)?|\d{1,3}(?:[.,'’]\d{3})+")
_TIME = r"\d{1,2}[:.]\d{2}(?::\d{2})?"
_DATE = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
_MOMENT = re.compile(  # "3.12" alone may be a version
    rf"\b(?:\d{{1,2}}:\d{{2}}|{_DATE}|kl[o.]*\s?{_TIME}|\d{{1,2}}\s?h\s?\d\d|\d{{1,2}}\s?(?:uhr|h))\b", re.IGNORECASE
)
_HAS_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_DAY_NUMBERS = 2  # more are a year, a month and a day: "2026년 3월 5일"
_OF_A_CLOCK = re.compile(rf"{_TIME}|{_DATE}|\d{{1,2}}|(?:19|20)\d\d")

# One language a line, mostly.
_COUNTED = _words("""
    view views read reads comment comments share shares like likes reaction reactions
    aufruf aufrufe kommentar kommentare gelesen geteilt leserkommentare
    vue vues lecture lectures commentaire commentaires partage partages
    vista vistas visita visitas lectura lecturas comentario comentarios compartido compartidos visualizaciones
    visualizzazioni letture commento commenti condivisioni
    visualizacao visualizacoes leitura leituras compartilhamentos partilhas
    weergave weergaven reactie reacties
    visning visninger kommentarer visningar delinger
    просмотр просмотра просмотров комментарий комментария комментариев перегляд перегляди переглядів коментар коментарів
    wyswietlen wyswietlenia odslon komentarz komentarze komentarzy
    zobrazeni komentaru precteno
    goruntulenme okunma yorum paylasim
    مشاهدة مشاهدات تعليق تعليقات قراءة
    צפיות תגובות תגובה
    dilihat dibaca komentar
    προβολες σχολια σχολιο
    조회 조회수 댓글 읽음
""")
_BESIDE_COUNTS = _words("mal times fois veces vezes volte keer раз kez x kali k mio mil mln tys тыс тис")
_AGO = _words("""
    ago vor il hace fa ha atras geleden siden sedan назад тому temu pred once منذ قبل לפני lalu truoc πριν 전
""")
_UNITS = tuple(  # how their words begin
    _words("""
    sec min hour hrs day stunde std tag heure jour hora dia segund minut ore giorn uur uren dag tim time
    секунд минут хвилин час годин дн день godz dni hodin dny dakika saat gun دقيقة دقائق ساعة ساعات דקות שעות
    jam menit phut gio λεπτα ωρες 분 시간
""")
)
_LONGEST_ENDING = 4  # of a unit: "Minuten"
_UPDATED = _words("""
    updated modified update
    aktualisiert stand geandert
    jour modifie actualise
    actualizado actualizada modificado
    aggiornato aggiornamento
    atualizado atualizada
    bijgewerkt gewijzigd
    oppdatert opdateret uppdaterad andrad
    обновлено изменено оновлено
    aktualizacja zaktualizowano aktualizovano
    guncellendi guncelleme
    تحديث עודכן diperbarui ενημερωση
    수정 업데이트
""")
_BESIDE_CLOCKS = _words("""
    last latest on posted published zuletzt veroffentlicht derniere mise mis publie publicado ultima actualizacion
    pubblicato ultimo atualizacao laatst geplaatst publicerad sist for fra las опубликовано
    yayinlanma terakhir diterbitkan آخر yang y a i and und et e и i about around ca etwa circa environ am pm p
    th nd rd st er gmt utc cet cest est edt pst pdt bst ist jst kst wib мск الساعة بتوقيت غرينتش
    년 월 일 시 분 오전 오후 입력 최종
""")
# Scripts without spaces: the words of one count or clock as they stand together.
_HAN_NUMBER = r"\d[\d,.]*\s?[万萬千億亿kKwW]?\+?"
_HAN_COUNTED = "(?:阅读|閱讀|浏览|瀏覽|评论|評論|点赞|點讚|閲覧|コメント|いいね|อ่าน|ความคิดเห็น)"
_HAN_COUNTER = "(?:次|条|條|件|人|回|个|個|ครั้ง)?"
_UNSPACED_COUNT = re.compile(
    rf"{_HAN_COUNTED}[数數量]?\s?[:：(（]?\s?{_HAN_NUMBER}\s?{_HAN_COUNTER}[)）]?|{_HAN_NUMBER}\s?{_HAN_COUNTER}{_HAN_COUNTED}[数數]?"
)
_HAN_AGO = r"\d{1,3}\s?(?:(?:秒|分|時間|日|秒钟|秒鐘|分钟|分鐘|小时|小時|天)前|(?:วินาที|นาที|ชั่วโมง|วัน)ที่แล้ว)"
_HAN_MOMENT = (
    r"(?:(?:(?:\d{4}[年./-]\s?)?\d{1,2}[月./-]\s?\d{1,2}日?)?\s?(?:[(（][月火水木金土日][)）])?\s?(?:\d{1,2}[:：時时点]\d{2}(?::\d{2})?分?)?"
    r"|\d{1,2}\s[ก-๙.]{2,12}\s\d{4}(?:\s\d{1,2}[:.]\d{2})?)"
)
_HAN_UPDATED = "(?:(?:最終|最后|最後)?更新(?:日時|日|时间|時間)?|อัปเดต)"
_UNSPACED_CLOCK = re.compile(
    rf"{_HAN_UPDATED}?\s?[:：于於]?\s?{_HAN_AGO}(?:に?更新)?|{_HAN_UPDATED}\s?[:：于於]?\s?{_HAN_MOMENT}|{_HAN_MOMENT}\s?に?更新"
)


def without_passing_numbers(text: str) -> str:
    """The text with a mark for each such line, so that two of a kind are equal; the very same where it has none."""
    lines = text.split("\n")
    marked = [f"#{kind}" if (kind := passing_kind(line)) else line for line in lines]
    return text if marked == lines else "\n".join(marked)


def passing_kind(line: str) -> PassingKind | None:
    """What a line tells that is nothing but a count of its readers, or when it was updated: ``5 minutes ago``."""
    if len(line) > _LONGEST or not _HAS_NUMBER.search(line) or _END_MARK.search(line):
        return None
    line = unicodedata.normalize("NFC", line.strip())
    if _UNSPACED_COUNT.fullmatch(line):
        return "count"
    if _UNSPACED_CLOCK.fullmatch(line):
        return "clock"
    if not _SIGNS.fullmatch(line):
        return None
    words, numbers = [fold_word(word) for word in _WORD.findall(line)], _NUMBER.findall(line)
    if _is_count(words, numbers):
        return "count"
    return "clock" if _is_clock(line, words, numbers) else None


def _is_count(words: list[str], numbers: list[str]) -> bool:
    """``1,234 views``, ``Views: 1.234``, ``12 comments · 34 shares``."""
    return (
        len(words) <= _MOST_COUNTED_WORDS * len(numbers)
        and not _COUNTED.isdisjoint(words)
        and (_COUNTED | _BESIDE_COUNTS).issuperset(words)
        and all(map(_COUNT.fullmatch, numbers))
    )


def _is_clock(line: str, words: list[str], numbers: list[str]) -> bool:
    """``5 minutes ago``, ``Posted 5 minutes ago``, ``Stand: 05.03.2026, 14:05 Uhr``."""
    if not all(map(_OF_A_CLOCK.fullmatch, numbers)):
        return False
    told = _UPDATED | _BESIDE_CLOCKS
    is_ago = not _AGO.isdisjoint(words) and any(map(_is_unit, words))
    if is_ago and all(word in _AGO or word in told or _is_unit(word) for word in words):
        return True
    is_day = any(map(month_number, words)) and _HAS_DAY.search(line)
    if _UPDATED.isdisjoint(words) or not (is_day or _MOMENT.search(line) or len(numbers) > _DAY_NUMBERS):
        return False
    return all(word in told or month_number(word) or is_passed_over(word) for word in words)


def _is_unit(word: str) -> bool:
    return any(word.startswith(unit) and len(word) <= len(unit) + _LONGEST_ENDING for unit in _UNITS)
