"""How wire agencies are named in datelines, behind a story's last sentence, and in notes: tables of words."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# As printed -> the name we store, beside ``name_words.AGENCIES``: short names that elsewhere are something else, and
# names in other scripts. One country or language a line. Origin: datelines of the agencies' own sites.
PRINTED_AGENCIES = {
    "dha": "DHA", "iha": "İHA", "anka": "ANKA", "anadolu": "Anadolu",  # tr
    "ats": "Keystone-SDA", "keystone-ats": "Keystone-SDA", "keystone": "Keystone-SDA",  # ch
    "tasr": "TASR", "sita": "SITA", "agerpres": "Agerpres", "mediafax": "Mediafax", "bta": "BTA", "бта": "BTA",  # sk-bg
    "fena": "FENA", "beta": "Beta", "fonet": "FoNet", "mia": "MIA", "sta": "STA", "танјуг": "Tanjug",  # south slavic
    "amna": "AMNA", "ana-mpa": "AMNA", "απε-μπε": "AMNA", "απε": "AMNA", "cna": "CNA", "κυπε": "CNA Cyprus",  # el
    "agi": "AGI", "askanews": "askanews", "lapresse": "LaPresse", "italpress": "Italpress",  # it
    "agência brasil": "Agência Brasil", "agencia brasil": "Agência Brasil", "folhapress": "Folhapress",
    "estadão conteúdo": "Estadão Conteúdo", "prensa latina": "Prensa Latina", "télam": "Télam",  # pt, es
    "uni": "UNI", "भाषा": "PTI", "वार्ता": "UNI", "आईएएनएस": "IANS", "एएनआई": "ANI",  # hi
    "bss": "BSS", "unb": "UNB", "ttxvn": "VNA", "vna": "VNA", "pna": "PNA",  # asia
    "wam": "WAM", "وام": "WAM", "kuna": "KUNA", "كونا": "KUNA", "qna": "QNA", "قنا": "QNA", "spa": "SPA", "واس": "SPA",
    "wafa": "WAFA", "وفا": "WAFA", "petra": "Petra", "بترا": "Petra", "أ ف ب": "AFP", "ا ف ب": "AFP", "أف ب": "AFP",
    "أ.ف.ب": "AFP", "فرانس برس": "AFP", "رويترز": "Reuters", "أ ب": "AP", "د ب أ": "dpa", "الأناضول": "Anadolu",
    "سبوتنيك": "Sputnik", "شينخوا": "Xinhua", "إفي": "EFE", "ایرنا": "IRNA", "ایسنا": "ISNA", "isna": "ISNA",  # ar, fa
    "nan": "NAN", "gna": "GNA", "ena": "ENA", "aps": "APS", "map": "MAP", "tap": "TAP",  # africa
    "белта": "BELTA", "belta": "BELTA", "риа": "RIA Novosti", "interfax.ru": "Interfax", "унн": "UNN",
    "интерфакс-україна": "Interfax",
    "interfax-ukraine": "Interfax", "інтерфакс-україна": "Interfax",
    "уніан": "UNIAN", "униан": "UNIAN", "unian": "UNIAN", "azərtac": "AZERTAC", "azertac": "AZERTAC",
    "armenpress": "Armenpress", "арменпресс": "Armenpress", "kazinform": "Kazinform", "казинформ": "Kazinform",  # cis
    "로이터": "Reuters", "afp통신": "AFP", "뉴시스": "Newsis", "뉴스1": "News1", "연합": "Yonhap",  # ko
    "ロイター": "Reuters", "共同": "Kyodo", "時事": "Jiji Press", "聯合ニュース": "Yonhap",  # ja
    "ブルームバーグ": "Bloomberg",
    "中央社": "CNA", "中新社": "China News Service", "中新网": "China News Service", "中新網": "China News Service",
    "中国新闻网": "China News Service", "法新社": "AFP", "路透社": "Reuters", "美联社": "AP", "美聯社": "AP",
    "共同社": "Kyodo", "韩联社": "Yonhap", "塔斯社": "TASS", "俄新社": "RIA Novosti", "德新社": "dpa",  # zh
}  # fmt: skip
# Never in a dateline by themselves: Pennsylvania, and a picture agency's short form.
NO_DATELINES = frozenset({"pa", "epa"})
# Which also are parties, provinces, coins: their datelines are spelled as the agency spells them, with a dash.
ONLY_WITH_DASH = frozenset({"ap", "cp", "tt", "sid", "map", "sta", "mia", "sita", "beta", "ena", "uni"})

# Chinese, Japanese and Korean names may touch the place: "【ワシントン共同】", "(中央社記者台北27日電)".
_TOUCHING = tuple(
    sorted(
        (
            "共同通信", "共同", "時事通信", "時事", "ロイター", "聯合ニュース", "中央社", "中新社", "新华社", "新華社",
            "法新社", "路透社", "美联社", "美聯社", "연합뉴스", "뉴시스", "뉴스1",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
TOUCHING = re.compile("|".join(_TOUCHING))
# "新华社北京11月27日电": the agency, where and when it wired.
CHINESE_DATELINE = re.compile(
    r"[（(]?据?(?P<names>新华社|新華社|中新社|中新网|中新網|中央社|法新社|路透社|美联社|共同社|韩联社|塔斯社)"
    r"[^，。,、；;]{0,30}?[电電讯訊]"
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
    r"|avec (?:les? )?(?:agences?|informations? (?:de|d’|d'))|con informaci[oó]n (?:de|del)|con datos de"
    r"|com informaç(?:ões|ão) d[aeo]s?|con informazioni d(?:i|a|ell[ao]|all[ao])|met (?:informatie|medewerking) van"
    r"|na podstawie(?: depesz| materiałów)?|z wykorzystaniem materiałów|medverkan av|med material fr[aå]n?"
    r"|по материалам|с использованием материалов|за матеріалами|dengan bahan dari)\s"
    r"|(?:提供|来源|來源|제공)\s?[:：=])"
    r"\s*(?P<names>[^.;。\n]{2,60}?)(?=\s(?:was|were|wurden?)\b|[.;。\n)）]|$)",
    re.IGNORECASE,
)
# Of these words every such note has one.
NOTE_WORDS = _words(
    "agence agences agenturmaterial artikel bahan beitrag created datos distributed files información informacion "
    "information informationen informations informazioni informação informações informatie input inputs material "
    "medewerking medverkan meldung podstawie produced provided published report reporting reports supplied syndicated "
    "text written wykorzystaniem материалам материалов матеріалами"
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
