"""Cookie banners, and the consent that an embedded post asks for."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, starts_and_mentions, starts_with, trail_mentions

_OPENINGS = PhraseBook("""
    accept all | accept cookies | accept the | allow all | allow cookies | by clicking | by continuing | by using
    our site uses | our website uses | the site uses
    this page uses | this site uses | this website uses | to give you the best | to improve your experience
    we and our
    aktivieren sie | auf dieser seite | bitte stimmen sie | we use | we value your privacy | you can change your
    your privacy
    diese seite verwendet | diese website | durch die nutzung | indem sie | mit ihrer zustimmung | um ihnen
    ihre zustimmung | um diesen inhalt | wir benötigen ihre | wir nutzen | wir und unsere | wir verwenden
    ce contenu | ce site | en continuant | en poursuivant | nous et nos | nous utilisons | pour afficher
    al continuar | esta web | este sitio | noi e i nostri | nosotros y nuestros | questo sito | usamos | utilizamos
    ao continuar | deze site | deze website | este site | nós usamos | utilizziamo | we gebruiken | wij gebruiken
    denna webbplats | denne side | dette nettstedet | käytämme | vi använder | vi bruger | vi bruker | við notum
    naudojame | používáme | šioje svetainėje | ta strona | tato stránka | tento web | używamy | мы используем
    bu site | bu web sitesi | kami menggunakan | sitemizde | ми використовуємо | продолжая использовать
    продолжая пользоваться | продолжая просмотр | сайт использует | этот сайт
    χρησιμοποιούμε | אתר זה | האתר הזה | האתר משתמש | האתר עושה שימוש
    chúng tôi sử dụng | situs ini | trang web này | نستخدم | يستخدم هذا الموقع | このサイトは | 当サイトでは
    이 사이트는
""")
_COOKIES = (
    r"\b(?:cookies?|cookie\w+|кук\w+|файл\w* cookie|kakor|informasjonskapsler|vafrakokur|evasteita|slapuk\w+"
    r"|cerez\w*|"
    r"datenschutz\w*|consent|gdpr|personenbezogene\w*)\b|עוגיות|クッキー|쿠키|الارتباط"
)
_CONSENT = PhraseBook("""
    accept all | accept all cookies | accept cookies | allow all | cookie policy | cookie preferences
    cookie settings | i accept | i agree | manage choices | manage cookies | manage preferences | privacy policy
    do not sell my personal information | reject all | terms of service | terms of use | your privacy choices
    akzeptieren | alle akzeptieren | alle cookies akzeptieren | alles akzeptieren | cookie-einstellungen
    datenschutz | datenschutzerklärung | einverstanden | inhalte aktivieren | zustimmen | zustimmen und weiterlesen
    empfohlener externer inhalt | empfohlener redaktioneller inhalt | externen inhalt laden | inhalt anzeigen
    inhalt laden
    accepter | accepter et continuer | accetta | aceptar | aceptar todo | externer inhalt | tout accepter
    accepter alle | acceptera alla | accepteren | accetta tutto | aceitar | godta alle | hyväksy kaikki
    akceptuję | kabul et | přijmout vše | sutinku | terima | đồng ý | прийняти | принять | موافق | 동의 | 同意する
""")
# German and French outlets put a consent text in place of each embedded post. Origin: how outlets word it.
_EMBEDS = PhraseBook("""
    an dieser stelle befindet sich ein | an dieser stelle finden sie | an dieser stelle ist ein externer inhalt
    an dieser stelle steht ein | an dieser stelle wurde ein | dieser externe inhalt | dieser inhalt wird von
    externe inhalte anzeigen | hier ist ein externer inhalt | hier sollte eigentlich | ich bin damit einverstanden
    ich bin einverstanden | mit dem klick erklären sie | mit dem laden des | um das video zu sehen
    um mit inhalten aus
    damit können personenbezogene daten | erst wenn sie hier klicken | wir würden hier gerne
    wir würden ihnen hier gerne
    allow content provided by | for at se dette indhold | for å se dette innholdet | för att se detta innehåll
    to see this content
    ce contenu est bloqué | this article contains content provided by | this content is hosted by
    we need your consent to load
    deze inhoud wordt geblokkeerd | om deze inhoud te tonen | per vedere questo contenuto
    pour visualiser ce contenu
""")

COOKIE_TEXT = Rule(
    "cookie_text",
    each(
        is_phrase(_CONSENT, headings=False),
        starts_with(_EMBEDS, max_words=90),
        starts_and_mentions(_OPENINGS, _COOKIES, max_words=90),
        trail_mentions("cookie", "cookies", "consent", "gdpr", "embed-consent", max_words=150),
    ),
    "cookie banners and the consent that embedded posts ask for",
)
