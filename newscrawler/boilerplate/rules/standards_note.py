"""An outlet's standing notes at the end: its standards, corrections, feedback, contact."""

import re

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Hit, Rule, at_phrases, each, is_phrase, starts_with
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text

_MOST_ERROR_WORDS = 40
_MOST_QUESTION_WORDS = 10
# Origin: how outlets word it; one language a line.
_NOTES = PhraseBook("""
    correct this article | give us feedback
    have feedback on this story | how can we improve this | if you spot an error
    let us know if you spot | our editorial standards | our journalism follows
    our corrections policy
    please report any errors | read our corrections policy | read our editorial policy | read our ethics policy
    read about our standards | report a problem with this | report this article
    request a correction
    submit a correction | suggest an edit | to report an error | to submit a correction
    what did you think of this article
    this article was created with the help of ai
    this story was written with the help of ai
    how useful was this article | our code of ethics | rate this article
    reach the reporter at | reach the reporter on | reach the reporters at
    reach the reporters on
    contact the author | contact the reporter | contact us at | do you have a news tip | our standards
    do you have a story | do you have information | do you know more | email the author at | email the reporter
    for more stories like this | got a confidential tip | got a news tip | got a story | got a tip | have a news tip
    have a story tip | have a tip | have you been affected by | have you got a story | if you have a story
    if you have been affected by | if you see something that doesn't look right | report a correction or typo
    send tips to | send us your story
    suggest a correction | the opinions expressed in this | the views expressed are | the views expressed by the
    the views expressed here | the views expressed in this | this article has been automatically translated
    this article was automatically translated
    to contact the author
    to contact the editor | to contact the reporter | was this article helpful | was this helpful
    we welcome your feedback
    haben sie einen fehler entdeckt | hinweis an die redaktion | korrekturhinweis
    rückmeldung an die redaktion
    sie haben einen fehler | so arbeitet unsere redaktion | transparenzhinweis | unsere redaktionellen standards
    ist dieser artikel hilfreich | mit ki erstellt | wie hat ihnen dieser artikel gefallen
    die redaktion behält sich | what do you think of this story | write to the author
    fehler gefunden | fehler im text gefunden | haben sie einen fehler
    ihre frage an | war dieser artikel hilfreich
    dieser artikel wurde maschinell | dieser text wurde automatisch
    avez-vous repéré une erreur | avez-vous vu une erreur | notre charte | proposer une correction
    une erreur dans l'article
    ayúdanos a mejorar | detectaste un error | encontraste un error | ha visto algún error
    has visto algún error | se ajusta a criterios de | sigue nuestros criterios
    encontrou um erro | hai notato un errore
    viu algum erro
    fout gezien | heb je een fout gezien | heeft u een fout | tip de redactie | vond u een fout
    har du fundet en fejl | rapporter en feil | rapportera ett fel | rapportera fel
    ábending um frétt | huomasitko virheen | löysitkö virheen | tilkynna villu
    praneškite apie klaidą | upozornit na chybu | zauważyłeś błąd
    знайшли помилку | нашли опечатку | сообщить об опечатке | сообщить об ошибке | увидели ошибку
    повідомити про помилку
    koreksi artikel | אתרתם טעות | מצאת טעות
    דווחו על טעות
    βρήκατε λάθος | είδατε κάποιο λάθος | الإبلاغ عن خطأ | هل وجدت خطأ | گزارش خطا | गलती की सूचना | แจ้งข้อผิดพลาด
    cet article vous a-t-il | has encontrado un error | si ha encontrado un error
    encontrou algum erro | hai trovato un errore | klopt er iets niet | las opiniones expresadas
    fandt du en fejl | har du en nyhed | har du et tip | har du sett | har du tips | hittat ett fel | hittat fel
    masz informacje | našli jste chybu | našli jste v článku chybu | pastebėjote klaidą | нашли ошибку
    если вы заметили ошибку | заметили ошибку | помітили помилку | якщо ви знайшли помилку | أبلغ عن خطأ
    якщо ви помітили помилку | מצאתם טעות
    기사제보 | 제보는 | 제보하기 | ■ 제보하기 | この記事に関する | ご意見・ご感想
""")

# Openings that stories have too: "Found a mistake in the score, the conductor stopped." Believed with a question mark,
# alone, or where the block goes on to speak to the reader.
_ERRORS = PhraseBook("""
    did we get something wrong | found a mistake | found an error | notice an error | report a mistake
    report an error | see an error | see something wrong | spotted a mistake | spotted a typo | spotted an error
    fehler entdeckt | fehler gesehen | fehler melden | haben wir einen fehler gemacht | tippfehler gefunden
    comunicar erro | reportar error | reportar un error | signaler une erreur | une erreur dans cet article
    meld een fout | meld en feil | rapportér en fejl | reportar erro | segnala errore | segnala un errore
    fejl i artiklen | haberde hata | hata bildir | ilmoita virheestä | nahlásit chybu | widzisz błąd | zgłoś błąd
    laporkan kesalahan
""")
_SPEAKS_TO_READER = (
    r"\b(?:us|here|e ?mail|contact|click|form|ctrl|let .{1,20} know|uns|hier|mail|formular|schreiben sie|nous"
    r"|ici|cliquez"
    r"|avisanos|aqui|escribenos|ci|qui|clicca|scrivici|nos|escreva|ons|laat het|os|her|tip oss|tips oss|meille|taalla"
    r"|nam|nas|tutaj|zde|bize|buradan|kami|di sini)\b"
)


def _asks_for_errors(block: Block) -> Hit | None:
    folded = fold_text(block.text)
    phrase = _ERRORS.prefix_of(folded)
    if phrase is None or count_words(block.text) > _MOST_ERROR_WORDS:
        return None
    question, mark, _ = block.text.partition("?")
    asks = bool(mark) and count_words(question) <= _MOST_QUESTION_WORDS
    return Hit(f"begins with “{phrase}”") if asks or folded == phrase or re.search(_SPEAKS_TO_READER, folded) else None


# Told by the whole line: the same letters begin sentences.
_WHOLE_LINES = PhraseBook("""
    corrections | feedback | give feedback | help us improve | our standards | report error | why you can trust us
    corrección | correzioni | corriger | feedback geben | korrekturen | signaler
    báo lỗi | bildir | góp ý | laporkan | 我要纠错 | 纠错 | 誤りを報告する | 错误报告 | 間違いを報告する
    기사 오류 신고 | 오류 신고 | 오류신고 | 정정보도 신청
""")

STANDARDS_NOTE = Rule(
    "standards_note",
    each(
        is_phrase(_WHOLE_LINES, headings=False),
        at_phrases(_asks_for_errors, _ERRORS),
        starts_with(_NOTES, max_words=70),
    ),
    "standing notes of an outlet: standards, tips, reported errors, “The views expressed …”",
)
