"""Stock tickers: names of indices, their figures and how far they moved, as one run of short lines."""

import re
from collections.abc import Iterator

from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape, mentions_any
from newscrawler.boilerplate.phrases import WordTable
from newscrawler.boilerplate.rule import Finding, Rule, any_of, each, trail_mentions
from newscrawler.boilerplate.survey import fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence, fold_text

_LONGEST_LINE = 120
_MOST_WORDS = 14
_FEWEST_LINES = 3
_FEWEST_QUOTES = 2
# How far a price moved, with its sign: "+0.45%", "−1,2 %", "▲ 0.8%", "(+12.30)".
_MOVE = re.compile(r"(?:[-+−–±]\s?\d{1,3}(?:[.,]\d{1,2})?\s?[%％]|[▲▼△▽↑↓⬆⬇]\s?\d|\d\s?[▲▼△▽↑↓⬆⬇]|\([-+−–]\d)")
_MOVE_SIGNS = (*"%％▲▼△▽↑↓⬆⬇", "(-", "(+", "(−", "(–")
# A price: two figures after a point or comma, or thousands: "18,432.10", "1.0853", "38 989".
_PRICE = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[.,'’ \u202f]\d{3})+(?:[.,]\d{1,4})?(?!\d)|(?<![\d.,])\d{1,6}[.,]\d{2,4}(?!\d)"
)
_FIGURES = re.compile(r"[-+−–±]?\d[\d.,'’\u202f]*\s?[%％]?|[▲▼△▽↑↓⬆⬇()$€£¥₩₽₺₹]")
# What tickers show: results of elections have moves and figures too. Folded; origin: the main index of each of the
# forty largest exchanges, the currencies and raw materials that are traded most.
_TRADED = WordTable("""
    aex | aktien | all ordinaries | asx | asx 200 | athex | atx | bel 20 | bist | bist 100 | bitcoin | bovespa | brent
    bse sensex | btc | bux | cac | cac 40 | crude | crude oil | csi 300 | dax | dow | dow 30 | dow jones | dowjones
    dolar | dollar | dollars | dólar | ethereum | eur | euro | euro stoxx | euro stoxx 50 | eurostoxx | eurostoxx 50
    ftse | ftse 100 | ftse mib | gbp | gold | hang seng | ibex | ibex 35 | ibovespa | ihsg | imoex | ipc | jpx | jpy
    kosdaq | kospi | kospi 200 | mdax | merval | moex | nasdaq | nifty | nifty 50 | nikkei | nikkei 225 | nyse
    obx | oil | omx | omxc25 | omxh25 | omxs30 | psi | psi 20 | px | rts | russell 2000 | s&p | s&p 500 | s&p/tsx
    sdax | sensex | set index | shanghai | shanghai composite | silver | smi | sp 500 | sse | sti | stoxx 600 | ta 35
    taiex | tecdax | topix | tsx | usd | vix | vn index | wig20 | wti | xau | yen
    долар | доллар | евро | золото | индекс мосбиржи | курс валют | курс доллара | курс евро | нефть | ртс
    altın | sterlin | בורסה | דולר | ת״א 35 | الدولار | الذهب | النفط | سونے | निफ्टी | बीएसई | सेंसेक्स
    ドル円 | ユーロ | 上證指數 | 上证指数 | 加權指數 | 台股 | 恆生指數 | 恒生指数 | 日経平均 | 深证成指 | 米ドル
    나스닥 | 다우 | 달러 | 원/달러 | 코스닥 | 코스피 | 환율
""")


def _find_runs(article: Article) -> Iterator[Finding]:
    blocks, survey = article.blocks, survey_of(article)
    taken_to = 0
    for index in survey.at((_QUOTE,)) if _SIGNED in survey.places else ():
        if index < taken_to or not _is_quote_line(blocks[index]):
            continue
        first, last = index, index
        while first > taken_to and _is_name(blocks[first - 1]):
            first -= 1
        while last + 1 < len(blocks) and (_is_quote_line(blocks[last + 1]) or _is_name(blocks[last + 1])):
            last += 1
        while last > index and not _is_quote_line(blocks[last]):
            last -= 1
        taken_to = last + 1
        if _is_ticker(blocks[first : last + 1]) and not _is_introduced(blocks, first):
            reason = f"prices and moves such as “{blocks[index].text[:30]}” in a run of {last - first + 1} short lines"
            yield from ((line, reason) for line in range(first, last + 1))


def _is_ticker(run: tuple[Block, ...]) -> bool:
    """Is something traded in it, and do at least two prices move? One line may hold them all."""
    text = " ".join(block.text for block in run)
    moves, prices = len(_MOVE.findall(text)), len(_PRICE.findall(text))
    if min(moves, prices) < _FEWEST_QUOTES or (len(run) < _FEWEST_LINES and moves < _FEWEST_LINES - 1):
        return False
    return any(_names_traded(block.text) for block in run)


def _names_traded(text: str) -> bool:
    folded = fold_text(_FIGURES.sub(" ", text))
    return _TRADED.prefix_of(fold_start(text)) is not None or _TRADED.prefix_of(folded) is not None


def _is_introduced(blocks: tuple[Block, ...], first: int) -> bool:
    """Does the story announce the list: "The markets at the close:"?"""
    before = blocks[first - 1].text if first else ""
    return before.endswith((":", "："))


def _is_quote_line(block: Block) -> bool:
    """A price or a move and hardly anything else: ``18,432.10``, ``+0.45%``, ``DAX 18.432,10 +0,45 %``."""
    text = block.text
    return len(text) <= _LONGEST_LINE and block.kind != "table" and not block.is_heading_element and _is_quote(text)


def _is_quote(text: str) -> bool:
    if ends_sentence(text):
        return False
    if ":" in text or "：" in text:  # "Brent crude: $83.14; -0.5%" was written, not drawn
        return False
    if not _MOVE.search(text) and not _PRICE.search(text):
        return False
    rest = _FIGURES.sub(" ", text)
    return count_words(text) <= _MOST_WORDS and count_words(rest) <= max(3, 3 * len(_MOVE.findall(text)))


_QUOTE = ask_for_shape(LineShape(_is_quote, figures=True, max_length=_LONGEST_LINE))
_SIGNED = ask_for_shape(LineShape(lambda text: mentions_any(text, _MOVE_SIGNS)))  # without one no price moves


def _is_name(block: Block) -> bool:
    """A short line that could name what is traded: a few words, no sentence."""
    text = block.text
    return len(text) <= 30 and not block.is_heading_element and len(text.split()) <= 3 and not ends_sentence(text)


STOCK_WIDGET = Rule(
    "stock_widget",
    any_of(
        _find_runs,
        each(
            trail_mentions(
                "ticker", "stock-ticker", "stockticker", "market-data", "marketdata", "quotes-bar", max_words=40
            )
        ),
    ),
    "stock tickers: names of indices, prices and moves in neighbouring short lines, or an element named so",
)
