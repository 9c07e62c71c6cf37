"""Invitations to a newsletter, and what stands in its form."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Rule,
    each,
    is_phrase,
    starts_and_mentions,
    starts_with,
    text_matches,
    trail_mentions,
)

# Imperatives and questions that open an invitation; believed only where the same block names a newsletter. Origin: how
# outlets word it, one language a line.
_INVITATIONS = PhraseBook("""
    click here to | do you want | don't miss | enjoying | for all the latest | for more like this | lust auf mehr
    for more news | for more stories
    get | join | keep up | like this story | like what you
    looking for | never miss | our daily newsletter | our newsletter | our newsletters | our weekly newsletter
    receive | register | sign up | stay | subscribe | the best of
    this article first appeared in | this article is from | this article was originally | to get | to receive
    enter your | have the latest | sign me up | want more | want the | want to | would you like | you can sign up
    you can subscribe
    abonniere | abonnieren sie | alle wichtigen | bestellen sie | bleiben sie | dieser text stammt aus
    erhalten sie | hier können sie | immer auf dem laufenden | in unserem newsletter | jetzt abonnieren
    jetzt anmelden | jetzt den | jetzt für | jetzt kostenlos | keine nachrichten mehr | keine news mehr | kennen sie
    melde dich | melden sie sich | mit dem newsletter | mit unserem | sie möchten | unser newsletter
    zum newsletter
    hol dir | im newsletter | verpassen sie | was heute wichtig ist | wollen sie
    abonnez-vous | inscrivez-vous | ne manquez | recevez | s'abonner | s'inscrire | suivez | vous souhaitez
    apúntate | inscríbete | reciba | recibe | regístrate | si quieres | suscríbase | suscríbete
    anotate | enterate | sumate | suscribite | suscribíte
    assine | cadastre-se | inscreva-se | iscriviti | non perdere | receba | registrati | ricevi | vuoi ricevere
    abonneer | blijf op de hoogte | meld je aan | ontvang | schrijf je in | wil je
    få de viktigste | få nyheder | få nyhedsbrevet | få nyhetsbrevet | få vårt | få vores | meld deg på
    meld dig til | registrer deg | skriv dig op | tilmeld dig | vil du have | vil du modtage | vil du motta
    anmäl dig | missa inte | odebírejte | prenumerera | přihlaste se | skráðu þig | tilaa | vill du få | vill du ha
    chcesz | prenumeruokite | užsiprenumeruokite | zapisz się | подписывайтесь | подпишитесь | чтобы получать
    abone olun | berlangganan | bültenimize | dapatkan | e-bültenimize | haber bültenimize | ikuti | kaydolun
    đăng ký | підписуйтесь | підпишіться | اشترك
    γραφτείτε | εγγραφείτε | הירשמו | הצטרפו
    뉴스레터 | 이메일로 | ニュースレター | メールマガジン | 訂閱 | 订阅
""")
# Newsletter, inbox and mail in the same languages, as folded text has them.
_NEWSLETTER = (
    r"\b(?:news letters?|newsletter\w*|sign up (?:here|now|today)$|enter your e ?mail|(?:in|into|to) your inbox|"
    r"email alerts?|e mail alerts?|daily briefing|"
    r"morning briefing|infolettre|lettre d information|boite mail|boletin(?:es)?|boletim|nieuwsbrief|"
    r"nyhedsbrev\w*|nyhetsbrev\w*|uutiskirje\w*|frettabref\w*|postlista|naujienlaisk\w*|zpravodaj|bulten\w*|"
    r"buletin|ban tin|рассылк\w*|розсилк\w*|النشرة)\b|ניוזלטר|न्यूजलेटर"
    r"|メールマガジン|ニュースレター|メルマガ|뉴스레터|電子報|通讯"
)
# Korean invites at the end of its sentence: "매일 아침 뉴스레터를 이메일로 받아 보세요. 구독하기". Told by the
# whole line, for what somebody says about a newsletter goes on behind the quote.
_KOREAN_INVITATION = (
    r"[^“”\"]{0,60}(?:뉴스레터[^“”\"]{0,40}(?:만나\s?보세요|받아\s?보세요|받아보실 수 있습니다|구독하세요|신청하세요)"
    r"|메일[^“”\"]{0,40}(?:만나\s?보세요|받아\s?보세요|구독하세요))[.!]?"  # by mail one also applies to a town hall
    r"(?:\s(?:구독|구독하기|구독신청|무료 구독|바로가기|신청하기))?"
)
# What else begins as stories do, told by the whole line: "recibí" is also "I received", "हर सुबह" is "every morning".
_ARGENTINE_INVITATION = (
    r"recibí\s[^“”\"]{0,80}(?:newsletter|boletín)[^“”\"]{0,60}\b(?:correo|e-?mail|mail|casilla)[.!]?"
)
_HINDI_INVITATION = r"(?:रोज|हर) सुबह[^“”\"]{0,80}न्यूजलेटर[^“”\"]{0,40}(?:सब्सक्राइब करें|पढ़ें|पाएं|पाएँ|पाइए)[।.!]?"
# Whole lines of the form itself.
_FORM_LINES = PhraseBook("""
    email | email address | enter your email | enter your email address | invalid email address | newsletter
    newsletters | our newsletters | please enter a valid email address | sign up | sign up here | sign up now
    sign up to our newsletter | subscribe | subscribe here | subscribe now | thank you for signing up
    thank you for subscribing | thanks for signing up | thanks for subscribing | your email | your email address
    you can unsubscribe at any time | you have been successfully subscribed | you have successfully subscribed
    abonnieren | anmelden | e-mail | e-mail-adresse | hier anmelden | ihre e-mail-adresse | jetzt abonnieren
    jetzt anmelden | jetzt bestellen | newsletter abonnieren | newsletter bestellen | zum newsletter | zur anmeldung
    adresse e-mail | je m'abonne | je m'inscris | s'abonner | s'inscrire | vielen dank für ihre anmeldung
    abonnez-vous | assine | inscreva-se | iscriviti | iscriviti alla newsletter | suscribirme | suscríbete
    aanmelden | meld deg på | prenumerera | schrijf je in | tilaa uutiskirje | tilmeld | tilmeld nyhedsbrev
    abone ol | odebírat | prenumeruoti | zapisz się | подписаться | подписаться на рассылку | підписатися
    εγγραφή | הרשמה | सब्सक्राइब करें
    berlangganan | đăng ký | اشترك | 구독하기 | 뉴스레터 구독 | メルマガ登録 | 登録する
""")
_SMALL_PRINT = PhraseBook("""
    by clicking sign up | by clicking subscribe | by entering your email | by providing your email
    by signing up | by submitting your email | by subscribing you | we'll email you | your information will be used
    mit dem klick auf | mit der anmeldung | mit ihrer anmeldung | mit meiner anmeldung zum newsletter
    this site is protected by recaptcha
    al suscribirte | en vous inscrivant | iscrivendoti | sie können sich jederzeit | vous pouvez vous désabonner
    door je aan te melden | odesláním | ved at tilmelde dig | ved å melde deg på | нажимая на кнопку
""")

NEWSLETTER = Rule(
    "newsletter",
    each(
        is_phrase(_FORM_LINES),
        starts_and_mentions(_INVITATIONS, _NEWSLETTER, max_words=60),
        starts_with(_SMALL_PRINT, max_words=80),
        text_matches(
            f"{_KOREAN_INVITATION}|{_ARGENTINE_INVITATION}|{_HINDI_INVITATION}",
            "asks to receive a newsletter",
            words=("뉴스레터", "메일", "newsletter", "boletín", "न्यूजलेटर"),
        ),
        trail_mentions("newsletter", "newsletters", "signup", "nieuwsbrief", "mailinglist", max_words=120),
    ),
    "invitations to a newsletter and the lines of its form",
)
