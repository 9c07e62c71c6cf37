"""Pages that answer with status 200 and are no articles: error pages, robot checks, consent walls."""

import re

from newscrawler.model.outcome import OutcomeKind
from newscrawler.words import fold_text

# Such pages say little. A longer text is a story, whatever its title says.
_MOST_WORDS = 150
_MOST_CONSENT_WORDS = 400
_FOLDED_LENGTH = 2_000
# Characters of one paragraph that asks for consent.
_LONGEST_REQUEST = 900


def _any_of(table: str, *, before: str = r"(?<!\w)") -> re.Pattern[str]:
    """One expression for a table of phrases parted by bars, one language a line; ``before``: what they stand after."""
    phrases = {fold_text(phrase) for line in table.splitlines() for phrase in line.split("|")} - {""}
    return re.compile(f"{before}(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases)) + ")")


# Origin: error pages, gateways and consent managers as they word it; one language a line.
_NOT_FOUND_TITLES = _any_of("""
    404 error | 404 not found | 404 page not found | content not found | error 404 | not found | oops 404
    page can't be found | page cannot be found | page does not exist | page doesn't exist | page no longer available
    page not available | page not found | page unavailable | sorry, this page | this page isn't available
    we can't find that page | we couldn't find | article not found | story not found | page removed | http 404
    artikel nicht gefunden | diese seite existiert nicht | fehler 404 | seite konnte nicht gefunden werden
    seite nicht gefunden | seite wurde nicht gefunden | seite nicht verfügbar
    erreur 404 | page introuvable | page non trouvée | cette page n'existe pas | contenu introuvable
    error 404 | página no encontrada | no se encuentra la página | contenido no disponible | la página no existe
    pagina non trovata | errore 404 | página não encontrada | erro 404 | pagina niet gevonden
    siden blev ikke fundet | siden findes ikke | siden finnes ikke | fant ikke siden | sidan hittades inte
    sidan kunde inte hittas | sivua ei löydy | sivua ei löytynyt | síða fannst ekki | stránka nenalezena
    stránka nebyla nalezena | nie znaleziono strony | strona nie istnieje | puslapis nerastas
    страница не найдена | ошибка 404 | сторінку не знайдено | сторінка не знайдена | sayfa bulunamadı
    halaman tidak ditemukan | không tìm thấy trang | الصفحة غير موجودة
    ページが見つかりません | お探しのページ | 페이지를 찾을 수 없습니다 | 존재하지 않는 페이지 | 找不到頁面 | 页面不存在
""")
# Sentences of such pages: the page that was asked for, and what became of it; one language a line, in both tables.
_ASKED_PAGES = _any_of("""
    page requested | page that you requested | page you have requested | page you requested | page youre looking for
    page you are looking for | page you were looking for | page youre trying to | page you are trying to
    requested article | requested content | requested page | requested url | requested resource
    angeforderte seite | gesuchte seite | gewünschte seite | seite, die sie
    la page demandée | la page que vous | página que busca | página que buscas | página solicitada
    la pagina che | pagina richiesta | página que procura | página que você | página solicitada
    de opgevraagde pagina | de pagina die je | de pagina die u | den side du | siden du
    sidan du | etsimääsi sivua | hakemaasi sivua | požadovaná stránka | stránka, kterou
    strona, której szukasz | podana strona | puslapis, kurio | запрашиваемая страница | страница, которую вы
    сторінка, яку ви | aradığınız sayfa | halaman yang anda | trang bạn | الصفحة التي
    お探しのページ | ご指定のページ | 要求されたページ
    요청하신 페이지 | 찾으시는 페이지 | 您访问的页面 | 您要查看的页面 | 您尋找的頁面
""")
_NOT_THERE = _any_of(
    """
    could not be found | couldn't be found | cannot be found | can't be found | does not exist | doesn't exist
    no longer available | no longer exists | was not found | is not available | isn't available | has been removed
    may have been moved | may have been removed | might have been removed | not found | has moved
    existiert nicht | existiert leider nicht
    nicht gefunden | nicht mehr verfügbar | nicht verfügbar | nicht vorhanden | nicht mehr vorhanden
    n'existe pas | n'existe plus | est introuvable | n'a pas été trouvée | n'est plus disponible | n'a pu être trouvée
    no existe | ya no existe | no se ha encontrado | no está disponible | no se encuentra | no pudo ser
    non esiste | non è stata trovata | non è disponibile | não existe | não foi encontrada | não está disponível
    bestaat niet | niet gevonden | findes ikke | blev ikke fundet | finnes ikke | ble ikke funnet | finns inte
    hittades inte | kunde inte hittas | ei löydy | ei löytynyt | neexistuje | nebyla nalezena | nie istnieje
    nie została znaleziona | nerastas | neegzistuoja | не найдена | не существует | не знайдено | не існує
    bulunamadı | mevcut değil | tidak ditemukan | không tồn tại | không tìm thấy | غير موجودة
    見つかりません | 存在しません | 찾을 수 없습니다 | 존재하지 않 | 不存在 | 找不到
""",
    before="",
)  # scripts without spaces
_LONGEST_LEAD = 45  # characters before: "Sorry, but"
_LONGEST_GAP = 60  # characters between: "at this address"
# A page of a book may not be found either: after these the sentence says so at once, and ends soon.
_ANY_PAGE = _any_of("""
    this page | the page | diese seite | die seite | cette page | esta página | questa pagina | deze pagina
    denne side | denne siden | den här sidan | ta strona | эта страница
""")
_SHORT_GAP = 25
_MOST_ERROR_WORDS = 60
_HEADLINE_WORDS = 3
_CHALLENGES = _any_of("""
    access denied | access to this page has been denied | are you a human | are you a robot | attention required
    checking if the site connection is secure | checking your browser | ddos protection by | enable cookies to continue
    enable javascript and cookies to continue | human verification | just a moment
    needs to review the security of your connection
    one more step | pardon our interruption | please complete the security check | please enable js and disable any ad
    please verify you are a human | please verify you are human | press and hold | request blocked
    request unsuccessful incapsula | security check | the request could not be satisfied | unusual traffic
    verify you are a human | verify you are human | verifying you are human | you have been blocked | 403 forbidden
    bitte bestätigen sie, dass sie kein roboter | sicherheitsüberprüfung | sind sie ein roboter | zugriff verweigert
    accès refusé | êtes-vous un robot | vérification de sécurité | acceso denegado | verifica que eres humano
    accesso negato | verifica di sicurezza | acesso negado | toegang geweigerd | adgang nægtet | åtkomst nekad
    přístup odepřen | dostęp zabroniony | доступ запрещен | проверка безопасности | проверяем ваш браузер
    erişim engellendi | akses ditolak | تم رفض الوصول | アクセスが拒否されました | ロボットではありません | 접근이 거부
""")
_CONSENT_TITLES = _any_of("""
    before you continue | consent | cookie consent | cookie settings | cookies | privacy gate | privacy settings
    we value your privacy | your privacy choices | we and our partners
    consent und datenschutz | datenschutzeinstellungen | einwilligung | ihre privatsphäre | mit werbung weiterlesen
    privatsphäre einstellungen | zustimmung | zustimmung zum datenschutz
    gestion des cookies | votre vie privée | nous respectons votre vie privée | configuración de privacidad
    tu privacidad | la tua privacy | rispettiamo la tua privacy | privacidade | uw privacy | privacyinstellingen
    vi værner om | samtykke | samtycke | souhlas | zgoda na przetwarzanie | согласие на обработку | kvkk
""")
_CONSENT_TEXTS = _any_of("""
    accept all cookies | accept cookies | advertising partners | consent to the use of | legitimate interest
    manage your privacy | personalised advertising | personalised ads | personalized ads | personalized advertising
    store and or access information on a device | we and our partners | we use cookies | withdraw your consent
    informationen auf einem gerät speichern | ihre einwilligung | mit werbung weiterlesen | personenbezogene daten
    sie können ihre einwilligung | unsere partner | werbefrei | wir verwenden cookies | zustimmung widerrufen
    accepter les cookies | nos partenaires | nous utilisons des cookies | stocker et ou accéder
    vos données personnelles
    aceptar cookies | nuestros socios | utilizamos cookies | accettare i cookie | i nostri partner | utilizziamo cookie
    nossos parceiros | onze partners | wij gebruiken cookies | vores partnere | våre partnere | våra partners
    naši partneři | nasi partnerzy | наши партнеры | файлы cookie | çerezleri kullanıyoruz
""")
_CODES = re.compile(r"(?:error |http )?(?:403|404|410|429|500|502|503)")


def sham_kind(title: str | None, texts: list[str], words: int) -> tuple[OutcomeKind, str] | None:
    """What kind of page this is if it is no article, with the phrase that told, else None.

    A short text is asked for in each case; the title must bear the phrase, or the text's first line.
    """
    if words > _MOST_CONSENT_WORDS:
        return None
    folded_title = fold_text((title or "")[:_FOLDED_LENGTH])
    first = fold_text(texts[0][:_FOLDED_LENGTH]) if texts else ""
    if words <= _MOST_WORDS:
        if found := _is_headed(_CHALLENGES, folded_title, first, words):
            return OutcomeKind.CHALLENGE_PAGE, f"a check for robots: “{found}”"
        headed = "" if _goes_on(title or "") else folded_title
        if found := _is_headed(_NOT_FOUND_TITLES, headed, first, words) or _bare_code(folded_title):
            return OutcomeKind.SOFT_404, f"an error page that answers as if all were well: “{found}”"
        if words <= _MOST_ERROR_WORDS and (found := _missing_page(first)):
            return OutcomeKind.SOFT_404, f"an error page that answers as if all were well: “{found}”"
    return _consent_kind(folded_title, texts)


def _is_headed(phrases: re.Pattern[str], title: str, first: str, words: int) -> str | None:
    """The phrase that the title begins or ends with, or that opens a text of hardly more than itself."""
    found = phrases.search(title)
    if found and (found.start() <= 2 or found.end() == len(title)) and _is_most_of(found, title):
        return found[0]
    found = phrases.match(first)
    return found[0] if found and words <= 60 else None


def _missing_page(first: str) -> str | None:
    """The sentence, folded, that a text opens with if it says that the page asked for is not there."""
    for pages, gap, rest in ((_ASKED_PAGES, _LONGEST_GAP, _LONGEST_GAP * 4), (_ANY_PAGE, _SHORT_GAP, _SHORT_GAP)):
        asked = pages.search(first, 0, 3 * _LONGEST_LEAD)
        missing = _NOT_THERE.search(first, asked.end()) if asked and asked.start() <= _LONGEST_LEAD else None
        if asked and missing and missing.start() <= asked.end() + gap and len(first) <= missing.end() + rest:
            return first[asked.start() : missing.end()]
    return None


def _goes_on(title: str) -> bool:
    """Does a headline stand after the colon, as in "Page not found: how links die"?"""
    rest = fold_text(title[:_FOLDED_LENGTH].partition(":")[2])
    return len(rest.split()) >= _HEADLINE_WORDS and not _NOT_THERE.search(rest)


def _is_most_of(found: re.Match[str], title: str) -> bool:
    """A headline that holds the phrase goes on: "Page not found: how a library lost its books"."""
    return len(title) <= 2 * len(found[0]) + 25


def _bare_code(title: str) -> str | None:
    return title if _CODES.fullmatch(title) else None


def _consent_kind(title: str, texts: list[str]) -> tuple[OutcomeKind, str] | None:
    """A wall asks in its title and its text, or in most of its paragraphs."""
    short = (text for text in texts if len(text) <= _LONGEST_REQUEST)
    asking = [text for text in short if _CONSENT_TEXTS.search(fold_text(text))]
    if not asking:
        return None
    titled = _CONSENT_TITLES.match(title)
    if titled and _is_most_of(titled, title):
        return OutcomeKind.CONSENT_WALL, f"a consent wall: “{titled[0]}”"
    if 2 * len(asking) > len(texts):
        return OutcomeKind.CONSENT_WALL, f"a consent wall: {len(asking)} of {len(texts)} paragraphs ask for consent"
    return None
