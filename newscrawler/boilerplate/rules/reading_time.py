"""How long the story takes to read or to hear."""

from newscrawler.boilerplate.rule import Rule, each, text_matches

# Units and nouns of such lines; with a figure before or after them they are a whole line. Origin: how outlets word it.
_MINUTES = (
    r"(?:mins?|minutes?|minuten?|minuti?|minutos?|minuut|minuter|minutter|minuuttia|mínútur?|minut(?:y|a|ų)?"
    r"|минут[аыу]?|"
    r"мин|хв|хвилин[аи]?|dakika|dk|menit|phút|دقائق|دقيقة|分|분)"
)
_READING = (
    r"(?:read(?:ing)?(?: time)?|listen|lesezeit|lesedauer|zum lesen|lesen|(?:de |temps de )?lecture|"
    r"(?:de )?lectura|di lettura|(?:de )?leitura|leestijd|lezen|læsetid|å lese|lesetid|lästid|att läsa|lukuaika|"
    r"čtení|czytania|skaitymo|чтения|читать|читання|okuma(?: süresi)?|baca|đọc|قراءة|で読めます|読了|읽기)"
)
_LABELS = (
    r"(?:estimated )?(?:reading time|read time|lesezeit|lesedauer|temps de lecture|durée de lecture"
    r"|tiempo de lectura|"
    r"tempo di lettura|tempo de leitura|leestijd|læsetid|lesetid|lästid|lukuaika|doba čtení|czas czytania|"
    r"skaitymo laikas|время чтения|час читання|okuma süresi|waktu baca|thời gian đọc|وقت القراءة|読了時間|읽는 시간)"
)
_SECONDS = r"(?:\d{1,2}\s?\w{1,4}\.?\s?)?"
_ABOUT = r"(?:ca\.? |etwa |about |~|≈|· |< ?)?"

READING_TIME = Rule(
    "reading_time",
    each(
        text_matches(
            rf"{_ABOUT}\d{{1,3}}[\s-]?{_MINUTES}\.?\s?{_SECONDS}{_READING}",
            "minutes to read",
            max_length=60,
            figures=True,
        ),
        text_matches(
            rf"{_LABELS}\s?[:：]?\s?{_ABOUT}\d{{1,3}}\s?{_MINUTES}?\W{{0,2}}",
            "minutes to read",
            max_length=60,
            figures=True,
        ),
        text_matches(r"この記事は.{0,8}分で読めます\W?", "minutes to read", max_length=40, words=("この記事は",)),
    ),
    "how long the story takes to read: “5 min read”",
)
