"""How walls before an article word themselves: consent, subscription, login; and the headings of lists and services."""

import re

from newscrawler.cleaning.page_phrases import any_of

# Origin of all tables: consent managers, subscription offers and publishing systems as they word it.
CONSENT_HEADINGS = any_of("""
    before you continue | consent | cookie consent | cookie settings | cookies | privacy gate | privacy settings
    we value your privacy | your privacy choices | we and our partners | about your privacy | we use cookies
    this website uses cookies | privacy preference center | your privacy | manage your cookie preferences
    consent und datenschutz | datenschutzeinstellungen | einwilligung | ihre privatsphäre | mit werbung weiterlesen
    privatsphäre einstellungen | zustimmung | zustimmung zum datenschutz | wir verwenden cookies
    diese website verwendet cookies | cookie einstellungen | cookies zustimmen
    gestion des cookies | votre vie privée | nous respectons votre vie privée | le respect de votre vie privée
    configuración de privacidad | su privacidad es importante | tu privacidad | valoramos su privacidad
    utilizamos cookies | la tua privacy | rispettiamo la tua privacy | informativa | privacidade
    valorizamos a sua privacidade | uw privacy | privacyinstellingen | privacy instellingen | jouw privacy
    wij respecteren jouw privacy | wij gebruiken cookies | denne hjemmeside bruger cookies | vi bruger cookies
    vi værner om | samtykke | vi bryr oss om ditt personvern | samtycke | vi värnar om din integritet | evästeet
    souhlas | souhlas s používáním osobních údajů | súhlas | cenimy twoją prywatność | zgoda na przetwarzanie
    az ön adatainak védelme | respectăm confidențialitatea | согласие на обработку | σεβόμαστε την ιδιωτικότητά
    kvkk | gizliliğiniz bizim için | cookieの使用について | クッキーの使用について | 쿠키 사용 | 我们重视您的隐私
""")
CONSENT_TEXTS = any_of("""
    accept all cookies | accept cookies | consent to the use of
    manage your privacy
    store and or access information on a device | we and our partners | we use cookies | withdraw your consent
    use cookies and data | store or retrieve information on your browser | personalised content and ads
    personalized content and ads
    informationen auf einem gerät speichern | ihre einwilligung | mit werbung weiterlesen
    sie können ihre einwilligung | unsere partner | wir verwenden cookies | zustimmung widerrufen
    meine einwilligung | informationen auf ihrem gerät
    accepter les cookies | nos partenaires | nous utilisons des cookies | stocker et ou accéder
    stocker et accéder | refuser les cookies | publicités et contenu personnalisés
    aceptar cookies | aceptar las cookies | nuestros socios | utilizamos cookies | usamos cookies
    accettare i cookie | i nostri partner | utilizziamo cookie | rifiuto del consenso
    nossos parceiros | usamos cookies | onze partners | wij gebruiken cookies
    vores partnere | våre partnere | våra partners
    kumppanimme | käytämme evästeitä | naši partneři | naši partneri
    nasi partnerzy | partnereink | partenerii noștri
    наши партнеры | нашите партньори | наші партнери | cookies χρησιμοποι
    οι συνεργάτες μας | çerezleri kullanıyoruz | mitra kami
    我们的合作伙伴
""")
# Words that such a text has more than one of; an article on data protection may have one, too.
CONSENT_WORDS = any_of(
    """
    personenbezogene daten | tracking | these cookies | uses cookies | cookies are necessary | verwendet cookies
    utilise des cookies | données personnelles | vos données personnelles | publicité personnalisée
    datos personales | dados pessoais | gebruiken cookies | bruger cookies | informasjonskapsler | använder cookies
    osobní údaje | dane osobowe | soubory cookie | pliki cookie | sütiket | module cookie | персональные данные
    файлы cookie | kişisel veriler | çerez kullan | ملفات تعريف الارتباط | 個人データ | 개인정보 | werbefrei
    tracking technologien | advertising partners | legitimate interest | personalised advertising | personalised ads
    personalized ads | personalized advertising | 使用cookie | cookieを使用 | クッキーを使用 | 쿠키를 사용
    cookies
""",
    before="",
)
# Names of elements in which consent managers put their texts.
CONSENT_ELEMENTS = (
    *("onetrust", "didomi", "usercentrics", "cybotcookiebot", "cookiebot", "qc-cmp", "sp_message", "truste", "iubenda"),
    *("klaro", "borlabs", "cookiewall", "cookie-wall", "cookie-consent", "cookie-notice", "consent-wall", "gdpr-wall"),
    *("gdpr-lmd-wall", "pur-gate", "fc-consent-root", "cmp-container", "cmpbox", "privacy-gate"),
)
# Offers of a subscription or an account, as they stand in the place of the text.
OFFERS = any_of(
    """
    subscribe to read | subscribe to continue | subscribe now | subscribe to unlock | already a subscriber
    already have an account | already a member | for subscribers only | subscribers only | exclusive to subscribers
    this article is for subscribers | this content is for subscribers | get unlimited access | unlimited access
    exclusive to our members | exclusive to members | join today for | for members only
    cancel any time | cancel anytime | to continue reading | to keep reading | to read the full story
    to read this article | create a free account | register for free | sign in to read | log in to read
    you have reached your limit | youve reached your limit | start your free trial | become a member to
    weiterlesen mit | jetzt weiterlesen | brauchen sie ein abo | benötigen sie ein abo
    um weiterzulesen | jetzt abonnieren | jederzeit kündbar | jetzt testen
    sie haben schon ein abo | sie sind bereits abonnent | bereits abonnent | nur für abonnenten
    dieser artikel ist exklusiv | exklusiv für abonnenten | jetzt registrieren | mit einem kostenlosen konto
    réservé aux abonnés | réservé à nos abonnés | déjà abonné | il vous reste | sans engagement
    profitez d'un accès illimité | abonnez-vous pour | pour lire la suite | article abonné
    exclusivo para suscriptores | solo para suscriptores | ya eres suscriptor | suscríbete | inicia sesión para
    para seguir leyendo | riservato agli abbonati | sei già abbonato | per continuare a leggere | abbonati
    exclusivo para assinantes | já é assinante | assine para ler | para continuar lendo
    alleen voor abonnees | al abonnee | word abonnee | verder lezen | kun for abonnenter | allerede abonnent
    få adgang | bli abonnent | for abonnenter | bara för prenumeranter | redan prenumerant | bli prenumerant
    för prenumeranter | vain tilaajille | tilaa jatkaaksesi | oletko jo tilaaja
    pouze pro předplatitele | jen pro předplatitele | len pre predplatiteľov | tylko dla prenumeratorów
    czytaj dalej z | masz już prenumeratę | csak előfizetőknek | doar pentru abonați | только для подписчиков
    оформите подписку | лише для передплатників | само за абонати | μόνο για συνδρομητές | abonelere özel
    aboneler için | khusus pelanggan | للمشتركين فقط | למנויים בלבד
    会員限定 | 有料会員 | 会員登録 | 続きをお読み | 유료회원 | 구독자 전용 | 로그인 후 이용 | 仅限订阅 | 订阅后
    訂閱會員
""",
    before="",
)
LOGIN_HEADINGS = any_of("""
    log in | login | sign in | sign up | register | create an account | member login | subscriber login
    sign in to continue | log in to continue | anmelden | einloggen | login | registrieren | melden sie sich an
    connexion | se connecter | connectez-vous | s'identifier | iniciar sesión | acceder | inicia sesión | accedi
    entrar | fazer login | inloggen | aanmelden | log ind | logg inn | logga in | kirjaudu sisään | přihlášení
    prihlásenie | zaloguj się | logowanie | bejelentkezés | autentificare | вход | войти | увійти | σύνδεση
    giriş yap | üye girişi | masuk | đăng nhập | تسجيل الدخول | התחברות | ورود | ログイン | 로그인 | 登录 | 登入
""")
SEARCH_HEADINGS = any_of("""
    search results | you searched for | suchergebnisse | suchergebnis | your search | no search results
    résultats de recherche | résultats de la recherche | resultados de búsqueda
    resultados de la búsqueda | risultati della ricerca | resultados da busca
    resultados da pesquisa | zoekresultaten | søgeresultater | søkeresultater | sökresultat | hakutulokset
    výsledky vyhledávání | výsledky hľadania | wyniki wyszukiwania | keresési találatok | rezultatele căutării
    результаты поиска | результати пошуку | αποτελέσματα αναζήτησης | arama sonuçları | hasil pencarian
    kết quả tìm kiếm | نتائج البحث | תוצאות חיפוש | نتایج جستجو | 検索結果 | 검색결과 | 검색 결과 | 搜索结果 | 搜尋結果
""")
# "Results for schools better than ever": such a heading is one of a search with a quote behind it, or nothing.
SEARCHED = re.compile(
    r"^\W{0,3}(?:\d{1,6} )?(?:search(?: results)?|results|ergebnisse|résultats|resultados|risultati|suche)"
    r"(?: (?:for|für|pour|para|per|nach|of|de))?:?(?:\s?[\"'“”„«‘][^\"'“”„»«’]{1,80}[\"'“”»«’]|$| [-|–] )",
    re.IGNORECASE,
)
# Long legal texts: their headings may name the house too.
STATEMENTS = any_of("""
    privacy policy | privacy notice | terms of use | terms of service | terms and conditions | cookie policy
    datenschutzerklärung | datenschutzhinweise | nutzungsbedingungen | allgemeine geschäftsbedingungen
    politique de confidentialité | conditions générales d'utilisation | mentions légales | política de privacidad
    política de cookies | aviso legal | informativa sulla privacy | política de privacidade | termos de uso
    privacyverklaring | algemene voorwaarden | privatlivspolitik | integritetspolicy | tietosuojaseloste
    zásady ochrany osobních údajů | polityka prywatności | adatvédelmi tájékoztató | политика конфиденциальности
    пользовательское соглашение | πολιτική απορρήτου | gizlilik politikası | kebijakan privasi | سياسة الخصوصية
    プライバシーポリシー | 利用規約 | 개인정보처리방침 | 이용약관 | 隐私政策
""")
# Pages of the house: they are linked beside the articles of many a section.
SERVICE_HEADINGS = any_of("""
    contact us | contact
    careers | jobs | karriere | stellenangebote | thank you for subscribing | thank you for signing up
    thanks for subscribing | you have been unsubscribed | unsupported browser | your browser is no longer supported
    your browser is not supported
    browser not supported | please update your browser | browser wird nicht unterstützt | ihr browser ist veraltet
    votre navigateur n'est plus pris en charge | su navegador no es compatible | privacy policy | privacy notice
    terms of use | terms of service
    terms and conditions | cookie policy | newsletters | newsletter | sign up for our newsletters | advertise with us
    impressum | datenschutz | datenschutzerklärung | kontakt | nutzungsbedingungen | mediadaten
    allgemeine geschäftsbedingungen | mentions légales | politique de confidentialité
    conditions générales d'utilisation | nous contacter | aviso legal | política de privacidad
    política de cookies | contacto | informativa sulla privacy | contatti | política de privacidade
    termos de uso | privacyverklaring | algemene voorwaarden | colofon
    privatlivspolitik | personvern | integritetspolicy | tietosuojaseloste | ochrana osobních údajů
    polityka prywatności | regulamin | adatvédelmi tájékoztató | impresszum | politica de confidențialitate
    политика конфиденциальности | пользовательское соглашение | контакты | πολιτική απορρήτου | όροι χρήσης
    gizlilik politikası | künye | kebijakan privasi | سياسة الخصوصية
    プライバシーポリシー | 利用規約 | お問い合わせ | 개인정보처리방침 | 이용약관 | 隐私政策
""")
