"""An outlet's standing notes at the end: its standards, corrections, feedback, contact."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, starts_with

# Origin: how outlets word it; one language a line.
_NOTES = PhraseBook("""
    reach the reporter at | reach the reporter on | reach the reporters at
    reach the reporters on
    contact the author | contact the reporter | contact us at | do you have a news tip | our standards
    do you have a story | do you have information | do you know more | email the author at | email the reporter
    for more stories like this | got a confidential tip | got a news tip | got a story | got a tip | have a news tip
    have a story tip | have a tip | have you been affected by | have you got a story | if you have a story
    if you have been affected by | if you see something that doesn't look right | report a correction or typo
    report an error | see an error | see something wrong | send tips to | send us your story | spotted an error
    suggest a correction | the opinions expressed in this | the views expressed are | the views expressed by the
    the views expressed here | the views expressed in this | this article has been automatically translated
    this article was automatically translated
    to contact the author
    to contact the editor | to contact the reporter | was this article helpful | was this helpful
    we welcome your feedback
    die redaktion behält sich | fehler entdeckt | what do you think of this story | write to the author
    fehler gefunden | fehler im text gefunden | haben sie einen fehler
    ihre frage an | war dieser artikel hilfreich
    dieser artikel wurde maschinell | dieser text wurde automatisch
    cet article vous a-t-il | has encontrado un error | si ha encontrado un error | signaler une erreur
    encontrou algum erro | hai trovato un errore | klopt er iets niet | las opiniones expresadas | tip de redactie
    fandt du en fejl | har du en nyhed | har du et tip | har du sett | har du tips | hittat ett fel | hittat fel
    masz informacje | našli jste chybu | našli jste v článku chybu | pastebėjote klaidą | нашли ошибку
    если вы заметили ошибку | заметили ошибку | помітили помилку | якщо ви знайшли помилку | أبلغ عن خطأ
    מצאתם טעות | якщо ви помітили помилку
    ■ 제보하기 | この記事に関する | ご意見・ご感想 | 기사제보 | 제보는 | 제보하기
""")

STANDARDS_NOTE = Rule(
    "standards_note",
    each(starts_with(_NOTES, max_words=70)),
    "standing notes of an outlet: standards, tips, reported errors, “The views expressed …”",
)
