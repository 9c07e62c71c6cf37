"""Lines that only say when the story was published or changed."""

import re

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Hit, Rule, at_phrases, each
from newscrawler.boilerplate.survey import fold_start
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence

# Origin: how outlets word it; one language a line.
_LABELS = PhraseBook("""
    created | date | first posted | last edited | last reviewed | last update | news date | originally posted
    créé | créé le
    first published | last modified | last updated | modified | originally published | posted
    posted on | publication date | published | published at | published on | updated | updated at
    aktualisiert | aktualisiert am | erschienen am | erstellt | erstellt am | letztes update | updated on
    letzte aktualisierung | publiziert | publiziert am | stand | veröffentlicht | veröffentlicht am
    zuletzt aktualisiert
    actualizado | mis à jour | mis à jour le | modifié le | publicado | publicado el | publié | publié à | publié le
    aggiornato | aggiornato il | atualizado em | pubblicato | pubblicato il | publicado em | última actualización
    bijgewerkt | gepubliceerd | gepubliceerd op | laatste update | offentliggjort | opdateret | udgivet
    julkaistu | oppdatert | päivitetty | publicerad | publisert | senast uppdaterad | sist oppdatert | uppdaterad
    aktualizacja | aktualizováno | atnaujinta | birt | opublikowano | paskelbta | publikováno | uppfært | vydáno
    güncelleme | güncellenme | yayınlanma | дата публикации | обновлено | оновлено | опубликовано | опубліковано
    δημοσιεύθηκε | δημοσιεύτηκε | ενημερώθηκε | τελευταία ενημέρωση | עדכון אחרון | עודכן | פורסם
    cập nhật | diperbarui | diterbitkan | giriş | son güncelleme | آخر تحديث | تاريخ النشر | نشر في
    기사수정 | 기사입력 | 등록 | 수정 | 입력 | 公開 | 发布时间 | 掲載 | 更新 | 更新時間 | 最終更新 | 發布時間 | 配信
    승인 | 업데이트 | 최종 수정 | 최종수정 | 최종입력
""")
_FIGURES = re.compile(r"\d")
_YEAR_OR_CLOCK = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|\d{1,2}[./]\d{1,2}[./]\d\d|\d\s?[月월]|\b\d{1,2}\s?(?:hours?|minutes?|days?) ago"
)


def _is_date_note(block: Block) -> Hit | None:
    text = block.text
    if len(text) > 140 or block.kind in {"table", "caption"} or block.is_heading_element or not _FIGURES.search(text):
        return None
    phrase = _LABELS.prefix_of(fold_start(text))
    if phrase is None or not _YEAR_OR_CLOCK.search(text):
        return None
    words = count_words(text)
    if words > (30 if phrase > "\u0e00" else 14) or _is_sentence(text, words):
        return None
    return Hit(f"“{phrase}” and a date")


def _is_sentence(text: str, words: int) -> bool:
    """A word ends it; “10:14 a.m.”, “2026.” and “Uhr.” end a note."""
    last = text.rsplit(maxsplit=1)[-1].strip(".!?")
    return words > 5 and ends_sentence(text) and len(last) > 3 and last.isalpha()


DATE_NOTE = Rule(
    "date_note", each(at_phrases(_is_date_note, _LABELS)), "lines that only say when the story was published or updated"
)
