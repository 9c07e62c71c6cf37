"""How wire agencies are named in datelines, behind a story's last sentence, and in notes: tables of words."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# As printed -> the name we store, beside ``agency_names.AGENCIES``: short names that elsewhere are something else, and
# spellings of datelines. One region a line. Origin: datelines of the agencies' own sites.
PRINTED_AGENCIES = {
    "anka": "ANKA", "dha": "DHA", "iha": "İHA", "keystone": "Keystone-SDA", "agi": "AGI",  # tr, ch, it
    "bta": "BTA", "fena": "FENA", "beta": "Beta", "fonet": "FoNet", "mia": "MIA", "sita": "SITA", "sta": "STA",
    "amna": "AMNA", "ana-mpa": "AMNA", "απε": "AMNA", "απε-μπε": "AMNA",  # el
    "leta": "LETA", "interfax.ru": "Interfax", "риа": "RIA Novosti", "арменпресс": "Armenpress",  # ru
    "bss": "BSS", "cna": "CNA", "kcna": "KCNA", "montsame": "MONTSAME", "pna": "PNA", "unb": "UNB", "uni": "UNI",
    "vna": "VNA",  # asia
    "भाषा": "PTI", "वार्ता": "UNI", "आईएएनएस": "IANS", "एएनआई": "ANI",  # hi
    "afp통신": "AFP", "연합": "Yonhap", "共同": "Kyodo", "時事": "Jiji Press", "ブルームバーグ": "Bloomberg",  # ko, ja
    "รอยเตอร์": "Reuters", "เอเอฟพี": "AFP", "ซินหัว": "Xinhua",  # th
    "俄新社": "RIA Novosti", "德新社": "dpa",  # zh
    "isna": "ISNA", "kuna": "KUNA", "petra": "Petra", "qna": "QNA", "spa": "SPA", "wafa": "WAFA", "wam": "WAM",
    "كونا": "KUNA", "بترا": "Petra", "قنا": "QNA", "واس": "SPA", "وفا": "WAFA", "وام": "WAM", "سبوتنيك": "Sputnik",
    "أف ب": "AFP", "أ ب": "AP", "د ب أ": "dpa", "إفي": "EFE",  # ar
    "aps": "APS", "ena": "ENA", "gna": "GNA", "map": "MAP", "nan": "NAN", "tap": "TAP",  # africa
}  # fmt: skip
# Never in a dateline by themselves: Pennsylvania, and a picture agency's short form.
NO_DATELINES = frozenset({"pa", "epa"})
# Which also are parties, provinces, coins: their datelines are spelled as the agency spells them, with a dash.
ONLY_WITH_DASH = frozenset({"ap", "cp", "tt", "sid", "map", "sta", "mia", "sita", "beta", "ena", "uni"})
# Which also are airlines, universities, names of people: behind a place they are the agency where a date stands there
# too, or where the place is the agency's own.
HOMES = {
    "beta": "beograd belgrade belgrad", "ena": "addis", "map": "rabat casablanca tanger marrakech fès",
    "mia": "skopje", "petra": "amman", "sita": "bratislava", "spa": "riyadh jeddah makkah madinah",
    "sta": "ljubljana maribor", "tap": "tunis", "uni": "delhi mumbai kolkata chennai srinagar",
}  # fmt: skip
# PTI is a party there.
ELSEWHERE = {"pti": _words("islamabad lahore karachi peshawar rawalpindi multan quetta faisalabad")}
# Agencies that sign in small letters; other short names in small letters are the initials of whoever wrote it.
IN_SMALL_LETTERS = _words("afp ansa apa ats belga dapd dpa dts efe epd kna ntb pap sda sid tass ap tt")
# Of these the ones that are somebody's initials as well: only beside another agency, or in capitals.
ALSO_INITIALS = frozenset({"ap", "tt"})

# Chinese, Japanese and Korean names may touch the place: "【ワシントン共同】", "(中央社記者台北27日電)".
_TOUCHING = tuple(
    sorted(
        (
            "共同通信", "共同", "時事通信", "時事", "ロイター", "聯合ニュース", "中央社", "中新社", "新华社", "新華社",
            "新华网", "法新社", "路透社", "美联社", "美聯社", "연합뉴스", "뉴시스", "뉴스1",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
TOUCHING = re.compile("|".join(_TOUCHING))
# Behind such a name the bracket ends, or a person or a date follows: 【時事解説】 is a column, 【共同開発】 a headline.
BEHIND_TOUCHING = re.compile(r"$|[=＝／/\s\d]|記者|记者|기자|[^，。,、；;]{0,20}[电電讯訊]$")
# 共同 is "joint", too: by countries, by officials and business, by two firms.
JOINT = re.compile(
    r"(?:[日米中韓朝露英仏独印豪伊比台ロ]{2,}|官民|産学官?|産官学|公民|国際|男女|労使|文理|[社者校国党会県両])$"
)
# "新华社北京11月27日电": the agency, where and when it wired. Not its head, its neighbours, electricity.
CHINESE_DATELINE = re.compile(
    r"[（(]?据?(?P<names>新华社|新華社|新华网|中新社|中新网|中新網|中央社|法新社|路透社|美联社|共同社|韩联社|塔斯社)"
    r"(?![区區社长長会會员員])"
    r"(?:[^，。,、；;]{0,25}?\d日[^，。,、；;]{0,6}?[电電讯訊](?![视視話话脑腦影力梯])|[^，。,、；;]{0,12}?[电電讯訊](?=[\s（(）)]))"
)

# Small words of places and dates: "Rio de Janeiro, 7 de octubre", "Frankfurt am Main".
SMALL_WORDS = _words(
    "al am an and auf bei da das de dei del den der des di do dos du e el en i im in la las le les los na nad of og op "
    "pod s sous sur the und upon van von w y z а в и на"
)

# What stands before the names of those whose text was used. Origin: how outlets word it; one language a line.
NOTE_BEFORE = re.compile(
    r"(?:\b(?:with (?:files|inputs?|reports?|information|material|additional reporting|reporting) (?:from|by)"
    r"|material from"
    r"|this (?:story|article|report|piece) (?:was|is) (?:\w+ )?(?:provided|published|supplied|produced|created|written"
    r"|distributed|syndicated) (?:by|from)"
    r"|mit (?:agentur)?(?:material|informationen) (?:von|der|vom|des)"
    r"|nach (?:material|informationen) der nachrichtenagentur"
    r"|(?:artikel|meldung|text|beitrag) (?:wurde|stammt) (?:\w+ )?von"
    r"|avec (?:les? )?(?:agences?|informations?(?: de|(?= d[’'])))|con informaci[oó]n (?:de|del)|con datos de"
    r"|com informaç(?:ões|ão) d[aeo]s?|con informazioni d(?:i|a|ell[ao]|all[ao])|met (?:informatie|medewerking) van"
    r"|na podstawie(?: depesz| materiałów)?|z wykorzystaniem materiałów|medverkan av|med material fr[aå]n?"
    r"|по материалам|с использованием материалов|за матеріалами|dengan bahan dari)\s"
    r"|(?:提供|来源|來源|제공)\s?[:：=])"
    r"\s*(?P<names>[^.;。\n]{2,60}?)(?=\s(?:was|were|wurden?)\b|[.;。\n)）]|$)",
    re.IGNORECASE,
)
# Of these words every such note has one.
NOTE_WORDS = _words(
    "agence agences agenturinformationen agenturmaterial artikel bahan beitrag created datos distributed files "
    "información informacion information informationen informations informazioni informação informações informatie "
    "input inputs material medewerking medverkan meldung podstawie produced provided published report reporting "
    "reports supplied syndicated text written wykorzystaniem материалам материалов матеріалами"
)
# Shorter still, as a paragraph or in brackets at its end: "Avec AFP", "(mit dpa)".
SHORT_NOTE = re.compile(r"(?:avec|mit|with|con|com|met|med|z)\s(?P<names>[^ ]{2,30}?)[)）]?\.?", re.IGNORECASE)
# "Associated Press writers A in Paris and B contributed to this report."
NOTE_BEHIND = re.compile(
    r"(?P<names>[^.;\n]{2,200}?) (?:also |both )?contributed (?:reporting )?to this (?:report|story|article)",
    re.IGNORECASE,
)
# Behind the name of the agency for which somebody writes: "AP Business Writer".
WRITERS = _words("correspondent editor journalist photographer producer reporter staff writer")
ARTICLES = re.compile(
    r"^(?:(?:the|der|die|das|la|le|les|de|del|da|do|a|agencia|agência|agence|agenzia|agentur|nachrichtenagentur(?:en)?"
    r"|news agency|wire service|persbureau)\s+|[ld][’'])+",
    re.IGNORECASE,
)
