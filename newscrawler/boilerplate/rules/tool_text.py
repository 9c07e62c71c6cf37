"""Buttons and players: what a visitor may press, not read."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Rule, each, is_phrase, starts_with, text_matches, trail_mentions

# Origin: how outlets word it; one language a line.
_BUTTONS = PhraseBook("""
    audio article | audio player | change text size | decrease text size | enlarge text | listen | listen 1x
    listen now | listen to the article | listen to the story | play article | playback speed | read aloud
    text to speech
    a a a | larger text | reset text size | smaller text | this article can be read aloud | zoom in | zoom out
    open image in gallery | open the image gallery | save to my list | scroll down | swipe | tap here | turn on sound
    add to cart | impressum datenschutz | in den warenkorb | link kopiert | link wurde kopiert
    als pdf herunterladen | download as pdf | meldung als pdf-datei herunterladen | добавить отзыв
    add to favorites | back | back to top | bookmark | cancel | caption | click here | close | collapse
    click to enlarge | continue | download | download pdf | expand | font size | full screen | fullscreen | go to top
    hide
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
    audio abspielen | diesen artikel anhören | öffnen | vollbild | vorlesen lassen | zur merkliste hinzufügen
    augmenter la taille du texte | imprimer l'article | lire l'article en audio | réduire la taille du texte
    taille du texte
    aumentar tamaño de letra | escuchar artículo | escuchar la noticia | imprimir artículo | tamaño de la letra
    ascolta questo articolo | dimensione testo | ouvir a notícia | ouvir artigo | stampa articolo | tamanho da fonte
    artikel afspelen | beluister dit artikel | lettergrootte | luister naar dit artikel
    læs højt | oplæsning af artikel | skriftstørrelse | skriftstørrelse a a a | tekststorlek | tekststørrelse
    hlusta á fréttina | kuuntele artikkeli | kuuntele juttu | leturstærð | tekstikoko
    odsłuchaj artykuł | poslechněte si článek | rozmiar tekstu | velikost písma | wydrukuj artykuł
    послушать статью | прослухати статтю | прослушать новость | размер шрифта | розмір шрифту | слушать статью
    cỡ chữ | dengarkan berita | haberi sesli dinle | nghe bài | ukuran huruf | yazıyı büyüt | yazıyı küçült
    ακούστε το άρθρο | μέγεθος γραμματοσειράς | האזינו לכתבה | הדפסה | اندازه متن | گوش کنید | खबर सुनें | चाकर सुनें
    استمع إلى المقال | استمع للخبر | تصغير الخط | تكبير الخط | ขนาดตัวอักษร | ฟังข่าว
    この記事を聞く | 听文章 | 字号 | 收听本文 | 收聽本文 | 文字サイズ変更 | 朗读 | 聽新聞 | 記事を聴く | 音声読み上げ
    글씨 작게 | 글씨 크게 | 글씨크기 조절하기 | 글자크기 조절 | 기사듣기 | 본문 듣기 | 음성으로 듣기 | 이 기사 듣기
    본문 글씨 키우기
    기사 공유하기 | 본문 글씨 줄이기 | 텍스트 크기
    afficher plus | agrandir l'image | ajouter à mes favoris | écouter cet article | écouter l'article | fermer
    ampliar | cerrar | descargar | imprimer | lecture audio | offrir cet article | retour en haut | voir plus
    ascolta | ascolta l'articolo | escucha este artículo | escuchar | guardar | imprimir | mostrar más | ver galería
    beluister | bewaar | chiudi | lees voor | ouça este conteúdo | ouvir | salva | salvar | sluiten | stampa
    afspil | gem | gem artikel | luk | lukk | lyssna | lyssna på artikeln | lyt til artiklen | lytt til saken
    skriv ut
    öppna bild i helskärm
    hlusta | kuuntele | loka | prenta | skriv ut artikeln | spara | stäng | sulje | tulosta
    drukuj | klausyti | poslechnout článek | posłuchaj | spausdinti | tisk | vytisknout | zamknij | zavřít
    версия для печати | друк | закрити | закрыть | печать | распечатать | слухати | слушать | сохранить
    cetak | dengarkan | dinle | haberi dinle | in bài viết | kapat | simpan | tutup | yazdır | yazı boyutu
    lưu bài viết | nghe bài viết | استمع | اطبع | إغلاق | حجم الخط | طباعة
    もっと見る | ブックマーク | 保存 | 印刷 | 印刷する | 拡大する | 文字サイズ | 画像を拡大 | 閉じる | 音声で聞く
    가 | 글자 크기 | 글자크기 | 기사 듣기 | 닫기 | 스크랩 | 인쇄 | 인쇄하기 | 关闭 | 列印 | 字體大小 | 打印 | 收藏
    사진 확대 | 사진확대
""")
_PROMPTS = PhraseBook("""
    the audio version of this article is | this article is read by an automated voice | this audio is auto
    this audio is generated | this audio was generated | this content was read by
    you can also listen to this article
    audio by | audio generated by | listen to this article on | read this article in our app
    read this story in our app
    continue in the app | continue reading in the app | open this article in the app | scan the qr code
    get breaking news in our app | scan this qr code | see more stories in our app
    for a better experience use our app
    available in the app store | available on the app store | download our free app | download our mobile app
    die audioversion dieses artikels | dieser artikel wurde vertont | dieser text wurde mit einer künstlichen stimme
    diesen artikel vorlesen | holen sie sich unsere app | jetzt die app | jetzt unsere app
    lesen sie diesen artikel in der app
    cet article est lu par | continuez la lecture dans l'application | lisez cet article dans l'application
    descárgate la app | descárgate nuestra app | este audio ha sido generado | lee esta noticia en la app
    continua a leggere nell'app | leggi questo articolo nell'app | scarica la nostra app
    baixe o aplicativo | continue lendo no aplicativo | este áudio foi gerado | leia no aplicativo
    download onze app | läs vidare i appen | lees verder in de app | les videre i appen | læs videre i appen
    czytaj w aplikacji | lataa sovellus | lue lisää sovelluksessa | pobierz naszą aplikację | sæktu appið
    atsisiųskite programėlę | čtěte v aplikaci | stáhněte si naši aplikaci | читайте в приложении
    haberi uygulamada oku | uygulamayı indir | uygulamayı indirin | скачайте наше приложение | читайте в застосунку
    download aplikasi | tải ứng dụng của | unduh aplikasi kami | κατεβάστε την εφαρμογή | הורידו את האפליקציה
    اپلیکیشن را دانلود | تحميل التطبيق | حمّل التطبيق | ऐप डाउनलोड करें | हमारा ऐप डाउनलोड करें | ดาวน์โหลดแอป
    앱에서 보기 | 앱을 설치 | アプリで読む | 下載 app | 下載app | 下载客户端 | 打开app
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
    tải ứng dụng | unduh aplikasi | uygulamamızı indirin | حمل التطبيق | 앱 다운로드 | アプリをダウンロード
""")

TOOL_TEXT = Rule(
    "tool_text",
    each(
        is_phrase(_BUTTONS, headings=False),
        starts_with(_PROMPTS, max_words=30),
        text_matches(
            r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s?[/|]\s?(?:\d{1,2}:)?\d{1,2}:\d{2})?(?:\s?min\.?)?",
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
        text_matches(
            r"\{\{[^{}]{1,120}\}\}|\[[A-Z]+(?:_[A-Z]+)+\]|%%\w{3,40}%%",
            "a template's placeholder",
            words=("{", "[", "%"),
        ),
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
