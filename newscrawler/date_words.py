"""The words of dates in about thirty languages: months, weekdays, and what stands between."""

import unicodedata
from functools import lru_cache

# January to December, spellings of one month divided by "/", without accents; a line that begins with a blank goes on.
# From the Unicode CLDR (stand-alone and format, wide and abbreviated), with the usual short forms of newspapers.
MONTH_NAMES = """
ar: يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
ar+Maghreb: جانفي فيفري مارس افريل ماي جوان جويلية اوت سبتمبر اكتوبر نوفمبر ديسمبر
bg: яну/януари фев/февр/февруари март/мар апр/април май юни юли авг/август сеп/септ/септември окт/октомври
  ное/ноем/ноември дек/декември
bn: জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
ca: gener/gen febrer/febr marc abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct novembre/nov
  desembre/des
cs: leden/ledna/led unor/unora/uno brezen/brezna/bre duben/dubna/dub kveten/kvetna/kve cerven/cervna/cvn/cer
  cervenec/cervence/cvc srpen/srpna/srp zari/zar rijen/rijna/rij listopad/listopadu/lis prosinec/prosince/pro
da+sl+sv: januar/jan februar/feb marts/mar april/apr maj juni/jun juli/jul august/aug september/sept/sep
  oktober/okt november/nov december/dec
de: januar/janner/jan/jaen februar/feber/feb marz/mrz/maerz april/apr mai juni/jun juli/jul august/aug
  september/sep/sept oktober/okt november/nov dezember/dez
el: ιανουαριος/ιανουαριου/ιαν φεβρουαριος/φεβρουαριου/φεβ μαρτιος/μαρτιου/μαρ απριλιος/απριλιου/απρ
  μαιος/μαιου/μαι ιουνιος/ιουνιου/ιουν ιουλιος/ιουλιου/ιουλ αυγουστος/αυγουστου/αυγ σεπτεμβριος/σεπτεμβριου/σεπ
  οκτωβριος/οκτωβριου/οκτ νοεμβριος/νοεμβριου/νοε δεκεμβριος/δεκεμβριου/δεκ
en: january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sept/sep
  october/oct november/nov december/dec
es: enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago
  septiembre/setiembre/sept/sep/set octubre/oct noviembre/nov diciembre/dic
et: jaanuar/jaan veebruar/veebr marts aprill/apr mai juuni juuli august/aug september/sept oktoober/okt
  november/nov detsember/dets
fi: tammikuu/tammikuuta/tammi helmikuu/helmikuuta/helmi maaliskuu/maaliskuuta/maalis huhtikuu/huhtikuuta/huhti
  toukokuu/toukokuuta/touko kesakuu/kesakuuta/kesa heinakuu/heinakuuta/heina elokuu/elokuuta/elo
  syyskuu/syyskuuta/syys lokakuu/lokakuuta/loka marraskuu/marraskuuta/marras joulukuu/joulukuuta/joulu
fr: janvier/janv/jan fevrier/fevr/fev mars/mar avril/avr mai juin juillet/juil aout septembre/sept octobre/oct
  novembre/nov decembre/dec
he: ינואר פברואר מרץ/מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
hi: जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर
  दिसंबर/दिसम्बर
hr: sijecanj/sijecnja/sij veljaca/veljace/velj ozujak/ozujka/ozu travanj/travnja/tra svibanj/svibnja/svi
  lipanj/lipnja/lip srpanj/srpnja kolovoz/kolovoza/kol rujan/rujna/ruj listopada studeni/studenoga/studenog/stu
  prosinac/prosinca
hu: januar/jan februar/febr/feb marcius/marc aprilis/apr majus/maj junius/jun julius/jul augusztus/aug
  szeptember/szept oktober/okt november/nov december/dec
id: januari/jan februari/pebruari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu/agt/ags
  september/sep oktober/okt november/nov desember/des
is: januar/jan februar/feb mars/mar april/apr mai juni/jun juli/jul agust/agu september/sep oktober/okt
  november/nov desember/des
it: gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago
  settembre/set/sett ottobre/ott novembre/nov dicembre/dic
lt: sausis/sausio vasaris/vasario kovas/kovo balandis/balandzio geguze/geguzes birzelis/birzelio liepa/liepos
  rugpjutis/rugpjucio rugsejis/rugsejo spalis/spalio lapkritis/lapkricio gruodis/gruodzio
lv: janvaris/janvari/janv februaris/februari/febr marts aprilis/aprili maijs/maija junijs/junija julijs/julija
  augusts/augusta septembris/septembri oktobris/oktobri novembris/novembri decembris/decembri
ms: januari/jan februari/feb mac april/apr mei jun/juni julai/jul ogos/ogo september/sep oktober/okt
  november/nov disember/dis
nb+nn: januar/jan februar/feb mars april/apr mai juni/jun juli/jul august/aug september/sep/sept oktober/okt
  november/nov desember/des
nl: januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep/sept
  oktober/okt november/nov december/dec
pl: styczen/stycznia/sty luty/lutego/lut marzec/marca/mar kwiecien/kwietnia/kwi maj/maja czerwiec/czerwca/cze
  lipiec/lipca sierpien/sierpnia/sie wrzesien/wrzesnia/wrz pazdziernik/pazdziernika/paz listopad/listopada/lis
  grudzien/grudnia/gru
pt: janeiro/jan fevereiro/fev marco/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set
  outubro/out novembro/nov dezembro/dez
ro: ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug septembrie/sept/sep
  octombrie/oct noiembrie/noi/nov decembrie/dec
ru: январь/января/янв февраль/февраля/февр/фев март/марта/мар апрель/апреля/апр мая/маи июнь/июня/июн
  июль/июля/июл август/августа/авг сентябрь/сентября/сент/сен октябрь/октября/окт ноябрь/ноября/нояб/ноя
  декабрь/декабря/дек
sr+sl: januar/januara februar/februara marec/marca/mart/marta april/aprila maj/maja/maja jun/juna/junij/junija
  jul/jula/julij/julija avgust/avgusta/avg septembar/septembra oktobar/oktobra novembar/novembra
  decembar/decembra
sv: januari februari mars april maj juni juli augusti september oktober november december
tr: ocak/oca subat/sub mart nisan/nis mayis haziran/haz temmuz/tem agustos eylul/eyl ekim/eki kasim/kas
  aralik/ara
uk: січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/кві травень/травня/тра
  червень/червня/чер липень/липня/лип серпень/серпня/сер вересень/вересня/вер жовтень/жовтня/жов
  листопад/листопада/лис грудень/грудня/гру
ur: جنوري فروري مارچ اپريل مئي جون جولائي اگست ستمبر اکتوبر نومبر دسمبر
"""
# Months of the Levant; some are two words. From the Unicode CLDR (ar_SY).
LEVANT_MONTHS = (
    "كانون الثاني",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين الاول",
    "تشرين الثاني",
    "كانون الاول",
)
# One spelling, two months: the one that more outlets mean ("listopad": November in Polish, October in Croatian).
SHARED_NAMES = {"jun": 6, "lip": 7, "listopad": 11, "listopada": 11, "mar": 3, "pro": 12, "srp": 8, "tra": 5}

# Weekdays; they may stand in a date and are not checked against it. From the Unicode CLDR.
WEEKDAY_NAMES = """
monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so
lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
lunes martes mie miercoles jueves jue viernes vie sabado sab domingo dom
lunedi martedi mercoledi giovedi gio venerdi sabato domenica
segunda terca quarta quinta sexta feira seg ter qua qui sex
maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo
mandag man tirsdag tir tirs onsdag ons torsdag tor tors fredag fre lordag lor sondag son mandagen
mandag tisdag tis lordag sondag
maanantai ma ti ke to pe la su tiistai keskiviikko torstai perjantai lauantai sunnuntai
poniedzialek wtorek sroda czwartek piatek sobota niedziela
pondeli utery streda ctvrtek patek sobota nedele pon uto sre cet pet sub ned
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
понеділок середа четвер пятниця субота неділя нд
pazartesi sali carsamba persembe cuma cumartesi pazar
senin selasa rabu kamis jumat sabtu minggu ahad isnin khamis jumaat
luni marti miercuri joi vineri sambata duminica
hetfo kedd szerda csutortok pentek szombat vasarnap
الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
月 火 水 木 金 土 日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 월 화 수 목 금 토 일
월요일 화요일 수요일 목요일 금요일 토요일 일요일 星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四
周五 周六 周日
"""
# Words between the day and the time.
FILLER_NAMES = """
a al alas alle as at d de del den der di do el en godz godzina h hora horas hours hrs hs jam kell kello ki kl
klo klockan le les lúc m o ob om on ora ore pukul r sa saat t the u uhr um ur uur v à às в г г. год года о об
р року ч الساعة في 分 時 現在 発
"""


def fold_word(word: str) -> str:
    """The word without case and accents; variants of one Arabic letter joined."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return kept.replace("\u0131", "i").replace("ى", "ي").replace("ی", "ي").replace("ø", "o")


def _months_by_name() -> dict[str, int]:
    table = {fold_word(name).replace(" ", "_"): number for number, name in enumerate(LEVANT_MONTHS, start=1)}
    for line in MONTH_NAMES.replace("\n  ", " ").strip().splitlines():
        for number, names in enumerate(line.split()[1:], start=1):
            table.update(dict.fromkeys((fold_word(name) for name in names.split("/")), number))
    table.update(SHARED_NAMES)
    return table


_MONTHS = _months_by_name()
_PASSED_OVER = frozenset(fold_word(word) for word in (WEEKDAY_NAMES + FILLER_NAMES).split()) | {""}


@lru_cache(maxsize=2048)
def month_number(word: str) -> int | None:
    """1 to 12 for a month's name in any of the languages, else None."""
    return _MONTHS.get(fold_word(word))


def is_passed_over(word: str) -> bool:
    """May the word stand in a date without meaning anything more: a weekday, "at", "Uhr"?"""
    return fold_word(word) in _PASSED_OVER
