"""What the link to the next page of a section says, in the languages of the world's news."""

# In lower case, one language a line or more. Origin: templates of common editorial systems and their translations.
_WRITTEN = """
    next | next page | next posts | next entries | next articles | next stories | older | older posts
    older entries
    older articles | older stories | older news | earlier | more | more stories | more news | more articles
    load more
    load more articles | load more stories | load more posts | load more news | show more
    show more stories | view more
    see more | read more news | previous posts | previous articles
    weiter | nächste | nächste seite | zur nächsten seite | vor | ältere | ältere beiträge | ältere artikel
    mehr | mehr laden
    mehr anzeigen | mehr artikel | weitere | weitere artikel | weitere meldungen
    suivant | suivante | suivants | page suivante | articles suivants | articles plus anciens | plus ancien
    plus anciens
    plus d'articles | charger plus | voir plus | afficher plus | voir plus d'articles
    siguiente | siguientes | página siguiente | pagina siguiente | próxima | próximo | anteriores
    más antiguos
    entradas antiguas | entradas anteriores | notas anteriores | noticias anteriores | ver más | cargar más
    más noticias
    mostrar más
    seguinte | seguintes | próxima página | próximas | página seguinte | mais antigos | mais antigas
    posts mais antigos
    ver mais | mais notícias | carregar mais | mostrar mais | veja mais
    successiva | successivo | successivi | pagina successiva | avanti | prossima | articoli precedenti
    altri articoli
    carica altro | carica altri | mostra altro | vedi altro | altre notizie
    següent | pàgina següent | hurrengoa | seguinte páxina
    volgende | volgende pagina | oudere berichten | ouder | meer | meer laden | meer artikelen | toon meer
    laad meer
    neste | neste side | eldre | eldre innlegg | vis mer | last flere | flere saker | næste | næste side
    ældre | vis flere
    nästa | nästa sida | äldre | äldre inlägg | visa fler | visa mer | ladda fler | fler artiklar | næsta
    næsta síða
    seuraava | seuraava sivu | vanhemmat | näytä lisää | lataa lisää | järgmine | järgmine leht | vanemad
    loe veel
    nākamā | nākamais | tālāk | vairāk | kitas | kitas puslapis | toliau | daugiau | rodyti daugiau
    następna | następny | następna strona | dalej | starsze | starsze wpisy | więcej | pokaż więcej
    załaduj więcej
    další | další strana | další stránka | následující | starší | starší články | načíst další
    zobrazit další
    ďalej | ďalšia | ďalšie | nasledujúca | ďalšia strana | staršie | načítať ďalšie | zobraziť viac
    naslednja | naslednja stran | naprej | starejše | starejši prispevki | več | prikaži več
    sljedeća | sljedeća stranica | dalje | starije | starije objave | više | prikaži više | učitaj još
    sledeća | sledeća strana | naredna | starije vesti | još | још | даље | следећа | следећа страна
    старије | више
    následující stránka | tjetra | faqja tjetër | më shumë | më të vjetra | tjera
    következő | következő oldal | régebbi | régebbi bejegyzések | tovább | több | továbbiak
    următoarea | următorul | pagina următoare | înainte | mai vechi | articole mai vechi | mai multe
    încarcă mai multe
    επόμενη | επόμενο | επόμενη σελίδα | επόμενα | παλαιότερα | παλιότερα άρθρα | περισσότερα
    δείτε περισσότερα
    вперед | вперёд | следующая | следующая страница | далее | дальше | ещё | еще | показать ещё
    показать еще
    загрузить ещё | загрузить еще | больше новостей | старые записи
    наступна | наступна сторінка | далі | ще | більше | показати ще | завантажити ще | більше новин
    старіші
    наперад | наступная | далей | больш | следваща | следваща страница | напред | още | по-стари
    покажи още | зареди още
    следна | следна страница | понатаму | повеќе | келесі | әрі қарай | тағы | кийинки | дараах | дараагийн
    sonraki | sonraki sayfa | ileri | daha fazla | daha fazla göster | devamı | eski yazılar | daha eski
    növbəti
    növbəti səhifə | daha çox | keyingi | ko'proq
    التالي | التالية | الصفحة التالية | المزيد | تحميل المزيد | عرض المزيد | أقدم | الأقدم
    بعدی | صفحه بعد | صفحه بعدی | بیشتر | قدیمی‌تر | ادامه | اگلا | اگلے | اگلا صفحہ | مزید | مزید خبریں
    הבא | הבאה | לעמוד הבא | העמוד הבא | עוד | עוד כתבות | טען עוד | הצג עוד | ישנים יותר
    अगला | अगला पेज | अगला पृष्ठ | आगे | और | और पढ़ें | और खबरें | पुढील | पुढे | अर्को | थप | পরবর্তী
    পরের পাতা | আরও | আরো
    அடுத்த | அடுத்தது | அடுத்த பக்கம் | மேலும் | తదుపరి | తరువాత | మరిన్ని | അടുത്ത | അടുത്തത് | കൂടുതൽ
    ಮುಂದೆ | ಮುಂದಿನ | આગળ | વધુ
    ਅੱਗੇ | ਹੋਰ | ඊළඟ | තවත් | ထပ်ကြည့်ရန် | နောက်သို့ | ถัดไป | หน้าถัดไป | เพิ่มเติม | ดูเพิ่มเติม
    โหลดเพิ่ม | បន្ទាប់ | ຕໍ່ໄປ
    tiếp | tiếp theo | trang sau | trang tiếp | trang kế | sau | xem thêm | tải thêm | cũ hơn
    selanjutnya | berikutnya | halaman berikutnya | lebih banyak | muat lebih banyak | lihat lainnya
    seterusnya | lagi
    susunod | sunod | higit pa | ifuatayo | zaidi | na gaba | ƙari | volgende bladsy
    次へ | 次のページ | 次の | 次 | 次ページ
    もっと見る | さらに表示 | さらに読み込む | 過去の記事 | 次の記事一覧 | 以前の記事
    下一页 | 下一頁 | 下页 | 下頁 | 后页 | 更多 | 加载更多
    載入更多 | 查看更多 | 看更多 | 较旧的文章 | 較舊的文章 | 更多新闻 | 更多新聞
    다음 | 다음 페이지 | 다음페이지 | 더보기 | 더 보기 | 이전 기사 | 기사 더보기
    შემდეგი | შემდეგი გვერდი | მეტი | հաջորդ | հաջորդը | հաջորդ էջ | ավելին
    » | › | > | >> | → | ⟩ | ▶ | ►
"""
NEXT_WORDS = frozenset(word for line in _WRITTEN.splitlines() for word in line.strip().split(" | ") if word)
# Names that come before the number of a page: in a parameter, a path segment, at the end of a file's name.
PAGE_NAMES = (
    "currentpage|cpage|halaman|lapa|leht|oldal|pag|page|page_?no|page_?num|page_?number|paged|pagen_1|pagenum|pagina|página"
    "|pagination|paginate|pg|pgno|puslapis|sayfa|seite|sida|side|sivu|stran|strana|stranica|stranka|strona|trang"
)
_ORNAMENTS = " \t\u00a0\u200e\u200f«»‹›<>→←⟩▶►…."


def is_next_word(text: str) -> bool:
    """Does the text, as a whole, say that a list goes on behind it?"""
    said = " ".join(text.lower().split())
    return bool(said) and (said.strip(_ORNAMENTS) or said) in NEXT_WORDS
