"""Labels that mark an advertisement or a sponsor's place between paragraphs."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Hit, Rule, at_phrases, each, is_phrase, trail_mentions
from newscrawler.boilerplate.survey import fold_start
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence

# Origin: how outlets word it; one language or group of languages a line.
_LABELS = PhraseBook("""
    ad | ad break | ad feedback | ad loading | adblock detected | ads | advert | advertisement | advertisements
    advertising | promoted | sponsored
    advertisement article continues below | advertisement continue reading below | advertisement scroll for more
    advertisement scroll to continue | article continues after ad | article continues after advertisement
    article continues below ad | article continues below advertisement | continue reading below
    paid content | paid post | remove ads | scroll to continue with content | sponsored content
    skip ad | skip advertisement | sponsored by | story continues after advertisement | story continues below
    story continues below advertisement | story continues below this ad | why this ad | your ad here
    anzeige | anzeige endet | anzeige nach unten scrollen | anzeigen | bezahlte anzeige | ende der werbung
    nach der anzeige weiterlesen | werbung
    der artikel wird nach der anzeige fortgesetzt | gesponsert | reklame | werbung weiterlesen nach der anzeige
    annonce | annonces | contenu sponsorisé | la suite après la publicité | lire la suite après la publicité | pub
    publi-rédactionnel | publicité
    anuncio | anuncios | continúa leyendo después de la publicidad | sigue leyendo después del anuncio
    contenido patrocinado | la noticia continúa después de la publicidad | publicidad
    annuncio | contenuto sponsorizzato | continua a leggere dopo la pubblicità | pubblicita | pubblicità
    anúncio | conteúdo patrocinado | continua após a publicidade | continua depois da publicidade | publicidade
    advertentie | advertenties | gesponsorde inhoud | het artikel gaat verder onder de advertentie | ingezonden
    annonsørindhold | artiklen fortsætter efter annoncen | artiklen fortsætter under annoncen
    annonse | annonser | annonsørinnhold | artikkelen fortsetter under annonsen | saken fortsetter under annonsen
    annons | artikeln fortsätter efter annonsen | artikeln fortsätter under annonsen | reklam | sponsrat innehåll
    juttu jatkuu mainoksen alla | juttu jatkuu mainoksen jälkeen | kaupallinen yhteistyö | mainos
    auglýsing | auglýsingar | frétt heldur áfram fyrir neðan auglýsingu
    článek pokračuje pod reklamou | inzerce | komerční sdělení | reklama | reklamy
    artykuł sponsorowany | ciąg dalszy artykułu pod reklamą | dalsza część artykułu pod materiałem wideo
    straipsnis tęsiamas po reklamos | tęsinys po reklama | užsakomasis turinys
    hirdetés | oglas | publicitate | reclamă | reklaam | sludinājums | διαφήμιση | реклама на сайте
    на правах рекламы | партнерский материал | продолжение после рекламы | реклама | реклама продолжение ниже
    партнерський матеріал | продовження після реклами | рекламний матеріал
    advertorial | gulir ke bawah untuk melanjutkan membaca | iklan
    haber reklamdan sonra devam ediyor | nội dung quảng cáo | quảng cáo | reklam alanı
    המשך הכתבה לאחר הפרסומת | פרסומת | اعلان | آگهی | إعلان | إعلانات | تبلیغات | فاصل إعلاني | विज्ञापन के बाद जारी
    يستمر المقال بعد الإعلان | विज्ञापन | โฆษณา
    pr | スポンサード リンク | スポンサードリンク | スポンサーリンク | 广告 | 広告 | 広告の後にも続きます | 廣告
    광고 | 기사 본문 광고 | 廣告請繼續往下閱讀
""")

# What stands before a sponsor's name: believed where a name follows and no sentence. Origin: as above.
_SPONSORED_BY = PhraseBook("""
    brought to you by | in association with | in cooperation with | in partnership with | made possible by
    paid for by | paid partner content from | partner content by | powered by | presented by | promoted by
    sponsor content from | sponsored by | sponsored content by | supported by | this content is sponsored by
    anzeige von | ein angebot von | gesponsert von | in kooperation mit | in zusammenarbeit mit
    mit freundlicher unterstützung | präsentiert von | unterstützt von
    en partenariat avec | offert par | présenté par | sponsorisé par
    con el patrocinio de | contenido patrocinado por | en colaboración con | ofrecido por | patrocinado por
    presentado por
    contenuto sponsorizzato da | in collaborazione con | offerto da | sponsorizzato da
    apresentado por | em parceria com | oferecido por | patrocínio de
    aangeboden door | gesponsord door | in samenwerking met | mede mogelijk gemaakt door
    i samarbeid med | i samarbejde med | i samarbete med | presenteras av | presentert av | sponset av
    sponseret af | sponsrad av | yhteistyössä
    materiał sponsorowany przez | partnerem jest | sponzorem je | ve spolupráci s | we współpracy z
    за підтримки | партнёр материала | партнер материала | при поддержке
    destekleriyle | dipersembahkan oleh | disponsori oleh | sponsorluğunda | tài trợ bởi | được tài trợ bởi
    בחסות | בשיתוף | بالتعاون مع | برعاية | प्रायोजित
    제공 | 협찬 | 協賛 | 提供 | 贊助 | 赞助商
""")
_MOST_SPONSOR_WORDS = 8
_LONGEST_ARTICLE = 3


def _names_sponsor(block: Block) -> Hit | None:
    """“Sponsored by Harwick Bank”: such words, then a name; “Presented by the mayor, the plan was …” is a sentence."""
    text = block.text
    phrase = _SPONSORED_BY.prefix_of(fold_start(text))
    if phrase is None or block.is_heading_element or ends_sentence(text) or count_words(text) > _MOST_SPONSOR_WORDS:
        return None
    rest = text.split()[len(phrase.split()) :]
    # a short word in small letters is an article: "by the Harwick Bank"
    names = [word for word in rest if len(word) > _LONGEST_ARTICLE or not word[:1].islower()]
    if not names or any(word[:1].islower() for word in names) or (phrase > "\u0e00" and ":" not in text[:8]):
        return None
    return Hit(f"begins with “{phrase}”, then a name")


AD_LABEL = Rule(
    "ad_label",
    each(
        is_phrase(_LABELS),
        at_phrases(_names_sponsor, _SPONSORED_BY),
        trail_mentions("ad", "ads", "advert", "advertisement", "adslot", "adbox", "anzeige", "sponsor", max_words=12),
    ),
    "labels of advertisements and sponsors: “Advertisement”, “Story continues below”",
)
