"""Lines of a text that change while nobody edits it: how often it was read, how long ago it was updated.

The reader knows most of them for what they are, and takes them out. Of those that are left in a text such a change is
none of the article. Only short lines without an end mark are such, so that "12 people were hurt." is none.
"""

import re

from newscrawler.words import fold_text


def _words(table: str) -> frozenset[str]:
    """The words of a table, folded as they are looked for."""
    return frozenset(fold_text(table).split())


_MOST_COUNTED_WORDS = 3  # beside the number
_MOST_CLOCK_WORDS = 6
_MOST_UPDATED_WORDS = 9  # "Last updated on Thursday, 5 March 2026, at 14:05 GMT"
_LONGEST = 100  # letters
_MOST_LETTERS = 24  # of a line in a script without spaces
_END_MARK = re.compile(r"[.!?。！？…:;]\W*$")
_HAS_NUMBER = re.compile(r"\d")
_MOMENT = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b")
_FIGURES = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"

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
_UNSPACED = re.compile(
    "(?:阅读|閱讀|浏览|瀏覽|评论|評論|点赞|閲覧|コメント|いいね|更新|分前|時間前|日前|分钟前|分鐘前|小时前|小時前|天前|"
    "อ่าน|ความคิดเห็น|นาทีที่แล้ว|อัปเดต)"
)


def without_passing_lines(text: str) -> str:
    """The text without such lines; the very same where it has none."""
    lines = text.split("\n")
    kept = [line for line in lines if not is_passing(line)]
    return text if len(kept) == len(lines) else "\n".join(kept)


def is_passing(line: str) -> bool:
    """Whether a line tells a count of its readers, or how long ago it was updated: ``Updated 5 minutes ago``."""
    if len(line) > _LONGEST or _END_MARK.search(line) or not _HAS_NUMBER.search(line):
        return False
    if len(line) <= _MOST_LETTERS and _UNSPACED.search(line):
        return True
    words = [word for each in fold_text(line).split() if (word := each.strip(_FIGURES))]
    if len(words) <= _MOST_COUNTED_WORDS and _COUNTED.intersection(words):
        return True
    if len(words) <= _MOST_CLOCK_WORDS and _AGO.intersection(words) and any(word.startswith(_UNITS) for word in words):
        return True
    is_told = len(words) <= _MOST_UPDATED_WORDS and _UPDATED.intersection(words[:3])
    return bool(is_told and _MOMENT.search(line))
