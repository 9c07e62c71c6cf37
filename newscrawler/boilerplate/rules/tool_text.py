"""Buttons and players: what a visitor may press, not read."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, starts_with, text_matches, trail_mentions

# Origin: how outlets word it; one language a line.
_BUTTONS = PhraseBook("""
    add to cart | link wurde kopiert | link kopiert | in den warenkorb | impressum datenschutz
    als pdf herunterladen | meldung als pdf-datei herunterladen | download as pdf | добавить отзыв
    add to favorites | back | back to top | bookmark | cancel | click here | click to enlarge | close | collapse
    continue | download | download pdf | expand | font size | full screen | fullscreen | go to top | hide
    image caption | increase text size | listen to article | listen to story | listen to this article | load more
    listen to this story | loading | loading… | menu | mute | next | next slide | open gallery | open image modal
    open in app | open in new tab | open in new window | pause | play | play audio | play video | previous
    previous slide | print | print article | print this article | read in app | read less | remove bookmark
    replay | report | save | save article | save for later | save this story | search | show all | show less
    show more | skip to content | skip to main content | slideshow | submit | tap to unmute | text size
    toggle caption
    top of page | unmute | view all | view full image | view gallery | view image in fullscreen | view larger
    watch live | your browser does not support the audio element | your browser does not support the video tag
    artikel anhören | artikel drucken | artikel merken | artikel vorlesen | beitrag anhören | bild vergrößern
    bilder anzeigen | bildergalerie öffnen | drucken | herunterladen | merken | merkliste | nach oben | schließen
    mehr anzeigen | schriftgröße | vorlesen | weiter | zum inhalt springen | zum thema | zur startseite | zurück
    audio abspielen | diesen artikel anhören | vollbild | vorlesen lassen | zur merkliste hinzufügen | öffnen
    afficher plus | agrandir l'image | ajouter à mes favoris | fermer | écouter cet article | écouter l'article
    ampliar | cerrar | descargar | imprimer | lecture audio | offrir cet article | retour en haut | voir plus
    ascolta | ascolta l'articolo | escucha este artículo | escuchar | guardar | imprimir | mostrar más | ver galería
    beluister | bewaar | chiudi | lees voor | ouvir | ouça este conteúdo | salva | salvar | sluiten | stampa
    afspil | gem | gem artikel | luk | lukk | lyssna | lyssna på artikeln | lyt til artiklen | lytt til saken
    skriv ut
    öppna bild i helskärm
    hlusta | kuuntele | loka | prenta | skriv ut artikeln | spara | stäng | sulje | tulosta
    drukuj | klausyti | poslechnout článek | posłuchaj | spausdinti | tisk | vytisknout | zamknij | zavřít
    версия для печати | друк | закрити | закрыть | печать | распечатать | слухати | слушать | сохранить
    cetak | dengarkan | dinle | haberi dinle | in bài viết | kapat | simpan | tutup | yazdır | yazı boyutu
    lưu bài viết | nghe bài viết | إغلاق | استمع | اطبع | حجم الخط | طباعة
    もっと見る | ブックマーク | 保存 | 印刷 | 印刷する | 拡大する | 文字サイズ | 画像を拡大 | 閉じる | 音声で聞く
    关闭 | 列印 | 字體大小 | 打印 | 收藏 | 가 | 글자 크기 | 글자크기 | 기사 듣기 | 닫기 | 스크랩 | 인쇄 | 인쇄하기
    사진 확대 | 사진확대
""")
_PROMPTS = PhraseBook("""
    an error has occurred | click here to download our app | click on the image | click on the photo
    click the image
    click through the gallery | click to expand | click to open image | download our app | download the app
    download the new | get our app | get the app | install our app | javascript is required
    listen to this article in
    please enable javascript | please update your browser | scroll to see more | swipe to see more
    this browser does not support | this video can not be played | this video cannot be played
    this video file cannot
    to enjoy this content | to use the sharing features | to view this video please enable | turn on javascript
    bitte aktivieren sie javascript | bitte javascript aktivieren | unable to play media | your browser does not
    diesen artikel anhören | hören sie diesen artikel | klicken sie auf das bild | laden sie unsere app
    zum vergrößern
    activez javascript | descarga la app | descarga nuestra app | pour afficher ce contenu
    téléchargez l'application
    baixe nosso app | baixe o app | download de app | hent appen | ladda ner appen | last ned appen | scarica l'app
    pobierz aplikację | stáhněte si aplikaci | завантажте додаток | скачайте приложение | установите приложение
    tải ứng dụng | unduh aplikasi | uygulamamızı indirin | حمل التطبيق | アプリをダウンロード | 앱 다운로드
""")

TOOL_TEXT = Rule(
    "tool_text",
    each(
        is_phrase(_BUTTONS, headings=False),
        starts_with(_PROMPTS, max_words=30),
        text_matches(
            r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s?[/|]\s?(?:\d{1,2}:)?\d{1,2}:\d{2})?",
            "a player's clock",
            max_length=24,
            figures=True,
        ),
        text_matches(
            r"(?:image|slide|photo|bild|foto)?\s?\d{1,3}\s?(?:/|of|von|de|di|av|z|из)\s?\d{1,3}",
            "a gallery's counter",
            max_length=24,
            figures=True,
        ),
        text_matches(r"[aA][+-]?(?:\s?[/|]?\s?[aA][+-]?){1,3}", "buttons for the size of letters", max_length=16),
        trail_mentions("toolbar", "article-tools", "audioplayer", "audio-player", max_words=20),
    ),
    "buttons, players, galleries' counters, prompts to install an app",
)
