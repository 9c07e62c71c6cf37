"""How pages that are no articles word themselves: error pages, gates, walls, offers; one language a line, mostly."""

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from newscrawler.words import fold_text


def any_of(table: str, *, before: str = r"(?<!\w)") -> re.Pattern[str]:
    """One expression for a table of phrases parted by bars; ``before``: what they stand after. For folded text."""
    phrases = {fold_text(phrase) for line in table.splitlines() for phrase in line.split("|")} - {""}
    return re.compile(before + _branches(sorted(phrases)))


def _branches(phrases: Sequence[str]) -> str:
    """An expression for these texts, each of its branches with a letter of its own: the longest of them that fits."""
    rests = {letter: [text[1:] for text in texts] for letter, texts in groupby(filter(None, phrases), itemgetter(0))}
    branches = [re.escape(letter) + (_branches(texts) if any(texts) else "") for letter, texts in rests.items()]
    return f"(?:{'|'.join(branches)}){'?' if '' in phrases else ''}"


# Origin of all tables: error pages, gateways, consent managers and publishing systems as they word it.
NOT_FOUND_HEADINGS = any_of("""
    404 error | 404 not found | 404 page not found | content not found | error 404 | not found | oops 404
    page can't be found | page cannot be found | page does not exist | page doesn't exist | page no longer available
    page not available | page not found | page unavailable | sorry, this page | this page isn't available
    we can't find that page | we can't find the page | we couldn't find | article not found | story not found
    page removed | http 404 | that page can't be found | this page doesn't exist | this page does not exist
    article no longer available | story no longer available | this article is no longer available
    this story is no longer available | this article has been moved | this article has been removed
    this article has expired | this story has expired | content no longer available | article unavailable
    this content is no longer available | nothing found | 410 gone | page has moved | page is gone | lost your way
    artikel nicht gefunden | diese seite existiert nicht | diese seite gibt es nicht | fehler 404 | 404 fehler
    seite konnte nicht gefunden werden | seite nicht gefunden | seite wurde nicht gefunden | seite nicht verfügbar
    artikel ist nicht mehr verfügbar | artikel nicht mehr verfügbar | artikel nicht verfügbar | artikel wurde entfernt
    inhalt nicht gefunden | inhalt nicht mehr verfügbar | beitrag nicht gefunden | die seite existiert nicht
    erreur 404 | page introuvable | page non trouvée | cette page n'existe pas | cette page n'existe plus
    contenu introuvable | article introuvable | cet article n'est plus disponible | page inexistante
    ce contenu n'est plus disponible | la page n'existe pas
    error 404 | página no encontrada | no se encuentra la página | contenido no encontrado | la página no existe
    no hemos encontrado la página | esta página no existe | noticia no encontrada | artículo no encontrado
    página no existe | no encontramos la página | página no disponible
    pagina non trovata | errore 404 | questa pagina non esiste | la pagina non esiste | articolo non trovato
    contenuto non disponibile | articolo non disponibile
    página não encontrada | erro 404 | página não existe | conteúdo não encontrado | notícia não encontrada
    pagina niet gevonden | deze pagina bestaat niet | pagina bestaat niet | artikel niet gevonden
    artikel niet meer beschikbaar | pagina niet beschikbaar
    siden blev ikke fundet | siden findes ikke | siden kunne ikke findes | artiklen findes ikke | fejl 404
    siden finnes ikke | fant ikke siden | siden ble ikke funnet | artikkelen finnes ikke | feil 404
    sidan hittades inte | sidan kunde inte hittas | sidan finns inte | artikeln finns inte | fel 404
    sivua ei löydy | sivua ei löytynyt | virhe 404 | artikkelia ei löydy
    síða fannst ekki | síðan fannst ekki | lehekülge ei leitud | lapa nav atrasta | puslapis nerastas
    stránka nenalezena | stránka nebyla nalezena | článek nenalezen | stránka neexistuje | chyba 404
    stránka sa nenašla | stránka nebola nájdená | článok sa nenašiel
    nie znaleziono strony | strona nie istnieje | nie ma takiej strony | strona nie została znaleziona | błąd 404
    artykuł nie istnieje
    az oldal nem található | a keresett oldal nem található | az oldal nem létezik | 404 hiba
    pagina nu a fost găsită | pagina nu există | eroare 404 | pagină negăsită
    страницата не е намерена | страницата не съществува | грешка 404
    страница не найдена | страница не существует | ошибка 404 | такой страницы нет | материал не найден
    сторінку не знайдено | сторінка не знайдена | сторінка не існує | помилка 404 | старонка не знойдзена
    страница није пронађена | страница не постоји | stranica nije pronađena | stranica ne postoji | greška 404
    strani ni mogoče najti | stran ne obstaja | страницата не е пронајдена | faqja nuk u gjet
    η σελίδα δεν βρέθηκε | η σελίδα δεν υπάρχει | σφάλμα 404 | σελίδα δεν βρέθηκε
    sayfa bulunamadı | aradığınız sayfa bulunamadı | hata 404 | 404 hatası | haber bulunamadı
    səhifə tapılmadı | бет табылмады | sahifa topilmadi
    الصفحة غير موجودة | لم يتم العثور على الصفحة | الصفحة المطلوبة غير موجودة | خطأ 404 | هذه الصفحة غير موجودة
    הדף לא נמצא | העמוד לא נמצא | הדף המבוקש לא נמצא | שגיאה 404
    صفحه یافت نشد | صفحه مورد نظر یافت نشد | صفحه پیدا نشد | خطای 404 | صفحہ نہیں ملا
    पेज नहीं मिला | पृष्ठ नहीं मिला | यह पेज मौजूद नहीं है | पान सापडले नाही
    পাতাটি পাওয়া যায়নি | পেজটি পাওয়া যায়নি | পৃষ্ঠাটি পাওয়া যায়নি | பக்கம் கிடைக்கவில்லை | పేజీ కనుగొనబడలేదు
    ไม่พบหน้าที่คุณต้องการ | ไม่พบหน้า | ไม่พบเพจ | không tìm thấy trang | trang không tồn tại
    halaman tidak ditemukan | halaman tidak tersedia | laman tidak dijumpai | hindi nahanap ang pahina
    ukurasa haukupatikana | bladsy nie gevind nie | no s'ha trobat la pàgina | pàgina no trobada | ez da orria aurkitu
    ページが見つかりません | お探しのページ | ページは存在しません | 記事の公開は終了しました | 記事が見つかりません
    掲載期間は終了 | 掲載期間が終了 | お探しの記事は | この記事は削除されました | このページは存在しません
    指定されたページ
    페이지를 찾을 수 없습니다 | 존재하지 않는 페이지 | 요청하신 페이지를 찾을 수 없습니다 | 삭제된 기사
    존재하지 않는 기사 | 삭제되었거나 존재하지 않는 | 기사를 찾을 수 없습니다 | 잘못된 접근입니다
    找不到頁面 | 页面不存在 | 找不到網頁 | 找不到您要的網頁 | 您访问的页面不存在 | 页面未找到 | 找不到页面 | 頁面不存在
    文章不存在 | 内容不存在 | 该文章已被删除 | 此内容已被删除 | 页面找不到了 | 很抱歉 您访问的页面
""")
# Sentences of such pages: the page that was asked for, and what became of it, in both tables.
ASKED_PAGES = any_of("""
    page you wanted | page requested | page that you requested | page you have requested | page you requested
    page youre looking for
    page you are looking for | page you were looking for | page youre trying to | page you are trying to
    requested article | requested content | requested page | requested url | requested resource
    article you were looking for | article you are looking for | article youre looking for | story you are looking for
    story you were looking for | link you followed | content you are looking for | page youre after
    angeforderte seite | gesuchte seite | gewünschte seite | seite, die sie | aufgerufene seite | gesuchte artikel
    gewünschte artikel | seite, die du
    la page demandée | la page que vous | l'article que vous | l'article demandé
    página que busca | página que buscas | página solicitada | página que estás buscando | página a la que
    la pagina che | pagina richiesta | articolo richiesto
    página que procura | página que você | página solicitada | página que está
    de opgevraagde pagina | de pagina die je | de pagina die u | de pagina waar
    den side du | siden du | artiklen du | artikkelen du | sidan du | artikeln du
    etsimääsi sivua | hakemaasi sivua | síðan sem þú | otsitud lehekülge
    požadovaná stránka | stránka, kterou | stránka, ktorú
    strona, której szukasz | podana strona | strona, której szukałeś | a keresett oldal
    pagina pe care | puslapis, kurio | страницата, която
    запрашиваемая страница | запрашиваемая вами страница | запрошенная страница | страница, которую вы
    сторінка, яку ви | запитувана сторінка | страница коју | stranica koju | stran, ki jo
    η σελίδα που | aradığınız sayfa | ulaşmak istediğiniz sayfa | halaman yang anda | trang bạn | trang mà bạn
    الصفحة التي | הדף שחיפשת | הדף שחיפשתם | הדף המבוקש | صفحه ای که | صفحه‌ای که | صفحه مورد نظر
    आप जिस पेज | जिस पेज को आप | আপনি যে পাতাটি | আপনি যে পেজটি | หน้าที่คุณกำลัง | หน้าที่คุณ
    お探しのページ | ご指定のページ | 要求されたページ
    요청하신 페이지 | 요청하신 기사 | 찾으시는 페이지 | 방문하시려는 페이지
    您访问的页面 | 您要查看的页面 | 您尋找的頁面 | 您所尋找的網頁 | 您要的網頁 | 您要找的页面
""")
NOT_THERE = any_of(
    """
    could not be found | couldn't be found | cannot be found | can't be found | does not exist | doesn't exist
    no longer available | no longer exists | was not found | is not available | isn't available | has been removed
    may have been moved | may have been removed | might have been removed | not found | has moved | has been moved
    may be broken | been deleted | have moved
    existiert nicht | existiert leider nicht | wurde verschoben | wurde gelöscht | gibt es nicht | entfernt
    nicht gefunden | nicht mehr verfügbar | nicht verfügbar | nicht vorhanden | nicht mehr vorhanden
    n'existe pas | n'existe plus | est introuvable | n'a pas été trouvée | n'est plus disponible | n'a pu être trouvée
    a été retiré | a été supprimé | a été déplacé
    no existe | ya no existe | no se ha encontrado | no está disponible | no se encuentra | no pudo ser
    non esiste | non è stata trovata | non è disponibile | non è più disponibile
    não existe | não foi encontrada | não está disponível | foi removida
    bestaat niet | niet gevonden | niet worden gevonden | niet beschikbaar | findes ikke | blev ikke fundet
    finnes ikke | ble ikke funnet | blitt slettet | blitt flyttet | finns inte | hittades inte | kunde inte hittas
    ei löydy | ei löytynyt | ei ole olemassa | ekki til | ekki fundist
    neexistuje | nebyla nalezena | nenašla | nie istnieje | nie została znaleziona | przeniesiona
    nem található | nem létezik | nu există | nu a fost găsită | nerastas | neegzistuoja
    не съществува | не е намерена | не найдена | не существует | не знайдено | не існує
    не постоји | ne postoji | није пронађена | ne obstaja | δεν υπάρχει | δεν βρέθηκε
    bulunamadı | mevcut değil | kaldırılmış | tidak ditemukan | tidak ada | không tồn tại | không tìm thấy | bị xóa
    غير موجودة | לא נמצא | אינו קיים | وجود ندارد | یافت نشد
    मौजूद नहीं | नहीं मिला | আর নেই | পাওয়া যায়নি | ไม่พบ | ถูกลบ
    見つかりません | 存在しません | 削除された | 찾을 수 없습니다 | 존재하지 않 | 삭제
    不存在 | 找不到 | 被删除 | 已移除 | 已被刪除
""",
    before="",
)  # scripts without spaces
# A page of a book may not be found either: after these the sentence says so at once, and ends soon.
ANY_PAGE = any_of("""
    this page | the page | this article | this story | diese seite | die seite | dieser artikel | cette page
    cet article | esta página | questa pagina | deze pagina | denne side | denne siden | den här sidan | ta strona
    эта страница | этот материал
""")
# The server or the whole site is away for a while.
AWAY_HEADINGS = any_of("""
    we'll be back soon | we will be back soon | well be right back | down for maintenance | scheduled maintenance
    site maintenance | under maintenance | maintenance mode | maintenance | service temporarily unavailable
    temporarily unavailable | 503 service unavailable | 502 bad gateway | 500 internal server error | bad gateway
    internal server error | gateway timeout | 504 gateway time out | something went wrong | an error has occurred
    an error occurred | application error | server error | service unavailable
    error establishing a database connection
    database error | this site is experiencing technical difficulties | temporarily offline
    there has been a critical error on this website | bandwidth limit exceeded | account suspended
    this account has been suspended | this domain is for sale | domain is for sale
    wartungsarbeiten | wartungsmodus | wir sind gleich zurück | wir sind bald wieder da | ein fehler ist aufgetreten
    es ist ein fehler aufgetreten | interner serverfehler | technische störung
    site en maintenance | maintenance en cours | une erreur est survenue | une erreur s'est produite
    sitio en mantenimiento | en mantenimiento | se ha producido un error | ha ocurrido un error
    sito in manutenzione | si è verificato un errore | em manutenção | ocorreu um erro
    er is iets misgegaan | in onderhoud | der er sket en fejl | noe gikk galt | något gick fel | jotain meni pieleen
    wystąpił błąd | przerwa techniczna | došlo k chybě | probíhá údržba | технические работы | что-то пошло не так
    произошла ошибка | bakım çalışması | bir hata oluştu | terjadi kesalahan | صيانة | عذرا حدث خطأ
    メンテナンス中 | ただいまメンテナンス | エラーが発生しました | 점검 중 | 서비스 점검 | 일시적인 오류 | 系统维护
    系統維護
    网站维护
""")
CHALLENGES = any_of("""
    access denied | access to this page has been denied | are you a human | are you a robot | attention required
    checking if the site connection is secure | checking your browser | ddos protection by
    enable cookies to continue
    enable javascript and cookies to continue | human verification | just a moment | one moment please
    bot verification
    needs to review the security of your connection | confirm you are a human | confirm you are human
    confirm that you are not a robot | making sure youre not a bot | security checkpoint | prove you are human
    one more step | pardon our interruption | please complete the security check | please enable js and disable any ad
    please verify you are a human | please verify you are human | press and hold | press hold | request blocked
    request unsuccessful incapsula | security check | the request could not be satisfied | unusual traffic
    verify you are a human | verify you are human | verify that youre not a robot | verifying you are human
    verifying your browser | were verifying your browser | you have been blocked | sorry you have been blocked
    403 forbidden | 403 error | you are being redirected | ddos guard | too many requests | 429 too many requests
    your request has been blocked | javascript is disabled | javascript is required | cookies are disabled
    cookies required | please enable cookies | please enable javascript | cookies are required | enable javascript
    you need to enable javascript | rate limit exceeded | automated access | suspicious activity
    bitte bestätigen sie, dass sie kein roboter | bitte bestätigen sie, dass sie ein mensch | sicherheitsüberprüfung
    sicherheitsabfrage | sicherheitsprüfung | sind sie ein roboter | sind sie ein mensch | zugriff verweigert
    zu viele anfragen | bitte aktivieren sie javascript | bitte aktivieren sie cookies
    wir haben ungewöhnlichen datenverkehr
    accès refusé | êtes-vous un robot | vérification de sécurité | vérifier que vous n'êtes pas un robot
    vous avez été bloqué | veuillez activer javascript | accès bloqué | êtes-vous humain | trop de requêtes
    acceso denegado | verifica que eres humano | verificación de seguridad | su solicitud ha sido bloqueada
    confirma que no eres un robot | demasiadas solicitudes | accesso negato | verifica di sicurezza
    conferma di non essere un robot | acesso negado | verificação de segurança | confirme que você não é um robô
    toegang geweigerd | bevestig dat je geen robot bent | adgang nægtet | ingen tilgang | åtkomst nekad
    bekräfta att du inte är en robot | pääsy estetty | přístup odepřen | ověřte, že nejste robot
    dostęp zabroniony | odmowa dostępu | potwierdź, że nie jesteś robotem | hozzáférés megtagadva | acces interzis
    доступ запрещен | проверка безопасности | проверяем ваш браузер | подтвердите, что вы не робот | вы не робот
    подтвердите, что запросы отправляли вы | доступ ограничен | доступ заборонено | перевірка безпеки
    достъпът е отказан | άρνηση πρόσβασης | erişim engellendi | robot olmadığınızı doğrulayın | akses ditolak
    từ chối truy cập | truy cập bị từ chối | تم رفض الوصول | التحقق الأمني | الوصول مرفوض | הגישה נדחתה
    دسترسی غیرمجاز
    पहुंच अस्वीकृत | การเข้าถึงถูกปฏิเสธ | アクセスが拒否されました | アクセスが制限されています
    ロボットではありません
    ロボットではないことを確認 | 접근이 거부 | 접근이 차단 | 로봇이 아닙니다 | 비정상적인 접근 | 安全验证 | 安全驗證
    访问被拒绝 | 存取被拒
    请完成安全验证 | 请输入验证码 | 访问过于频繁
    您的访问过于频繁 | 您访问过于频繁 | 请求过于频繁 | 操作过于频繁 | 人机验证 | 驗證您是人類
""")
# The reader's country is not served.
FOREIGN = any_of("""
    not available in your region | not available in your country | unavailable in your region
    unavailable in your country | unavailable in your location | not available in your location
    unavailable due to legal reasons | unavailable for legal reasons | not available in your area
    isn't available in your country | isn't available in your region | not accessible from your country
    from a country belonging to the european economic area | unavailable in most european countries
    currently unavailable in your country | your country is not supported
    in ihrem land nicht verfügbar | in ihrem land leider nicht verfügbar | in ihrer region nicht verfügbar
    in ihrer region leider nicht verfügbar | in deinem land nicht verfügbar
    n'est pas disponible dans votre pays | n'est pas disponible dans votre région | indisponible dans votre pays
    no está disponible en su país | no disponible en su país | no disponible en su región | no disponible en tu país
    no está disponible en tu país | no disponible en tu región
    non è disponibile nel tuo paese | non disponibile nel tuo paese | não está disponível no seu país
    indisponível no seu país | niet beschikbaar in uw land | niet beschikbaar in jouw land
    ikke tilgængelig i dit land
    ikke tilgjengelig i ditt land | inte tillgänglig i ditt land | ei ole saatavilla maassasi
    niedostępna w twoim kraju | není ve vaší zemi dostupný | недоступен в вашей стране | недоступен в вашем регионе
    недоступний у вашій країні | ülkenizde kullanılamıyor | bulunduğunuz ülkede | tidak tersedia di negara anda
    غير متاح في بلدك | 이용하실 수 없는 지역 | 해당 국가에서는 | お住まいの地域では | お住まいの国では | 在您所在的地区
    在您的國家
""")
AGE_GATES = any_of("""
    please confirm your age | confirm your age | age verification | age restricted content | are you over 18
    are you 18 or older | you must be 18 | you must be at least 18 | adults only | verify your age | mature content
    altersprüfung | altersfreigabe | altersverifikation | sind sie über 18 | sind sie mindestens 18
    bestätigen sie, dass sie mindestens 18 | vérification de l'âge | avez-vous plus de 18 ans | confirmez votre âge
    verificación de edad | confirma tu edad | eres mayor de 18 | verifica dell'età | hai più di 18 anni
    verificação de idade | leeftijdscontrole | ben je 18 jaar | aldersbekræftelse | alderskontroll | ålderskontroll
    potwierdź swój wiek | czy masz ukończone 18 lat | ověření věku | подтвердите свой возраст | вам есть 18 лет
    yaş doğrulama | verifikasi usia | 年齢確認 | あなたは18歳以上ですか | 연령 확인 | 성인 인증 | 年齡驗證 | 年龄验证
""")
