"""Invitations to share the story or to follow the outlet elsewhere."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Hit,
    Rule,
    at_phrases,
    each,
    is_phrase,
    starts_and_mentions,
    starts_with,
    trail_mentions,
)
from newscrawler.boilerplate.survey import fold_start
from newscrawler.model.block import Block

# Names of networks and of the buttons beside them; a line made of nothing else is a row of buttons.
_BUTTON_WORDS = PhraseBook("""
    and | bluesky | clipboard | compartilhar | compartir | condividi | copied | copier | copy | del | dela | delen
    email | en | et | facebook | flipboard | gmail | in | instagram | kakaotalk | kopieren | line | link | linkedin
    mail | mastodon | messenger | more | naver | och | og | on | or | partager | pinterest | pocket | print
    reddit | save | send | share | shares | sms | sur | teilen | telegram | threads | tiktok | tumblr | tweet
    twitter | und | url | via | viber | vk | weibo | whatsapp | x | xing | youtube | вконтакте | одноклассники
    поделиться | 카카오톡 | 트위터 | 페이스북
""")
_NETWORKS = (
    r"\b(?:bluesky|facebook\w*|google news|google nieuws|(?:on|auf|sur|en|su) google|instagram|linkedin|mastodon"
    r"|messenger|pinterest"
    r"|social media|"
    r"telegram\w*|threads|tiktok|twitter|viber|whatsapp|youtube|вконтакте|дзен\w*|"
    r"телеграм\w*|(?:on|auf|sur|en|su|op|pa|na) x)\b"
    r"|네이버|카카오"
)
_INVITATIONS = PhraseBook("""
    add us as | add us on google | connect with | find more | make us a preferred | prefer us on google
    see more of our
    aggiungi | ajoutez | als bevorzugte quelle | añádenos | hinzufügen zu google | setzen sie uns als
    find us | follow | follow us | get our | join our | on facebook follow | on twitter follow | want more
    join the conversation | join us | keep up with us | like us
    share it | share on | share this | share your | stay connected | stay informed | stay tuned | stay up to date
    stay updated | subscribe to our | tweet | watch us
    abonnieren sie | besuchen sie | folge uns | folgen sie | jetzt abonnieren | jetzt folgen | you can find us
    you can follow
    diskutieren sie | partagez | rejoignez | retrouvez | sigue a | sigue nuestra | sigue nuestro | sigue todas
    sígueme | suivez | teilen sie | werden sie fan
    acompanhe | entre no canal | segui il nostro | segui la nostra | segui le notizie | seguici | siga a | siga nos
    siga-nos | síguenos | unisciti | únete | volg
    följ | fylgdu | følg | obserwuj | polub | sekite | seuraa | sledujte | подписывайтесь | подпишитесь
    bizi takip | ikuti | simak berita | takip edin | підписуйтесь | следите | стежте | читайте нас
    ακολουθήστε | βρείτε μας | הצטרפו | עקבו
    dapatkan | theo dõi | تابعوا | تابعونا | 구독 | 카카오톡 | フォロー | 友だち追加
""")
_WHOLE_LINES = PhraseBook("""
    follow | follow us | share article | share it | share on | share on facebook | share on twitter | share story
    share this | share your | shares
    share this article | share this page | share this post | share this story | share via email
    copy link | link copied | share your thoughts | tweet this | view on instagram | view this post on instagram
    artikel teilen | auf facebook teilen | beitrag teilen | diesen artikel teilen | folgen sie uns | teilen
    comparte | compartir | link kopieren | partager | partager cet article | partager l'article | per mail teilen
    comparte esta noticia | compartir artículo | condividi | condividi articolo | seguici su | síguenos en
    compartilhar | compartilhe | deel dit artikel | del artikel | del artikkel | dela | dela artikeln | delen
    dalintis | deila | jaa | paylaş | sdílet | udostępnij | поделиться | поделиться новостью | поділитися
    κοινοποίηση | שתפו | शेयर करें
    bagikan | chia sẻ | شارك | مشاركة | 공유 | 공유하기 | 분享 | シェア | シェアする | ツイート | 分享
""")
# Not "social" alone: that is also what an embedded post is called.
_BARS = ("followus", "share", "sharebar", "sharing", "social-bar", "social-buttons", "social-icons", "social-links")
_EMBEDDED_POSTS = PhraseBook("a post shared by | see this content immediately | view this post on instagram")


def _is_row_of_buttons(block: Block) -> Hit | None:
    if len(block.text) > 160 or block.is_heading_element:
        return None
    words = fold_start(block.text).split()
    if words and all(word in _BUTTON_WORDS for word in words) and _names_a_button(words):
        return Hit("a row of sharing buttons")
    return None


def _names_a_button(words: list[str]) -> bool:
    return any(len(word) > 3 for word in words) and (len(words) > 1 or words[0] in {"facebook", "twitter", "whatsapp"})


SOCIAL = Rule(
    "social",
    each(
        is_phrase(_WHOLE_LINES),
        at_phrases(_is_row_of_buttons, _BUTTON_WORDS),
        starts_and_mentions(_INVITATIONS, _NETWORKS, max_words=45),
        starts_with(_EMBEDDED_POSTS, max_words=30),
        trail_mentions(*_BARS, max_words=30),
    ),
    "rows of sharing buttons, “Share this article”, “Follow us on …”",
)
