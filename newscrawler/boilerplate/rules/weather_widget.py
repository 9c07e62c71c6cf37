"""Weather boxes: temperature, place and the page's clock as one run of short lines."""

import re
from collections.abc import Iterator

from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape
from newscrawler.boilerplate.phrases import WordTable
from newscrawler.boilerplate.rule import Finding, Rule, any_of, each, trail_mentions
from newscrawler.boilerplate.survey import fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence

_LONGEST_LINE = 90
_MOST_LINES = 6
# "64.3 F", "21 °C", "-3°", "H: 80° L: 62°", "12℃ / 18℃": a degree sign, or the bare letter right after a figure.
_TEMPERATURE = re.compile(
    r"[-−+]?(?<![\dA-Za-z])(?P<whole>\d{1,3})(?:[.,]\d{1,2})?\s?(?:[°º]\s?)?(?P<unit>[℃℉]|[CF]\b|(?<=[°º])|(?<=[°º]\s))",
    re.IGNORECASE,
)
_LETTERS = frozenset("CFcf")
_DEGREE = re.compile("[°º]")
# Air is never warmer: what is hotter is an oven. In Celsius and in Fahrenheit, which a bare degree sign may also be.
_WARMEST = 60
_HOTTEST = 140
# The day as a page's clock has it, with its weekday: "Monday, October 5, 2026", "Montag, 5. Oktober 2026".
_DAY = re.compile(r"\b([^\W\d]+),\s(?:[^\W\d]+\s\d{1,2},|\d{1,2}\.?\s(?:de\s)?[^\W\d]+(?:\sde)?)\s(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b(?:19|20)\d\d\b|\d\s?[年月日]|\d\s?[년월일]")

# Beginnings of the further lines of a forecast: sky, wind, humidity. Origin: how forecasts are worded.
_CONDITIONS = WordTable("""
    air quality | broken clouds | chance of rain | clear | clear sky | cloudy | dew point | drizzle | feels
    few clouds | fog | forecast | haze | high | humidity | light rain | low | mist | mostly cloudy
    mostly sunny | overcast | overcast clouds | partly cloudy | precipitation | pressure | rain | scattered
    scattered clouds | snow | sunny | sunrise | sunset | thunderstorm | uv index | visibility | weather
    aurinkoista | heikko tuuli | kosteus | lämpötila | pilvistä | pouta | sade | sataa | sää | tuuli
    βροχή | θερμοκρασία | καιρός | λιακάδα | νεφώσεις | συννεφιά | υγρασία
    בהיר | גשם | לחות | מזג אוויר | מעונן | מעונן חלקית | שמשי | ابری | آفتابی | بارانی | رطوبت | وضعیت هوا
    आर्द्रता | धूप | बादल | बारिश | मौसम | ความชื้น | ท้องฟ้าแจ่มใส | ฝน | หมอก | อากาศ | เมฆ
    구름 많음 | 구름많음 | 미세먼지 | 오늘의 날씨 | 체감 | 체감온도 | 현재 날씨 | 最低気温 | 最高気温 | 降水確率
    体感
    多雲 | 小雨 | 濕度 | 空气质量 | 阴 | 降雨機率 | 陰 | 風速
    bewölkt | gefühlt | heiter | leichter regen | luftfeuchtigkeit | regen | sonnig | wetter | wind
    ciel dégagé | ensoleillé | humidité | météo | nuageux | pluie | ressenti | vent | wolkig
    cielo despejado | clima | el tiempo | humedad | lluvia | nublado | sensación | soleado | viento
    chuva | meteo | nuvoloso | pioggia | sereno | tempo | umidade | umidità | vento
    bewolkt | het weer | klart | regn | skyet | sol | väder | vejret | veður | været | zonnig
    déšť | jasno | oblačno | oras | počasí | pogoda | vėjas | wiatr | wilgotność
    ветер | влажность | вологість | вітер | дождь | облачно | погода | хмарно | ясно
    açık | berawan | bulutlu | cerah | cuaca | hava durumu | hujan | nem | rüzgar | yağmurlu
    thời tiết | độ ẩm | الرطوبة | الطقس | غائم | مشمس
    날씨 | 맑음 | 비 | 습도 | 흐림 | 多云 | 天气 | 天気 | 天氣 | 晴 | 晴れ | 曇り | 湿度 | 雨
""")
# Weekdays as they begin the line with the page's date. Origin: Unicode CLDR 45, wide names.
_WEEKDAYS = WordTable("""
    csütörtök | hétfő | keskiviikko | lauantai | maanantai | perjantai | sunnuntai | tänään | tiistai | torstai
    duminică | joi | kedd | luni | marți | miercuri | péntek | sâmbătă | szerda | szombat | vasárnap | vineri
    δευτέρα | κυριακή | παρασκευή | πέμπτη | σάββατο | τετάρτη | τρίτη | יום ראשון | יום רביעי | יום שלישי | יום שני
    יום חמישי | יום שישי | שבת | الاثنين | الأحد | الأربعاء | الإثنين | الثلاثاء | الجمعة | الخميس | السبت
    جمعه | دوشنبه | سه شنبه | شنبه | پنجشنبه | چهارشنبه | یکشنبه
    गुरुवार | बुधवार | मंगलवार | रविवार | शनिवार | शुक्रवार | सोमवार | จันทร์ | วันพุธ | วันศุกร์ | วันเสาร์
    วันอาทิตย์
    土曜日 | 日曜日 | 星期一 | 星期三 | 星期二 | 星期五 | 星期四 | 月曜日 | 木曜日 | 水曜日 | 火曜日 | 金曜日
    星期六 | 星期日
    금요일 | 목요일 | 수요일 | 월요일 | 일요일 | 토요일 | 화요일
    friday | monday | now | saturday | sunday | thursday | today | tuesday | wednesday
    dienstag | donnerstag | freitag | heute | mittwoch | montag | samstag | sonnabend | sonntag
    dimanche | jeudi | lundi | mardi | mercredi | samedi | vendredi
    domingo | hoy | jueves | lunes | martes | miércoles | sábado | viernes
    domenica | giovedì | lunedì | martedì | mercoledì | oggi | sabato | venerdì
    hoje | quarta-feira | quinta-feira | segunda-feira | sexta-feira | terça-feira
    dinsdag | donderdag | maandag | vrijdag | woensdag | zaterdag | zondag
    fredag | lördag | lørdag | mandag | måndag | onsdag | söndag | søndag | tirsdag | tisdag | torsdag
    fimmtudagur | föstudagur | laugardagur | mánudagur | miðvikudagur | sunnudagur | þriðjudagur
    čtvrtek | neděle | pátek | pondělí | sobota | středa | úterý
    czwartek | niedziela | piątek | poniedziałek | środa | wtorek
    antradienis | ketvirtadienis | penktadienis | pirmadienis | sekmadienis | šeštadienis | trečiadienis
    воскресенье | вторник | понедельник | пятница | среда | суббота | четверг
    вівторок | неділя | пʼятниця | понеділок | середа | субота | четвер
    cuma | cumartesi | çarşamba | pazar | pazartesi | perşembe | salı
    chủ nhật | jumat | kamis | minggu | rabu | sabtu | selasa | senin | thứ ba | thứ hai
""")

# A line about whose text it is: its day is the story's. Not "di", which is a weekday too.
_WRITTEN_BY = WordTable("by | por | par | von | door | text | words by | published | updated | posted")


def _find_runs(article: Article) -> Iterator[Finding]:
    blocks = article.blocks
    taken_to = 0
    for index in survey_of(article).at((_DEGREES,)):
        block = blocks[index]
        if index < taken_to or block.kind == "table":
            continue
        first = _reach(blocks, index, -1, max(taken_to, index - _MOST_LINES))
        last = _reach(blocks, index, 1, min(len(blocks) - 1, index + _MOST_LINES))
        if last > first or _is_whole_box(block):
            lines = f"a run of {last - first + 1} short lines" if last > first else "a line of its own"
            reason = f"temperature “{block.text[:30]}” in {lines}"
            yield from ((line, reason) for line in range(first, last + 1))
            taken_to = last + 1


def _reach(blocks: tuple[Block, ...], start: int, step: int, limit: int) -> int:
    """How far the run goes on: lines of a forecast or clock, and one place name in each direction."""
    end, places = start, 1
    for index in range(start + step, limit + step, step):
        block = blocks[index]
        if _is_place(block) and not _is_forecast_line(block):
            places -= 1
            if places < 0:
                break
        elif not _is_forecast_line(block):
            break
        end = index
    return end


def _is_temperature(block: Block) -> bool:
    return len(block.text) <= _LONGEST_LINE and block.kind != "table" and _tells_degrees(block.text)


def _tells_degrees(text: str) -> bool:
    """A figure with its degrees and hardly anything else: ``64.3 F``, ``Seoul 21°C``, ``21 °C, sunny``."""
    if ends_sentence(text):
        return False
    found = _TEMPERATURE.search(text)
    if found is None or abs(int(found["whole"])) > (_HOTTEST if found["unit"] in "Ff℉" else _WARMEST):
        return False
    if found["unit"] in _LETTERS and not _DEGREE.search(found[0]) and _is_within_a_name(text, found):
        return False
    rest = _TEMPERATURE.sub(" ", text)
    day = _DAY.search(rest)
    if day and _WEEKDAYS.prefix_of(fold_start(day[1])):
        rest = rest[: day.start()] + rest[day.end() :]
    return count_words(rest) <= 4


_DEGREES = ask_for_shape(LineShape(_tells_degrees, figures=True, max_length=_LONGEST_LINE))


def _is_within_a_name(text: str, found: re.Match[str]) -> bool:
    """``Elbkamm 20F Sleeping Bag``: a bare letter between words of which none is of a forecast."""
    before, after = text[: found.start()], text[found.end() :]
    if not (count_words(before) and count_words(after)) or _TEMPERATURE.search(after):
        return False
    return not any(table.prefix_of(fold_start(side)) for table in (_CONDITIONS, _WEEKDAYS) for side in (before, after))


def _is_forecast_line(block: Block) -> bool:
    return _is_temperature(block) or _is_clock(block) or _is_condition(block)


def _is_clock(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_LINE or ends_sentence(text) or count_words(text) > 9:
        return False
    if _WRITTEN_BY.prefix_of(fold_start(text)):
        return False
    return bool(_CLOCK.search(text)) or _WEEKDAYS.prefix_of(fold_start(text)) is not None


def _is_condition(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_LINE or ends_sentence(text) or count_words(text) > 6:
        return False
    return _CONDITIONS.prefix_of(fold_start(text)) is not None


def _is_place(block: Block) -> bool:
    """A short line without figures: the town that the forecast is for."""
    text = block.text
    if block.is_heading_element or len(text) > 40 or count_words(text) > 8 or len(text.split()) > 4:
        return False
    return not ends_sentence(text) and text[:1].isalpha() and not any(map(str.isdigit, text))


def _is_whole_box(block: Block) -> bool:
    """One line is a box by itself only if it is the bare temperature, or says where and when as well."""
    text = block.text
    bare = count_words(_TEMPERATURE.sub("", text)) == 0
    return not block.is_heading_element and (bare or bool(_CLOCK.search(text)))


_find_boxes = each(trail_mentions("weather", "forecast", "wetter", "meteo", "clima", "pogoda", "tiempo", max_words=40))

WEATHER_WIDGET = Rule(
    "weather_widget",
    any_of(_find_runs, _find_boxes),
    "weather boxes: temperature, place and clock in neighbouring short lines, or an element named so",
)
