"""Labels that mark an advertisement or a sponsor's place between paragraphs."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, trail_mentions

# Origin: how outlets word it; one language or group of languages a line.
_LABELS = PhraseBook("""
    ad | ad feedback | ads | advert | advertisement | advertisements | advertising | promoted | sponsored
    advertisement article continues below | advertisement continue reading below | advertisement scroll for more
    advertisement scroll to continue | article continues after ad | article continues after advertisement
    article continues below ad | article continues below advertisement | continue reading below
    paid content | paid post | remove ads | scroll to continue with content | sponsored content
    skip ad | skip advertisement | sponsored by | story continues after advertisement | story continues below
    story continues below advertisement | story continues below this ad | why this ad | your ad here
    anzeige | anzeigen | bezahlte anzeige | ende der werbung | nach der anzeige weiterlesen | werbung
    der artikel wird nach der anzeige fortgesetzt | gesponsert | reklame | werbung weiterlesen nach der anzeige
    annonce | annonces | contenu sponsorisé | la suite après la publicité | pub | publi-rédactionnel | publicité
    anuncio | anuncios | contenido patrocinado | la noticia continúa después de la publicidad | publicidad
    annuncio | contenuto sponsorizzato | continua a leggere dopo la pubblicità | pubblicita | pubblicità
    anúncio | conteúdo patrocinado | continua após a publicidade | continua depois da publicidade | publicidade
    advertentie | advertenties | gesponsorde inhoud | het artikel gaat verder onder de advertentie | ingezonden
    annonsørindhold | artiklen fortsætter efter annoncen | artiklen fortsætter under annoncen
    annonse | annonser | annonsørinnhold | artikkelen fortsetter under annonsen | saken fortsetter under annonsen
    annons | artikeln fortsätter efter annonsen | artikeln fortsätter under annonsen | reklam | sponsrat innehåll
    juttu jatkuu mainoksen alla | juttu jatkuu mainoksen jälkeen | kaupallinen yhteistyö | mainos
    auglýsing | auglýsingar | frétt heldur áfram fyrir neðan auglýsingu
    inzerce | komerční sdělení | reklama | reklamy | článek pokračuje pod reklamou
    artykuł sponsorowany | ciąg dalszy artykułu pod reklamą | dalsza część artykułu pod materiałem wideo
    straipsnis tęsiamas po reklamos | tęsinys po reklama | užsakomasis turinys
    hirdetés | oglas | publicitate | reclamă | reklaam | sludinājums | διαφήμιση | реклама на сайте
    на правах рекламы | партнерский материал | продолжение после рекламы | реклама | реклама продолжение ниже
    партнерський матеріал | продовження після реклами | рекламний матеріал
    advertorial | gulir ke bawah untuk melanjutkan membaca | iklan
    haber reklamdan sonra devam ediyor | nội dung quảng cáo | quảng cáo | reklam alanı
    פרסומת | إعلان | إعلانات | اعلان | تبلیغات | يستمر المقال بعد الإعلان | विज्ञापन | โฆษณา
    pr | スポンサードリンク | スポンサード リンク | スポンサーリンク | 广告 | 広告 | 広告の後にも続きます | 廣告
    廣告請繼續往下閱讀 | 광고 | 기사 본문 광고
""")

AD_LABEL = Rule(
    "ad_label",
    each(
        is_phrase(_LABELS),
        trail_mentions("ad", "ads", "advert", "advertisement", "adslot", "adbox", "anzeige", "sponsor", max_words=12),
    ),
    "labels of advertisements and sponsors: “Advertisement”, “Story continues below”",
)
