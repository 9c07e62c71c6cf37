"""Copyright lines and what may be done with the text."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, starts_with, text_matches, trail_mentions

# Origin: how outlets word it; one language a line.
_NOTES = PhraseBook("""
    reprinted by permission | this article is republished from | this article was republished from
    dieser artikel steht unter einer | this story is republished from | this work is licensed under
    dieser text steht unter
    any reproduction | copyright ap | copyright by
    copyright dpa | copyright the associated press | reproduction in whole | the material on this site may not
    this material may not
    no part of this | reprinted with permission | republished with permission | unauthorized reproduction
    alle rechte vorbehalten | copyright alle rechte | nachdruck auch
    nachdruck nur | nachdruck und | nachdruck verboten | vervielfältigung nur | vervielfältigung und
    prohibida la reproducción | reproduction interdite | tous droits réservés | toute reproduction
    prohibida su reproducción | queda prohibida | riproduzione riservata | todos los derechos reservados
    é proibida a reprodução | proibida a reprodução | todos os direitos reservados | tutti i diritti riservati
    all rätt förbehållen | alle rechten voorbehouden | alle rettigheder forbeholdes | alle rettigheter
    kopiering av denne | kopiering er ikke
    jakékoliv užití obsahu | kaikki oikeudet pidätetään | öll réttindi áskilin | všechna práva vyhrazena
    draudžiama be | draudžiama kopijuoti | draudžiama platinti | kopijuoti, platinti | kopiowanie bez
    kopiowanie materiałów | visos teisės saugomos | wszelkie prawa zastrzeżone
    все права защищены | использование материалов | перепечатка без | перепечатка возможна | перепечатка материалов
    при использовании материалов
    dilarang memperbanyak | dilarang mengutip | dilarang menyalin | hak cipta dilindungi | tüm hakları saklıdır
    використання матеріалів | передрук без | передрук матеріалів | усі права захищені
    απαγορεύεται η αναδημοσίευση | με επιφύλαξη παντός | כל הזכויות שמורות | सर्वाधिकार सुरक्षित
    bản quyền thuộc | جميع الحقوق محفوظة | 무단 전재 | 무단전재 | 無断複製 | 無断転載 | 禁無断 | 著作権はすべて
    저작권자
    未經授權不得 | 未經授權請勿 | 未经授权不得 | 版权所有 | 版權所有
""")

COPYRIGHT_NOTE = Rule(
    "copyright_note",
    each(
        text_matches(
            r"copyright\W{0,3}(?:19|20)\d\d\b.{0,140}",
            "“Copyright” and a year",
            figures=True,
            words=("copyright",),
        ),
        starts_with(_NOTES, max_words=60),
        text_matches(
            r"(?:copyright\s?)?(?:©|\(c\)|ⓒ)\s?.{0,60}(?:\b(?:19|20)\d\d\b|\b(?:gmbh|inc|infocom|ltd|media|verlag)\b).{0,90}",
            "a copyright sign with a year or a company",
            words=("©", "(c)", "ⓒ"),
        ),
        text_matches(r"(?:.{0,100}\W)?all rights reserved(?:[.,;!].*)?", "“all rights reserved”", words=("reserved",)),
        text_matches(
            r".{0,100}(?:無断転載.{0,6}禁.{0,6}|무단\s?전재.{0,30}금지)\W{0,3}",
            "forbids copying",
            words=("無断転載", "무단"),
        ),
        trail_mentions("copyright", "copyrights", "urheberrecht", max_words=60),
    ),
    "copyright lines: “© 2026 …”, “All rights reserved”",
)
