"""Notes that the rest is for subscribers, and invitations to become one."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, starts_with, text_matches

# Beginnings of such notes. Origin: how outlets word it; one language a line.
_NOTES = PhraseBook("""
    if you found the reporting above valuable | if you value our journalism | please consider making a donation
    please consider supporting our | support our work | unterstütze unsere arbeit | unterstützen sie unsere arbeit
    already a member | already a subscriber | already have a subscription | already have an account
    already registered | already subscribed | become a member to | become a subscriber | choose your subscription
    create a free account | get unlimited access | get unlimited digital access | if you're already a subscriber
    join now to read | log in to continue | log in to read | please log in to continue | register for free to
    register now to continue | register to continue | register to read | sign in to continue | sign in to read
    start your free trial | subscribe for full access | subscribe for unlimited | subscribe now to read
    subscribe now for | subscribe to continue | subscribe to keep reading | subscribe to read | subscribe to unlock
    support independent journalism | support our journalism | the rest of this article is
    this article is exclusive
    this article is for members | this article is for subscribers | this article is reserved for
    this content is for
    this is a subscriber only | this is subscriber only | this story is for subscribers
    this story is only available
    to continue reading | to keep reading | to read the full article | to read the full story | to read this article
    to read the rest of | unlock this article | unlock unlimited | want to read more | you have reached your
    you have read all your | you've reached your | you've read your last | your subscription helps
    your subscription supports
    alle artikel lesen mit | bereits abonnent | bereits registriert | dieser artikel ist für
    dieser artikel ist nur für
    diesen artikel lesen | dieser artikel ist exklusiv für | einfach weiterlesen | exklusiv für abonnenten
    hier weiterlesen mit | jetzt abonnieren und | jetzt anmelden und weiterlesen | jetzt gratis testen
    jetzt testen
    jetzt weiterlesen | lesen sie diesen artikel mit | lesen sie weiter mit | mit plus weiterlesen | noch kein abo
    sie haben bereits ein abo | sie haben noch kein abo | sie möchten weiterlesen | sie sind bereits abonnent
    testen sie jetzt | testen sie unser | um diesen artikel zu lesen | um weiterzulesen | weiterlesen mit
    zugang zu allen artikeln
    abonnez-vous pour | cet article est réservé | déjà abonné | la suite est réservée
    article réservé | la suite de cet article est | pour continuer à lire | pour lire la suite
    vous avez déjà un compte
    contenido exclusivo para | este artículo es exclusivo | este contenido es exclusivo | hazte socio
    hazte suscriptor
    inicia sesión para | para seguir leyendo | regístrate para seguir | suscríbete para | ya eres suscriptor
    abbonati per | contenuto riservato | già abbonato | per continuare a leggere | questo articolo è riservato
    assine para | conteúdo exclusivo para | dit artikel is exclusief | já é assinante | para continuar lendo
    al abonnee | dit artikel is alleen voor | lees verder met | verder lezen | word abonnee
    allerede abonnent | bliv abonnent | denne artikel er for abonnenter | for at læse hele
    har du allerede abonnement | har du allerede et abonnement
    bli abonnent | bli prenumerant | denne artikkelen er for abonnenter | for å lese hele | for å lese saken
    for å lese videre | redan prenumerant
    endast för prenumeranter | för att läsa hela | log ind for at | logg inn for å | logga in för att
    aðeins fyrir áskrifendur | gerast áskrifandi | již máte předplatné | pokračujte ve čtení
    tämä artikkeli on tilaajille
    masz już konto | masz już prenumeratę | masz już subskrypcję | straipsnis skirtas | tento článek je pouze pro
    treść dostępna dla | zbývá vám
    abone olarak | okumaya devam etmek | материал доступен по подписке | материал доступен только
    оформите подписку | передплатіть | чтобы прочитать материал | чтобы прочитать полностью | чтобы прочитать статью
    artikel ini khusus | lanjut membaca | nội dung dành cho | untuk melanjutkan membaca | هذا المقال متاح
    この記事は会員限定 | この記事は有料 | ログインして続きを | 会員登録すると | 有料会員になると | 有料会員の方
    有料会員限定 | 続きを読むには
    本文為會員 | 訂閱會員 | 구독자 전용 | 로그인 후 | 이 기사는 구독자 | 회원 전용
""")
_WHOLE_LINES = PhraseBook("""
    for subscribers | log in | login | members only | premium | register | sign in | subscribers only
    exclusive | see options | start free trial | subscriber exclusive | subscriber only | view subscription options
    abo abschließen | anmelden | einloggen | jetzt abo testen | jetzt registrieren | nur für abonnenten | zum abo
    abonné | article abonné | inicia sesión | je m'abonne | réservé aux abonnés | se connecter | solo suscriptores
    abbonati | accedi | assinar | entrar | inloggen | kirjaudu | log ind | logg inn | logga in | přihlásit
    giriş yap | masuk | prisijungti | zaloguj się | đăng nhập | войти | увійти | تسجيل الدخول | ログイン | 로그인
""")

PAYWALL_NOTE = Rule(
    "paywall_note",
    each(
        is_phrase(_WHOLE_LINES, headings=False),
        starts_with(_NOTES, max_words=45),
        text_matches(
            r"(?:\d+|one|two|three|no) (?:free )?articles? (?:left|remaining)\b.*|残り\s?[:：]?\s?\d+\s?文字.*"
            r"|il vous reste \d.{0,6}%.*|pozostało \d.{0,6}%.*|zbývá \d.{0,6}%.*",
            "counts the articles or letters that are left",
        ),
    ),
    "notes that the rest is for subscribers, invitations to subscribe or log in",
)
