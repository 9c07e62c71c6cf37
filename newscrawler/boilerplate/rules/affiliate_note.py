"""Notes that the outlet earns money by links in the text."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, starts_and_mentions

# Origin: how outlets word it; one language a line.
_OPENINGS = PhraseBook("""
    affiliate disclosure | as an amazon associate | by using the affiliate | disclaimer | disclosure | editor's note
    if you buy | if you click | if you make a purchase | if you purchase | our affiliate | our editors | our reviews
    some links
    products featured | some of the links | the links in this | this article contains | this article includes
    this page contains
    this post contains | this post may contain | this story contains | we earn | we independently | we may
    we receive | when you buy
    we use affiliate | when you make a purchase | when you purchase | when you shop | you can support us
    all products featured
    affiliate-hinweis | affiliate-link | affiliate-links | als amazon-partner | bei den links | die mit
    dieser artikel enthält
    einige links | hinweis | in diesem artikel | mit * | mit sternchen | wenn du | wenn sie | wir arbeiten
    anzeige | wir erhalten
    certains liens | cet article contient | en cliquant | les liens | nous pouvons | si vous achetez
    algunos enlaces | este artículo contiene | este contenido incluye | los enlaces | si compra | si compras
    acquistando | alcuni link | ao comprar | este artigo contém | i link | questo articolo contiene | se acquisti
    os links
    als je iets koopt | artiklen indeholder | denne artikel indeholder | dit artikel bevat | sommige links
    artikeln innehåller | artikkelen inneholder | artikkeli sisältää | den här artikeln innehåller
    tämä artikkeli sisältää
    artykuł zawiera | článek obsahuje | některé odkazy | niektóre linki | некоторые ссылки | статья содержит
    стаття містить
    artikel ini mengandung | bài viết có | bu içerikteki | bu yazıda | הכתבה כוללת | קישורים | هذا المقال يحتوي
    이 기사는 | 이 포스팅은 | 쿠팡 파트너스 | この記事には | 当サイトは | 本文包含 | 本文含有 | 本記事には | 記事内の
    本サイトは
""")
# What they earn, folded: a word that only such notes have, or a commission and the links that bring it.
_PROGRAMMES = (
    r"\baffiliate ?(?:link\w*)?\b|\bamazon associate|\bliens? affilies?\b|\benlaces de afiliad\w+|\benlaces afiliados"
    r"|\blinks? de afiliad\w+"
    r"|\blink di affiliazione|\bannonse?lenker|\bannonselinker|\breklamelinks?\b|\bannonslankar|\bmainoslink\w+"
    r"|\bkumppanilink\w+"
    r"|\blinki? (?:afiliacyjn\w+|partnerskie)|партнерск\w+ ссылк\w+|партнерськ\w+ посиланн\w+|\bsatis ortakligi"
    r"|\blien ket tiep thi|שותפים|アフィリエイト|广告链接|推广链接|聯盟行銷|제휴 링크|쿠팡"
)
_LINKS = (
    r"links?|liens|enlaces|odkaz\w*|linki|linkit|lenker|lankar|ссылк\w+|посиланн\w+|روابط|קישורים|リンク|链接|링크"
    r"|through us|via us"
)
_COMMISSIONS = (
    r"commissions?|provision(?:en)?|comision(?:es)?|commissioni?|comissao|comissoes|commissie|kommisjon"
    r"|prowizj\w+|provizi"
    r"|комисси\w+|комісі\w+|komisyon|komisi|hoa hong|عمولة|עמלה|手数料|佣金|수수료"
)
_EARNINGS = (
    rf"{_PROGRAMMES}|\b(?:{_LINKS})\b.*\b(?:{_COMMISSIONS})|\b(?:we|us|which) (?:\w+ ){{0,3}}(?:earn|receive|get"
    rf"|make)"
    r" (?:\w+ ){0,2}commission|(?:earn|pay) us (?:\w+ ){1,2}commission"
)

AFFILIATE_NOTE = Rule(
    "affiliate_note",
    each(starts_and_mentions(_OPENINGS, _EARNINGS, max_words=70)),
    "notes that the outlet earns a commission by links: “This article contains affiliate links”",
)
