"""Buttons and players: what a visitor may press, not read."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, starts_with, text_matches, trail_mentions

# Origin: how outlets word it; one language a line.
_BUTTONS = PhraseBook("""
    audio article | audio player | change text size | decrease text size | enlarge text | listen | listen 1x
    listen now | listen to the article | listen to the story | play article | playback speed | read aloud
    text to speech
    this article can be read aloud | zoom in | zoom out | a a a | larger text | smaller text | reset text size
    save to my list | open image in gallery | open the image gallery | scroll down | swipe | tap here | turn on sound
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
    artikel abspielen | artikel vorlesen lassen | beitrag drucken | beitrag vorlesen | schrift größer
    schrift kleiner | schrift vergrößern | schrift verkleinern | text vorlesen | vorlesefunktion | zur app
    artikel anhören | artikel drucken | artikel merken | artikel vorlesen | beitrag anhören | bild vergrößern
    bilder anzeigen | bildergalerie öffnen | drucken | herunterladen | merken | merkliste | nach oben | schließen
    mehr anzeigen | schriftgröße | vorlesen | weiter | zum inhalt springen | zum thema | zur startseite | zurück
    audio abspielen | diesen artikel anhören | vollbild | vorlesen lassen | zur merkliste hinzufügen | öffnen
    augmenter la taille du texte | imprimer l'article | lire l'article en audio | réduire la taille du texte
    taille du texte
    aumentar tamaño de letra | escuchar artículo | escuchar la noticia | imprimir artículo | tamaño de la letra
    ascolta questo articolo | dimensione testo | stampa articolo | ouvir artigo | ouvir a notícia | tamanho da fonte
    beluister dit artikel | lettergrootte | luister naar dit artikel | artikel afspelen
    læs højt | oplæsning af artikel | skriftstørrelse | skriftstørrelse a a a | tekststørrelse | tekststorlek
    kuuntele juttu | kuuntele artikkeli | tekstikoko | hlusta á fréttina | leturstærð
    odsłuchaj artykuł | rozmiar tekstu | wydrukuj artykuł | poslechněte si článek | velikost písma
    послушать статью | размер шрифта | прослушать новость | слушать статью | розмір шрифту | прослухати статтю
    haberi sesli dinle | yazıyı büyüt | yazıyı küçült | dengarkan berita | ukuran huruf | nghe bài | cỡ chữ
    ακούστε το άρθρο | μέγεθος γραμματοσειράς | האזינו לכתבה | הדפסה | گوش کنید | اندازه متن | चाकर सुनें | खबर सुनें
    استمع إلى المقال | استمع للخبر | تكبير الخط | تصغير الخط | ฟังข่าว | ขนาดตัวอักษร
    記事を聴く | この記事を聞く | 音声読み上げ | 文字サイズ変更 | 听文章 | 朗读 | 收听本文 | 字号 | 收聽本文 | 聽新聞
    이 기사 듣기 | 기사듣기 | 음성으로 듣기 | 본문 듣기 | 글자크기 조절 | 글씨 크게 | 글씨 작게 | 글씨크기 조절하기
    본문 글씨 키우기
    본문 글씨 줄이기 | 기사 공유하기 | 텍스트 크기
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
    the audio version of this article is | this article is read by an automated voice | this audio is auto
    this audio is generated | this audio was generated | this content was read by
    you can also listen to this article
    audio by | audio generated by | listen to this article on | read this article in our app
    read this story in our app
    open this article in the app | continue reading in the app | continue in the app | scan the qr code
    scan this qr code | see more stories in our app | get breaking news in our app
    for a better experience use our app
    download our free app | download our mobile app | available on the app store | available in the app store
    die audioversion dieses artikels | dieser artikel wurde vertont | dieser text wurde mit einer künstlichen stimme
    diesen artikel vorlesen | holen sie sich unsere app | jetzt die app | jetzt unsere app
    lesen sie diesen artikel in der app
    cet article est lu par | continuez la lecture dans l'application | lisez cet article dans l'application
    descárgate la app | descárgate nuestra app | este audio ha sido generado | lee esta noticia en la app
    continua a leggere nell'app | leggi questo articolo nell'app | scarica la nostra app
    continue lendo no aplicativo | baixe o aplicativo | leia no aplicativo | este áudio foi gerado
    download onze app | lees verder in de app | læs videre i appen | les videre i appen | läs vidare i appen
    lue lisää sovelluksessa | lataa sovellus | sæktu appið | czytaj w aplikacji | pobierz naszą aplikację
    čtěte v aplikaci | stáhněte si naši aplikaci | atsisiųskite programėlę | читайте в приложении
    скачайте наше приложение | читайте в застосунку | haberi uygulamada oku | uygulamayı indir | uygulamayı indirin
    unduh aplikasi kami | download aplikasi | tải ứng dụng của | κατεβάστε την εφαρμογή | הורידו את האפליקציה
    اپلیکیشن را دانلود | تحميل التطبيق | حمّل التطبيق | हमारा ऐप डाउनलोड करें | ऐप डाउनलोड करें | ดาวน์โหลดแอป
    アプリで読む | 下载客户端 | 下載 app | 打开app | 下載app | 앱에서 보기 | 앱을 설치
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
        text_matches(
            r"\d{1,2}(?:\.\d{1,2})?[x×](?:\s\d{1,2}(?:\.\d{1,2})?[x×])*",
            "a player's speed",
            max_length=40,
            figures=True,
        ),
        text_matches(
            r"(?:\W?\s?(?:listen|play|audio|hören|anhören|écouter|escuchar|ascolta|ouvir|lyt|lyssna|듣기|聞く"
            r"|слушать)\W?\s)"
            r"\W{0,2}(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s?[/|]?\s?(?:\d{1,2}:)?\d{1,2}:\d{2})?\W{0,2}(?:\s?min\.?)?",
            "a player's button and clock",
            max_length=40,
            figures=True,
        ),
        text_matches(r"\{\{[^{}]{1,120}\}\}|\[[A-Z]+(?:_[A-Z]+)+\]|%%\w{3,40}%%", "a template's placeholder"),
        text_matches(r"[aA][+-]?(?:\s?[/|]?\s?[aA][+-]?){1,3}", "buttons for the size of letters", max_length=16),
        trail_mentions(
            "toolbar",
            "article-tools",
            "audioplayer",
            "audio-player",
            "app-banner",
            "appbanner",
            "font-size",
            max_words=20,
        ),
    ),
    "buttons, players, galleries' counters, prompts to install an app",
)
