"""The words of bylines in the languages that we read: what introduces a name, what follows it, who is no person."""

import re
from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands before a name. Read off bylines of news pages in the language at the end of the line.
_BEFORE_A_NAME = (
    "a cura di", "di redazione", "scritto da", "testo di",  # it
    "af", "skrevet af", "tekst",  # da
    "av", "skrevet av", "text av", "av reporter",  # nb, sv
    "aus der feder von", "ein artikel von", "ein beitrag von", "ein gastbeitrag von", "ein interview von",
    "ein kommentar von", "eine analyse von", "eine kolumne von", "eine reportage von", "gastbeitrag von",
    "interview von", "kommentar von", "text und foto", "text und fotos", "text und interview", "text von",
    "verfasst von",  # de
    "auteur", "écrit par", "propos recueillis par", "publié par", "texte par", "un article de",  # fr
    "analysis by", "article by", "author", "authored by", "authors", "by", "by line", "from", "interview by",
    "ap business writer", "ap business writers", "ap writer", "ap writers", "associated press writer",
    "associated press writers", "more about", "more from", "more stories by", "opinion by", "posted by", "published by",
    "report by", "reported by", "reporting by", "story and photos by", "story by", "text and photos by", "text by",
    "words by", "words and photos by", "written by",  # en
    "autor", "autora", "autoren", "autorin", "autore", "autorzy",  # de, es, pl, pt
    "door", "geschreven door", "tekst door",  # nl
    "escribe", "escrito por", "por", "reportagem de", "texto de", "publicado por",  # es, pt
    "kirjoittanut", "teksti", "toimittaja",  # fi
    "oleh", "laporan", "penulis", "reporter", "imeandikwa na", "na mwandishi wetu", "oleh reporter",  # id, sw
    "par", "skrifar", "eftir", "höfundur",  # fr, is
    "tekst", "opracował", "opracowała", "opr",  # pl
    "szerző", "írta", "yazar", "haber", "autorius", "parengė",  # hu, lt, tr
    "автор", "авторы", "текст", "автора", "підготував", "підготувала",  # ru, uk
    "بقلم", "كتب", "كتبت", "كتابة", "إعداد", "تحرير",  # ar
    "文", "取材・文", "著者", "投稿者", "作成者", "この記事を書いた人", "ライター", "執筆", "筆者",
    "記者", "文／",  # ja
    "מאת", "लेखक", "โดย", "نویسنده", "记者",  # he, hi, th, fa, zh
    "글", "글쓴이", "기자", "작성", "작성자", "作者", "撰文",  # ko, zh
)  # fmt: skip


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest that fits; first letters go first: so most refusals are short."""
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_letter.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    any_phrase = "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return f"(?=[{''.join(map(re.escape, by_letter))}])(?:{any_phrase})"


BYLINE_WORDS = re.compile(rf"(?:{_any_of(_BEFORE_A_NAME)})(?:\s*[:：／/]\s*|\s+)", re.IGNORECASE)
# The same words are parts of surnames: "Von Trier", "Da Silva". Taken off only where two more words follow.
SOFT_BYLINE_WORD_LIST = _words("da de di van vom von")
SOFT_BYLINE_WORDS = re.compile(rf"(?:{'|'.join(sorted(SOFT_BYLINE_WORD_LIST))})\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)

# A piece that begins so names who took the pictures.
PHOTO_WORDS = re.compile(
    r"(?:bild(?:er|rechte)?|credits?|fotos?|foto's|images?|kuva|photos?|photograph(?:s|y|ed by)?"
    r"|zdj[eę]cia|写真|撮影|사진|©)\b",
    re.IGNORECASE,
)

# A piece that begins so names who checked, translated or filmed it.
OTHER_WORK_WORDS = re.compile(
    r"(?:(?:clinically |expert |legally |medically |scientifically )?(?:review|fact[- ]?check|verifi)ed (?:by|for)"
    r"|(?:produced|production|translat(?:ed|ion)|illustrat(?:ed|ions?)|graphics?|video) by"
    r"|(?:geprüft|übersetzt|illustriert) von|(?:adaptado|revisado|traducido|traduzido) por|(?:traduit|relu|vérifié) par"
    r"|fotografer\s*:|翻訳者?|監修|校閱)(?=\W|$)",
    re.IGNORECASE,
)
# A piece that begins so names who edited it: an author only where nobody else is named.
EDITING_WORDS = re.compile(
    r"(?:(?:additional |compiled and )?edit(?:ed|ing) by|(?:bearbeitet|redigiert) von|editado por"
    r"|editor\s*:|redaktur\s*:|penyunting\s*:|編集者?[:：／]|責任編輯[:：]|责任编辑[:：]|编辑[:：]|編輯[:：])(?:\s+|$)",
    re.IGNORECASE,
)

# What a box about the author begins with.
AUTHOR_BOX_LABELS = re.compile(
    r"about the authors?|über (?:den autor|die autorin|die autoren)|この記事を書いた人", re.IGNORECASE
)

# What stands after a name without a comma.
ROLE_ENDINGS = re.compile(
    r"(?:\s*(?:기자|특파원|논설위원|編集委員|論説委員|記者|特派員|通信員)(?:\s*=)?"
    r"|,?\s+(?:reports?|writes|berichtet|schreibt|escribe|pisze|skrifar|reporter|staff writer"
    r"|guest (?:author|contributor)|freelance journalist|freelancer|contributor|editor|journalist|correspondent))$",
    re.IGNORECASE,
)

# What stands before a name as one word with the outlet's: "ELBKURIER-Gastautor Jan Muster".
ROLE_BEGINNINGS = re.compile(
    r"\S{2,40}-(?:autor|expert|gastautor|kolumnist|korrespondent|redakteur|redaktor|reporter)(?:e|in)?\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)

CONJUNCTIONS = _words("& and dan e+ en et ja och og und und/oder ve και и і та و と と、")
# One letter that also joins the two surnames of one person.
SOFT_CONJUNCTIONS = _words("a e i u y")

# What begins a place or an occasion after two words of a name: "Jane Doe in Berlin".
PLACE_WORDS = _words("at aus contributed desde for from i in à from nach près vom zu über on for via der/die")

PARTICLES = _words(
    "af al av ben bin bint d da dal das de degli dei del della den der di do dos du e el ibn la las le les los op "
    "ou ten ter und v van vom von y zu zum zur"
)

# A piece with one of these is what somebody is, not who.
ROLE_WORDS = _words(
    "analyst author autor autorin avocat bild bildrechte ceo chefredakteur chefredakteurin chief cofounder "
    "columnist commentator contributing contributor coordinator correspondent correspondents corresponsal "
    "corrispondente desk dietitian director editor editorial editors enviada enviado envoye envoyee expert follow "
    "following foto fotograf fotografie fotos freelance gastautor gastautorin guest images inviata inviato "
    "journalist journaliste journalistin journalists kommentar korrespondent korrespondentin last minute minutes "
    "opinion photo photographer photos politikredakteur posted president producer professor published redacteur "
    "redakteur redakteurin redaktor reporter reporterin reporters ressortleiter ressortleiterin reviewer senior "
    "share size special specialist stories strategist stringer subscribe toimittaja twitter updated verslaggever "
    "writer writers "
    "人氣 人气 發表 發表在 留言 評論 评论 閱讀 阅读 コメント 댓글 조회 "
)

# A name with one of these words is an account of the newsroom.
NEWSROOM_WORDS = _words(
    "admin administrator agences agencia agencias agencies agentur agenturen anonymous bureau contributors desk "
    "digital editorial editors ekspress fernsehen gazette herald magazin magazine media mitarbeiter nachrichten "
    "nachrichtenagentur network news newsdesk newspaper newsroom online press presse radio redacao redaccion "
    "redacció redactia redactie redaction redakce redakcia redakcija redakcja redaksi redaksjonen redaktion "
    "redaktionen redaktions redazionale redazione rundfunk staff studio team tidende tidning times toimitus tv "
    "unknown webdesk webmaster webredaktion website zeitung редакция редакція редакції "
)
# What publishing systems write where nobody is named.
NOBODY = _words("admin administrator anonymous author editor guest root superuser unknown user webmaster")
# The same inside words or in scripts without spaces.
NEWSROOM_PARTS = (
    "redaktion",
    "redazione",
    "redaccion",
    "newsroom",
    "編集部",
    "取材班",
    "新聞",
    "オンライン",
    "ニュース",
    "報道部",
    "編集局",
    "通信社",
    "一覧",
    "편집국",
    "편집부",
    "뉴스",
    "디지털",
    "新闻",
    "编辑部",
    "هيئة التحرير",
    "محرر",
    "press release",
    "web desk",
)

# Surnames beside which a hyphened given name keeps its second part small: "Lee Yu-jung", "Tsai Ing-wen".
# The hundred commonest surnames of South Korea (census of 2015), Taiwan and China, in the usual romanisations.
HYPHEN_SURNAMES = _words(
    "ahn an auyeung bae baek bahk ban bang bong byeon byun cai cao cha chae chan chang chen cheng cheon cheong "
    "cheung chia chiang chien chin chiu cho choe choi chon chong chou chow chu chua chun chung dang deng ding do "
    "dokgo dong du ee eom eun fan fang feng fong fu fung gang gao geum gi gil go goh gong gu guk guo gwak gye ha "
    "hahm ham han hao he heo ho hong hou hsia hsiao hsieh hsiung hsu hsueh hu huang hur hwang hwangbo hyeon hyun im "
    "jang je jegal jeon jeong ji jia jiang jin jo joo ju jun jung kan kang kao ki kil kim ko kong koo kook ku kung "
    "kuo kwak kwok kwon kwong kye lai lam lan lau lee lei leong leung li liang liao lim lin liu lo loh lu luo ma "
    "maeng mak mao mei min mo mok moon mun myeong myung na nam namgoong namgung ng ngai noh oh ok ouyang paek pai "
    "paik pak pan pang park peng poon pyeon pyo qian qin qiu ren rhee ri roh ryu sagong sai sang seo seok seol "
    "seong seonwoo shangguan shao shen shi shim shin sim sima sin situ siu so sohn son song suh suk sun sung sunwoo "
    "szeto tae tak tam tan tang tao teng teo tian tien ting tong tsai tsang tsao tse tseng tsui tu tung u um wan "
    "wang wei wen wi wie won wong woo wu xia xiao xie xiong xu xue yan yang yao ye yeh yen yeo yeom yeon yi yim yin "
    "yip yong yoo yoon you yu yuan yuen yun zeng zhang zhao zheng zhong zhou zhu zhuge zou "
)

# Particles that surnames write with a capital: "Luigi Di Maio", "Marine Le Pen", "Zine El Abidine Ben Ali".
CAPITAL_PARTICLES = _words("ben dal dei degli della di el le op ou")

# What follows "Mac" with a capital: the commonest such surnames in Scotland and Ireland.
MAC_SURNAMES = _words(
    "allister arthur aulay callum coll diarmid donald dougall farlane gregor innes intosh intyre kay kenna kenzie "
    "kinnon lachlan laren lean lellan leod manus master millan namara naught neil neill niven phail phee pherson "
    "quarrie rae sweeney tavish vicar william"
)

# Folded names that only Turkish has, and with a dotless i: "Yılmaz". Of the two hundred commonest in Turkey.
DOTLESS_NAMES = _words(
    "acikgoz akbiyik altinok altintas avci aydin ayyildiz balci bayir cakir cinar hidir isik isil kilic kilicdaroglu "
    "kilinc kirmizi nazli sarikaya tanriverdi yalcin yazici yildirim yildiz yilmaz"
)
