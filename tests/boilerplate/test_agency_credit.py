"""The agency that a story's own text credits, and what only looks like a credit; all stories are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.agency_credit import (
    agency_of_dateline,
    agency_of_note,
    agency_of_signature,
    credited_agency,
)
from newscrawler.boilerplate.facts import take_up_facts
from newscrawler.boilerplate.rules.agency_note import agency_in_note
from newscrawler.model.article import Article
from newscrawler.model.block import Block

DATELINES = [
    ("WASHINGTON (Reuters) - The", "Reuters"),
    ("MEXICO CITY (AP) — Mexico’s", "AP"),
    ("LA CROSSE, Wis. (AP) — After", "AP"),
    ("KATHMANDU, April 25 (Reuters) - Nepal", "Reuters"),
    ("BEIRUT/THE HAGUE, March 7 (Reuters) - An", "Reuters"),
    ("March 4 (Reuters) - Futures", "Reuters"),
    ("PARIS, 4 mars (Reuters) - Wall", "Reuters"),
    ("МОСКВА, 27 ноября. /ТАСС/. Движение", "TASS"),
    ("(ANSA) - ROMA, 28 LUG - Sarà", "ANSA"),
    ("ROMA (ANSA) - Il", "ANSA"),
    ("Bruselas, 7 oct (EFE).- El", "EFE"),
    ("(EFE).- Nicaragua", "EFE"),
    ("MADRID (EFE).- El", "EFE"),
    ("Wiesbaden (KNA/iz). Bundespräsident", "KNA"),
    ("Montpellier (SID) – Tennis", "SID"),
    ("Berlin (dpa/lby) - Der", "dpa"),
    ("BERLIN (dpa) - Der", "dpa"),
    ("Wien (APA) - Die", "APA"),
    ("Frankfurt am Main (dpa-AFX) - Die", "dpa-AFX"),
    ("New Delhi, Nov 27 (PTI) The Supreme Court", "PTI"),
    ("New Delhi [India], November 27 (ANI): The", "ANI"),
    ("BEIJING, Nov. 27 (Xinhua) -- China", "Xinhua"),
    ("(서울=연합뉴스) 홍길동 기자 = 정부", "Yonhap"),
    ("[서울=뉴시스] 홍길동 기자 = 정부", "Newsis"),
    ("(서울=뉴스1) 홍길동 기자 =", "News1"),
    ("【ワシントン共同】米", "Kyodo"),
    ("【北京時事】中国", "Jiji Press"),
    ("［東京　２７日　ロイター］ - 日", "Reuters"),
    ("【ソウル聯合ニュース】韓国", "Yonhap"),
    ("【AFP＝時事】フランス", "AFP"),
    ("新华社北京11月27日电（记者张三）国务院", "Xinhua"),
    ("中新社北京11月27日电", "China News Service"),
    ("（中央社記者黃雅娟台北27日電）總統", "CNA"),
    ("БЕРЛИН, 27 ноя — РИА Новости. Канцлер", "RIA Novosti"),
    ("Москва. 27 ноября. INTERFAX.RU - Банк", "Interfax"),
    ("МОСКВА, 27 ноя - РИА Новости. Путин", "RIA Novosti"),
    ("Budapest, 2026. november 27., péntek (MTI) - A", "MTI"),
    ("Warszawa (PAP) - Rząd", "PAP"),
    ("Praha 27. listopadu (ČTK) - Vláda", "\u010cTK"),
    ("Lisboa, 27 nov 2026 (Lusa) – O", "Lusa"),
    ("Bruxelles (Belga) - Le", "Belga"),
    ("Oslo (NTB): Regjeringen", "NTB"),
    ("København (Ritzau) - Regeringen", "Ritzau"),
    ("Stockholm (TT) – Regeringen", "TT"),
    ("ANKARA (AA) - Cumhurbaşkanı", "Anadolu"),
    ("القاهرة (رويترز) - قال", "Reuters"),
    ("باريس (أ ف ب) - أعلن", "AFP"),
    ("नयी दिल्ली, 27 नवंबर (भाषा) सरकार", "PTI"),
    ("KUALA LUMPUR, Nov 27 (Bernama) -- The", "Bernama"),
    ("Jakarta (ANTARA) - Presiden", "Antara"),
    ("TAIPEI, Nov. 27 (CNA) The", "CNA"),
    ("Washington, Nov 27 (IANS) US", "IANS"),
    ("Bern (sda) Der Bundesrat", None),
    ("Abuja, Nov. 27, 2026 (NAN) The", "NAN"),
    ("KYIV. Nov 27 (Interfax-Ukraine) - The", "Interfax"),
    ("PARIS (AFP) - Le", "AFP"),
    ("Paris, 27 nov 2026 (AFP) - Le", "AFP"),
    ("BRATISLAVA /TASR/ - Vláda", "TASR"),
    ("TORONTO (CP) — The", "The Canadian Press"),
    ("Tirupati (AP), Nov 27 (PTI) The", "PTI"),
    ("Zürich (awp) - Die", None),
    ("СОФИЯ /БТА/ - Правителството", "BTA"),
    ("Madrid, 27 nov (Europa Press) - El", "Europa Press"),
    ("TEHRAN, Nov. 27 (IRNA) – The", "IRNA"),
    ("TALLINN, Nov 27, BNS – The ferry", "BNS"),
    ("RĪGA, 27. nov. (LETA) – Valdība", "LETA"),
    ("Zagreb, 27.11.2026. (Hina) - Vlada", "Hina"),
    ("27 ноября, Минск /Корр. БЕЛТА/. Президент", "BELTA"),
    ("NEW YORK (AP) _ The ferry", "AP"),
    ("(Adds details) NEW YORK, Nov 27 (Reuters) - Oil", "Reuters"),
    ("【11月27日 AFP】フランス", "AFP"),
    ("Salzburg (APA/SN) - Der Hafen", "APA"),
    ("กรุงเทพฯ (รอยเตอร์) - เรือ", "Reuters"),
    ("İZMİR (İHA) - Feribot", "İHA"),
    ("〔中央社記者王小明台北27日電〕總統", "CNA"),
    ("[AP/뉴시스] 미국", "AP"),
    ("TUNIS (TAP) - Le bac", "TAP"),
    ("Paris, 27 nov. (TAP) - Le bac", "TAP"),
    ("Rabat (MAP) - Le bac", "MAP"),
    ("New Delhi, Nov 27 (UNI) The ferry", "UNI"),
    ("Chennai (PTI): The ferry", "PTI"),
    ("据新华社电 渡轮", "Xinhua"),
    ("【ロンドン共同＝山田】渡し船は", "Kyodo"),
]
NO_DATELINES = [
    # initials of the words before them
    "Andhra Pradesh (AP) - The state has a new road.",
    "The Access Point (AP) - a device in every room - was replaced.",
    "Singapore's People's Action Party (PAP) - in power for decades - said so.",
    "Der Sport-Informations-Dienst (SID) - ein Kunde der Firma - meldete es.",
    "The Bank of Hope (BOH) - said.",
    # a state, a province, a party
    "Pittsburgh (PA) - The city has a new bridge.",
    "Vijayawada (AP): The chief minister opened a bridge.",
    "Peter Reuter (SPD) - Der Abgeordnete kam zu spät.",
    # told of, not credited
    "According to Reuters, the ferry was late.",
    "TASS said on Monday that the ferry was late.",
    "Das meldet die Agentur (dpa).",
    "Wie die Agentur am 4. Mai (dpa) - berichtete, war die Fähre zu spät.",
    "Die Nachrichtenagentur Interfax (Moskau) meldet eine neue Fähre.",
    "Ein Sprecher sagte der dpa: Der Hafen bleibt zu.",
    "He works for the agency (Reuters). He likes it.",
    "In 2019 the agency (AFP) reported on the ferry.",
    "据路透社报道，渡轮停运。",
    # an airline, a university, a party
    "LISBON (TAP) - The airline has a new ferry.",
    "LIMA - TAP - The airline has a new ferry.",
    "WIEN (UNI) - Studenten haben eine Fähre.",
    "Paris (MAP) - La carte.",
    "Islamabad (PTI) - The party has a new ferry.",
    "Lahore. PTI. The party has a new ferry.",
    "Vermont - SPA - Guests took the ferry.",
    # joint work, a column
    "【共同開発】A社とB社は新型電池を発表した。",
    "【日中共同】軍事演習が始まった。",
    "【官民共同】研究所が開いた。",
    "【産学共同】新薬ができた。",
    "（共同代表）山田さんは話した。",
    "【時事解説】選挙制度について。",
    "【時事川柳】今週の一句。",
    # an agency's head, people who live near it, electricity
    "新华社社长访问电视台",
    "新华社区居民给记者打电话说",
    "法新社区居民乘电梯",
    "新华社记者在现场看到，电力恢复",
    "中新网电脑公司",
    # a picture, a share
    "WASHINGTON (AP Photo/Jane Doe) - The ferry.",
    "Apple (AAPL) - the share rose.",
    "Tanjug. Beta. Gamma.",
    # press releases, an outlet's own
    "NEW YORK--(BUSINESS WIRE)--The ferry is back.",
    "LONDON, Nov. 27, 2026 /PRNewswire/ -- The ferry is back.",
    "Berlin (ots) - Die Fähre fährt wieder.",
    "[헤럴드경제=홍길동 기자] 정부",
    "",
]
SIGNATURES = [
    ("Er hat 288 Stimmen, der andere 222. (ANSA).", "ANSA"),
    ("The games take place in Munich on August 11-21. — AFP", "AFP"),
    ("La crisis se supera «como merece». EFE", "EFE"),
    ("両国の外相が会談した。（共同）", "Kyodo"),
    ("The ferry is late, he said on Monday. (Reuters)", "Reuters"),
    ("Das sagte er am Montag. (dpa/lby)", "dpa"),
    ("Das sagte er am Montag. dpa", "dpa"),
    ("Das sagte sie. (APA, Reuters)", "APA"),
    ("It is late, said the minister. – Bernama", "Bernama"),
    ("Prom jest spóźniony, powiedział. (PAP)", "PAP"),
    ("Le bac est en retard, a-t-il dit. (ats/nxp)", "Keystone-SDA"),
    ("Das sagte er am Montag. (sid)", "SID"),
    ("Das sagte er am Montag. (ap/dpa)", "AP"),
    ("Das sagte er am Montag. (map/dpa)", "dpa"),
    ("Il l'a dit lundi. (MAP)", "MAP"),
]
NO_SIGNATURES = [
    *(
        f"Der Zug fährt wieder. ({initials})"
        for initials in ("map", "sta", "mia", "uni", "ani", "tap", "agi", "spa", "bta")
    ),
    *(
        f"Der Zug fährt wieder. ({initials})"
        for initials in ("ena", "nan", "leta", "aa", "bss", "cna", "wam", "ap", "tt")
    ),
    *(f"Der Zug fährt wieder. ({name})" for name in ("petra", "Petra", "beta")),
    "Der Zug fährt wieder. Petra",
    "All this he told the AP.",
    "It was in the papers of an agency, e.g. Reuters.",
    "Die Fähre fährt wieder, meldete Interfax.",
    "It is late. He works for Reuters.",
    "They came from Harrisburg. PA",
    "He was in the party. CP",
    "Das sagte er. Mehr dazu in wien.ORF.at",
    "He has a dog. AP",
    "",
]
NOTES = [
    ("Associated Press writers Jane Doe in Springfield, Ohio, and John Roe in Salem contributed to this report.", "AP"),
    ("AP Business Writer Jane Doe contributed to this report from London.", "AP"),
    ("Reuters contributed to this report.", "Reuters"),
    ("The Associated Press and Reuters contributed to this report.", "AP"),
    ("With files from The Associated Press and Jane Doe", "AP"),
    ("(With inputs from PTI)", "PTI"),
    ("Mit Material von dpa und AFP", "dpa"),
    ("(mit Material der dpa)", "dpa"),
    ("(mit dpa)", "dpa"),
    ("Avec AFP", "AFP"),
    ("Avec informations d'AFP", "AFP"),
    ("Avec informations d’AFP", "AFP"),
    ("Avec les informations de l'AFP", "AFP"),
    ("Mit Agenturinformationen von dpa", "dpa"),
    ("(avec l'AFP)", "AFP"),
    ("Con información de EFE", "EFE"),
    ("Com informações da Reuters", "Reuters"),
    ("This article was first published by Reuters.", "Reuters"),
    ("Material from AP was used in this report.", "AP"),
    ("Na podstawie PAP", "PAP"),
    ("По материалам ТАСС", "TASS"),
    ("来源：新华社", "Xinhua"),
    ("Con información de la policía. Avec AFP", "AFP"),
]
NO_NOTES = [
    "CNN's Jane Doe contributed to this report.",
    "It was first reported by Reuters, which saw the document.",
    "According to Reuters, the ferry is late.",
    "He was with the AP for ten years.",
    "Le président a parlé avec Reuters de la crise.",
    "Le président, qui a longtemps travaillé à Paris, a parlé de la crise avec Reuters.",
    "She spoke with Reuters reporters about it for an hour.",
    "",
]


@pytest.mark.parametrize(("text", "agency"), DATELINES)
def test_a_dateline_credits_its_agency(text: str, agency: str | None) -> None:
    assert agency_of_dateline(text) == agency


@pytest.mark.parametrize("text", NO_DATELINES)
def test_what_only_looks_like_a_dateline_credits_nobody(text: str) -> None:
    assert agency_of_dateline(text) is None


@pytest.mark.parametrize(("text", "agency"), SIGNATURES)
def test_an_agency_signs_behind_the_last_sentence(text: str, agency: str) -> None:
    assert agency_of_signature(text) == agency


@pytest.mark.parametrize("text", NO_SIGNATURES)
def test_what_only_looks_like_a_signature_credits_nobody(text: str) -> None:
    assert agency_of_signature(text) is None


@pytest.mark.parametrize(("text", "agency"), NOTES)
def test_a_note_says_whose_text_was_used(text: str, agency: str) -> None:
    assert (agency_of_note(text) or agency_in_note(text)) == agency


@pytest.mark.parametrize("text", NO_NOTES)
def test_what_only_tells_of_an_agency_is_no_note(text: str) -> None:
    assert agency_of_note(text) is None


def test_the_agency_is_noted_as_found_in_the_text_and_only_where_the_page_names_none() -> None:
    story = Article(
        url="https://www.ledger.example/1",
        outlet="us_ledger",
        blocks=(Block("heading", "Ferry"), Block("paragraph", "BOSTON (AP) — The ferry is late.")),
    )
    told = take_up_facts(story, (), "Ledger")
    assert (told.agency, told.provenance) == ("AP", {"agency": "text"})
    named = Article(url=story.url, outlet=story.outlet, blocks=story.blocks, agency="Reuters")
    assert take_up_facts(named, (), "Ledger") == named


@given(st.lists(st.text(max_size=200), max_size=6))
def test_no_text_breaks_it(texts: list[str]) -> None:
    credited_agency([Block("paragraph", text) for text in texts])


@pytest.mark.parametrize("sign", ["(", "/", " - ", "a ", "(AP) ", ". ", "with files from ", "新华社"])
def test_long_monotonous_texts_take_no_longer_than_others(sign: str) -> None:
    begin = time.process_time()
    credited_agency([Block("paragraph", sign * 20_000)] * 6)
    assert time.process_time() - begin < 1
