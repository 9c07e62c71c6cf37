import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.name_spelling import fold_name, restore_case
from newscrawler.names import email_in, is_agency, is_newsroom, is_nobody, split_byline, tidy_name


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("BY HAN SEO-YUN, BAE MIN-JUN [desk@example.org]", ("Han Seo-yun", "Bae Min-jun")),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("by: Jane Doe, Dec 17", ("Jane Doe",)),
        ("Von Max Muster und Dr. Eva Klein, Berlin", ("Max Muster", "Dr. Eva Klein")),
        ("Ein Gastbeitrag von Max Muster", ("Max Muster",)),
        ("Par Jean Dupont à Lyon", ("Jean Dupont",)),
        ("Por María Pérez y Pedro Gómez", ("María Pérez", "Pedro Gómez")),
        ("José Ruiz y Soler", ("José Ruiz y Soler",)),
        ("Av Kari Hansen og Ola Berg", ("Kari Hansen", "Ola Berg")),
        ("Door Jan de Vries en Piet Bakker", ("Jan de Vries", "Piet Bakker")),
        ("홍길순 기자", ("홍길순",)),
        ("물빛도=홍길순 기자 hong@hanbitilbo.example", ("홍길순",)),
        ("著者：山田一郎", ("山田一郎",)),
        ("山田一郎、ジョン・スミス", ("山田一郎", "ジョン・スミス")),
        ("بقلم سالم ناصر", ("سالم ناصر",)),
        ("מאת: נועה לוי", ("נועה לוי",)),
        ("लेखक: मीरा जोशी", ("मीरा जोशी",)),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("نویسنده: سارا کریمی", ("سارا کریمی",)),
        ("记者 李小雨", ("李小雨",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe in New York", ("Jane Doe",)),
        ("Jane Doe (Text), Foto: John Roe", ("Jane Doe",)),
        ("By\nJane Doe\nUpdated 3 May 2024", ("Jane Doe",)),
        ("Bill MCDUCK", ("Bill McDuck",)),
        ("Jane Doe, Political Editor | Elbkurier News", ("Jane Doe", "Elbkurier News")),
        ("Von\njanam", ("janam",)),
        ("By Jane Doe; edited by John Roe", ("Jane Doe",)),
        ("Edited by John Roe", ("John Roe",)),
        ("Penulis: Jane Doe | Editor: John Roe", ("Jane Doe",)),
        ("By Jane Doe\nMedically reviewed by\nJohn Roe", ("Jane Doe",)),
        ("Reviewed by John Roe", ()),
        ("Photograph by John Roe", ()),
        ("Text und Fotos: Max Muster", ("Max Muster",)),
        ("Muster Verlag GmbH & Co. KG", ("Muster Verlag GmbH & Co. KG",)),
        ("jane.doe", ("Jane Doe",)),
        ("By Jane Doe »", ("Jane Doe",)),
        ("By Staff Writer", ()),
        ("3 May 2024", ()),
        ("", ()),
    ],
)
def test_a_byline_is_split_into_names(byline: str, names: tuple[str, ...]) -> None:
    assert split_byline(byline) == names


@pytest.mark.parametrize(
    ("shouted", "spoken"),
    [
        ("LEE YU-JUNG", "Lee Yu-jung"),
        ("CHUNG YEONG-GYO", "Chung Yeong-gyo"),
        ("JEAN-PAUL SARTRE", "Jean-Paul Sartre"),
        ("MCDONALD", "McDonald"),
        ("SEAN O'BRIEN", "Sean O'Brien"),
        ("LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("J.R.R. TOLKIEN", "J.R.R. Tolkien"),
        ("TJ SMITH", "TJ Smith"),
        ("HENRY FORD II", "Henry Ford II"),
        ("Jane Doe", "Jane Doe"),
        ("LBCI", "LBCI"),
        ("LINDA", "Linda"),
        ("山田", "山田"),
        ("YU-JUNG LEE", "Yu-jung Lee"),
        ("OUYANG MING-TE", "Ouyang Ming-te"),
        ("JU-AE KIM", "Ju-ae Kim"),
        ("JEAN-PAUL KIM", "Jean-Paul Kim"),
        ("ANNE-MARIE LEE", "Anne-Marie Lee"),
        ("MARY-KATE HAN", "Mary-Kate Han"),
        ("KIM Jong-un", "Kim Jong-un"),
        ("Yuna KIM", "Yuna Kim"),
        ("TJ Smith", "TJ Smith"),
        ("IAN MACDONALD", "Ian MacDonald"),
        ("EMIL MACRON", "Emil Macron"),
        ("GABRIELE D’ANNUNZIO", "Gabriele D’Annunzio"),
        ("N'GOLO KANTÉ", "N'Golo Kanté"),
        ("IJSBRAND VAN DIJK", "IJsbrand van Dijk"),
        ("IJEOMA OKAFOR", "Ijeoma Okafor"),
        ("JOHAN VAN 'T HOF", "Johan van 't Hof"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("VAN DER BERG", "Van der Berg"),
        ("Maria VAN DER BERG", "Maria van der Berg"),
        ("MARÍA DE LA CRUZ", "María de la Cruz"),
        ("JOSÉ ORTEGA Y GASSET", "José Ortega y Gasset"),
        ("EDUARDO DOS SANTOS", "Eduardo dos Santos"),
        ("MARINE LE PEN", "Marine Le Pen"),
        ("LUIGI DI MAIO", "Luigi Di Maio"),
        ("IBN KHALDUN", "Ibn Khaldun"),
        ("ALI IBN ABI TALIB", "Ali ibn Abi Talib"),
        ("ZINE EL ABIDINE BEN ALI", "Zine El Abidine Ben Ali"),
        ("BASHAR AL-ASSAD", "Bashar al-Assad"),
        ("AL-ASSAD", "Al-Assad"),
        ("İLKER ÇELİK", "İlker Çelik"),
        ("IŞIL YILDIZ", "Işıl Yıldız"),
        ("ĐẶNG VĂN LÂM", "Đặng Văn Lâm"),
        ("MÁIRE NÍ BHRIAIN", "Máire Ní Bhriain"),
        ("STEFAN GROß", "Stefan Groß"),
        ("ХО ЧИ МИН", "Хо Чи Мин"),
        ("ΜΑΡΊΑ ΠΑΠΠΆ", "Μαρία Παππά"),
        ("JOHN SMITH JR", "John Smith Jr"),
        ("HENRY VIII", "Henry VIII"),
        ("XI JINPING", "Xi Jinping"),
    ],
)
def test_names_in_capitals_get_their_case_back(shouted: str, spoken: str) -> None:
    assert restore_case(shouted) == spoken


def test_agencies_are_known_under_their_usual_name() -> None:
    assert is_agency("Agence France-Presse") == "AFP"
    assert is_agency("THE ASSOCIATED PRESS") == "AP"
    assert is_agency("dpa/lby") == "dpa"
    assert is_agency("연합뉴스") == "Yonhap"
    assert is_agency("Jane Doe") is None


@pytest.mark.parametrize(
    "name",
    ["The Elbe Daily Digital Team", "Redaktion", "MND Staff", "elbkurier.de", "Elbkurier", "編集部", "News Desk"],
)
def test_accounts_of_the_newsroom_are_told_from_people(name: str) -> None:
    assert is_newsroom(name, "Elbkurier")


def test_companies_and_logins_of_systems_are_no_people() -> None:
    assert is_newsroom("Muster Verlag GmbH & Co. KG")
    assert is_nobody("wordpressadmin")
    assert not is_nobody("Jana Badmin")


def test_people_are_no_newsroom() -> None:
    assert not is_newsroom("Jane Doe", "Elbkurier")
    assert not is_newsroom("Max Muster", "Südliche Zeitung")
    assert not is_newsroom("Alexander Elbkurierski", "Elbe")
    assert not is_newsroom("Eva Welter", "Welt")


def test_placeholders_are_nobody() -> None:
    assert is_nobody("admin")
    assert not is_nobody("Elbkurier")


def test_the_email_is_taken_out_of_the_byline() -> None:
    assert email_in("By Jane Doe (Jane.Doe@Example.org)") == "jane.doe@example.org"
    assert email_in("Jane Doe @ home") is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises_and_names_hold_no_email(text: str) -> None:
    for name in split_byline(text):
        assert name.strip() == name
        assert email_in(name) is None
        assert len(name) <= 60
    tidy_name(text)
    restore_case(text)
    is_newsroom(text, text)
    is_agency(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_restoring_the_case_changes_nothing_but_case(text: str) -> None:
    assert fold_name(restore_case(text)).replace(" ", "") == fold_name(" ".join(text.split())).replace(" ", "") or not (
        text.isascii()
    )


def test_a_given_name_that_is_a_conjunction_elsewhere_stays() -> None:
    assert split_byline("Dan Goodman") == ("Dan Goodman",)
    assert split_byline("Siti Rahma dan Budi Hartono") == ("Siti Rahma", "Budi Hartono")


def test_a_role_joined_to_the_outlets_name_is_left_out() -> None:
    assert split_byline("Von ELBKURIER-Gastautor Jan Muster, MdB") == ("Jan Muster",)


def test_town_and_country_beside_a_sites_address_are_no_names() -> None:
    assert split_byline("elbkurier.de, Hamburg, Germany") == ("elbkurier.de",)
