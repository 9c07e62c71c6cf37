"""Notes that the rest is for subscribers, and invitations to become one."""

import re
from collections.abc import Iterator

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Finding, Rule, any_of, each, is_phrase, starts_with, text_matches
from newscrawler.boilerplate.survey import survey_of
from newscrawler.model.article import Article
from newscrawler.words import count_words, fold_text

# Beginnings of such notes. Origin: how outlets word it; one language a line.
_NOTES = PhraseBook("""
    if you found the reporting above valuable | if you value our journalism | please consider making a donation
    please consider supporting our | support our work | unterstütze unsere arbeit | unterstützen sie unsere arbeit
    access this article | access to this article is | already subscribe
    become a free member
    continue reading for free | continue reading with a | continue your reading with | create an account to
    enjoy this article for free | free registration required
    keep reading with | log in or register | log in or subscribe | login to continue | login to read
    read the full article by | read this article for free | register for free | register now for free
    sign in or register
    sign in or subscribe | sign up for free to | sign up to continue | sign up to keep | sign up to read
    subscribe and read | subscribe for just | subscribe or log in | subscribe today for | subscribe today to
    subscribe from just
    subscribers can gift | this article is available to | this article is only available to
    this content is exclusive | this content is only available | this is a premium article | this is a premium story
    thank you for being a subscriber | this is premium content | this premium article | this premium content
    to continue please | to read more subscribe | to unlock this | you need to be a subscriber
    you have free articles | your free articles
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
    abo abschließen und | alle plus-artikel
    den vollständigen artikel lesen
    dieser beitrag ist exklusiv | dieser inhalt ist exklusiv | dieser inhalt ist nur für
    jetzt registrieren und | kostenlos registrieren
    lesen sie alle artikel mit
    melden sie sich an, um | mit plus lesen
    registrieren sie sich kostenlos | schon abonnent | schon ein abo | sie haben noch kein abonnement
    sie können dieses abo
    werden sie abonnent
    alle artikel lesen mit | bereits abonnent | bereits registriert | dieser artikel ist für
    dieser artikel ist nur für
    diesen artikel lesen | dieser artikel ist exklusiv für | einfach weiterlesen | exklusiv für abonnenten
    hier weiterlesen mit | jetzt abonnieren und | jetzt anmelden und weiterlesen | jetzt gratis testen
    jetzt testen
    jetzt weiterlesen | lesen sie diesen artikel mit | lesen sie weiter mit | mit plus weiterlesen | noch kein abo
    sie haben bereits ein abo | sie haben noch kein abo | sie möchten weiterlesen | sie sind bereits abonnent
    testen sie jetzt | testen sie unser | um diesen artikel zu lesen | um weiterzulesen | weiterlesen mit
    zugang zu allen artikeln
    créez un compte pour | créez votre compte | débloquez cet article | déjà inscrit | déjà un compte
    inscrivez-vous gratuitement | la lecture de cet article est | pour lire cet article
    abonnez-vous pour | cet article est réservé | déjà abonné | la suite est réservée
    article réservé | la suite de cet article est | pour continuer à lire | pour lire la suite
    vous avez déjà un compte
    esta noticia es exclusiva | inicia sesión o
    para continuar leyendo | para leer este artículo | registrarse gratis
    regístrate gratis
    sigue leyendo con | suscríbete por | suscríbete y | ya tienes cuenta
    contenido exclusivo para | este artículo es exclusivo | este contenido es exclusivo | hazte socio
    hazte suscriptor
    inicia sesión para | para seguir leyendo | regístrate para seguir | suscríbete para | ya eres suscriptor
    accedi o registrati | accedi per | hai già un abbonamento | hai già un account
    leggi tutti gli articoli | registrati per | sblocca questo articolo
    assine e | assine por | cadastre-se para | crie uma conta | faça login para
    já tem uma conta | para ler este conteúdo
    abbonati per | contenuto riservato | già abbonato | per continuare a leggere | questo articolo è riservato
    assine para | conteúdo exclusivo para | dit artikel is exclusief | já é assinante | para continuar lendo
    dit artikel is voor abonnees | dit is een premium | maak een gratis account
    nog geen abonnee | om dit artikel te lezen | registreer gratis | u heeft nog geen
    al abonnee | dit artikel is alleen voor | lees verder met | verder lezen | word abonnee
    denne artikel er kun for | denne artikkelen er kun for | denne saken er for
    kun for abonnenter
    den här artikeln är för | du behöver en prenumeration | lås upp artikeln
    luo tunnus | prova gratis | tilaa nyt ja
    allerede abonnent | bliv abonnent | denne artikel er for abonnenter | for at læse hele
    har du allerede abonnement | har du allerede et abonnement
    bli abonnent | bli prenumerant | denne artikkelen er for abonnenter | for å lese hele | for å lese saken
    for å lese videre | redan prenumerant
    endast för prenumeranter | för att läsa hela | log ind for at | logg inn for å | logga in för att
    aðeins fyrir áskrifendur | gerast áskrifandi | již máte předplatné | pokračujte ve čtení
    tämä artikkeli on tilaajille
    aby czytać dalej | artykuł dostępny tylko
    článek je pouze pro
    norėdami skaityti
    masz już konto | masz już prenumeratę | masz już subskrypcję | straipsnis skirtas | tento článek je pouze pro
    treść dostępna dla | zbývá vám
    доступно по подписке | зарегистрируйтесь чтобы | оформить подписку | подпишитесь чтобы читать
    статья доступна
    лише для передплатників | матеріал доступний | оформіть передплату | щоб прочитати | щоб читати далі
    abonelere özel | bu içerik abonelere | devamını okumak için | ücretsiz üye olun | üye olun ve
    berlangganan untuk | daftar gratis untuk | untuk membaca selengkapnya
    bài viết dành cho | vui lòng đăng nhập | đăng ký để đọc | đăng nhập để đọc
    γίνετε συνδρομητής | εγγραφείτε για να | ήδη συνδρομητής | כבר מנויים | כתבה זו זמינה | להמשך קריאה | למנויים בלבד
    برای خواندن ادامه | للاستمرار في القراءة | لمتابعة القراءة | पूरा पढ़ने के लिए
    आगे पढ़ने के लिए
    เนื้อหาเฉพาะสมาชิก
    abone olarak | okumaya devam etmek | материал доступен по подписке | материал доступен только
    оформите подписку | передплатіть | чтобы прочитать материал | чтобы прочитать полностью | чтобы прочитать статью
    artikel ini khusus | lanjut membaca | nội dung dành cho | untuk melanjutkan membaca | هذا المقال متاح
    この記事は会員限定 | この記事は有料 | ログインして続きを | 会員登録すると | 有料会員になると | 有料会員の方
    有料会員限定 | 続きを読むには
    ここから先は | このコンテンツは会員 | 全文を読むには | 有料記事です | 本文为会员 | 無料会員登録 | 登录后阅读
    登入後閱讀 | 訂閱以閱讀
    로그인이 필요 | 멤버십 전용 | 유료 회원 | 회원가입 후
    구독자 전용 | 로그인 후 | 이 기사는 구독자 | 회원 전용 | 本文為會員 | 訂閱會員
""")
_WHOLE_LINES = PhraseBook("""
    for subscribers | log in | login | members only | premium | register | sign in | subscribers only
    exclusive | see options | start free trial | subscriber exclusive | subscriber only | view subscription options
    abo abschließen | anmelden | einloggen | jetzt abo testen | jetzt registrieren | nur für abonnenten | zum abo
    abonné | article abonné | inicia sesión | je m'abonne | réservé aux abonnés | se connecter | solo suscriptores
    abbonati | accedi | assinar | entrar | inloggen | kirjaudu | log ind | logg inn | logga in | přihlásit
    giriş yap | masuk | prisijungti | zaloguj się | đăng nhập | войти | увійти | تسجيل الدخول | 로그인 | ログイン
""")

# "Then €4.99 a month. Cancel anytime.": a price by time, and nothing else but that it can be ended.
_PRICE = (
    r"(?:(?:only|just|then|from|nur|dann|ab|danach|puis|dès|solo|luego|desde|poi|depois|daarna|vanaf|derefter"
    r"|därefter|sitten)\s)?"
    r"(?:[€$£]\s?\d{1,3}(?:[.,]\d{2})?|\d{1,3}(?:[.,]\d{2})?\s?(?:€|\$|£|euro|eur|kr\.?|zł|kč|руб\.?|₽|tl|円|원))"
    r"\s?(?:/|a|per|pro|im|par|al|por|ao|om|i|w|za|в)?\s?(?:month|monat|week|woche|mois|mes|mese|mês|maand|måned"
    r"|månad|kk|miesiąc|měsíc|месяц|ay|月|월)"
    r"(?:[.,;:–-]?\s.{0,60}(?:cancel|kündbar|kündigen|engagement|résili|cancela|disdi|cancele|opzegbaar|opsig"
    r"|avsluta|peru|zrezygn|zruš|отмен|iptal|解約|해지).{0,30})"
)
# Openings that stories have too; believed at the end of what there is to read, where the same block offers terms.
_OFFERS = PhraseBook("""
    a subscription is required | for full access | get full access | to get full access | you need a subscription
    gift this article | keep reading for | support local journalism
    alle vorteile des abos | das abo | dein abo | ihr abo | im abo | jetzt im abo | jetzt unbegrenzt | mit einem abo
    monatlich kündbar | nach dem probemonat | nur mit abo | sichern sie sich | testen sie
    unterstützen sie unabhängigen | unterstützen sie unsere | vollzugriff auf alle | zugriff auf alle
    accédez à tous | l'abonnement | profitez de l'offre | sans engagement | soutenez un journalisme
    testez gratuitement | votre abonnement
    accede a todos | apoya el periodismo | crea una cuenta | la suscripción | lee sin límites | prueba gratis
    tu suscripción
    abbonati a | abbonati e | il tuo abbonamento | l'abbonamento | prova gratis | sostieni il giornalismo
    a sua assinatura | acesso ilimitado | sua assinatura
    het abonnement | neem een abonnement | onbeperkt toegang | probeer nu
    abonnementet | få adgang til alle | få tilgang til alle | få tillgång till | få ubegrenset | få ubegrænset
    prenumerationen | prøv gratis | prøv nå | prøv nu | testa nu
    kokeile ilmaiseksi | lue rajattomasti | tilaajille
    czytaj bez ograniczeń | kup dostęp | odblokuj | prenumerata | subskrypcja
    odemkněte | pro čtení | předplatné | předplaťte si | přihlaste se | vyzkoušejte | zaregistrujte se
    aboneliğiniz | berlangganan sekarang | konten premium | prenumeratoriams | tik prenumeratoriams | подписка
    اشترك الآن | هذا المحتوى | สมัครสมาชิก | 구독하고 | 구독하시면 | 加入會員 | 成为会员
""")
# What only an offer to read on says, folded: that it can be ended at any time, what it costs by month, what one reads.
_TERMS = (
    r"cancel (?:at )?any ?time|free trial|unlimited access|per month|for the first (?:month|year)|subscri(?:be"
    r"|ption) to read"
    r"|jederzeit (?:kundbar|kundigen|gekundigt)|monatlich kundbar|alle (?:plus )?artikel|weiterlesen|probemonat"
    r"|pro monat lesen"
    r"|sans engagement|resiliable|a tout moment|tous (?:les|nos) articles|acces illimite|le premier mois"
    r"|cancela(?:r|la)? cuando quieras|acceso ilimitado|todos los (?:articulos|contenidos)|sin permanencia"
    r"|el primer mes"
    r"|disdici quando vuoi|tutti gli articoli|accesso illimitato|il primo mese|cancele quando quiser|acesso ilimitado"
    r"|maandelijks opzegbaar|alle artikelen|eerste maand|si(?:g|es) op nar som helst|alle artikler|alla artiklar"
    r"|avsluta nar du vill"
    r"|kaikki artikkelit|peruuta milloin|w kazdej chwili|wszystkich artykulow|zrusit kdykoli|vsechny clanky"
    r"|visus straipsnius"
    r"|в любой момент|всем материалам|istedigin(?:iz)? zaman|tum icerik|kapan saja|في أي وقت|جميع المقالات"
    r"|ยกเลิกได้|隨時取消|随时取消"
    r"|언제든지 해지|모든 기사|いつでも解約"
)
_LAST_BLOCKS = 6
_MOST_OFFER_WORDS = 45


def _find_offers(article: Article) -> Iterator[Finding]:
    for index in survey_of(article).at((_OFFERS,)):
        text = article.blocks[index].text
        if index >= len(article.blocks) - _LAST_BLOCKS and count_words(text) <= _MOST_OFFER_WORDS:
            found = re.search(_TERMS, fold_text(text))
            if found:
                yield index, f"an offer at the end: “{found[0]}”"


PAYWALL_NOTE = Rule(
    "paywall_note",
    any_of(
        _find_offers,
        each(
            is_phrase(_WHOLE_LINES, headings=False),
            starts_with(_NOTES, max_words=45),
            text_matches(
                r"(?:\d+|one|two|three|no) (?:free )?articles? (?:left|remaining)\b.*|残り\s?[:：]?\s?\d+\s?文字.*"
                r"|il vous reste \d.{0,6}%.*|pozostało \d.{0,6}%.*|zbývá \d.{0,6}%.*",
                "counts the articles or letters that are left",
                words=("article", "残り", "il vous reste", "pozostało", "zbývá"),
            ),
            text_matches(_PRICE, "a price by month and how it ends", max_length=160, figures=True),
        ),
    ),
    "notes that the rest is for subscribers, invitations to subscribe or log in",
)
