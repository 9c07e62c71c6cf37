"""Which language a text is in, told by its script and by its smallest words; no model, a few microseconds.

Only what is clear is decided here: a script that one language of news is written in, or at least three different
function words of one language and few of any other.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Final

# First and last letter of scripts that one language is written in, as far as news goes; "CJK" and "kana" are told
# apart below. Origin: the block table of Unicode 15.
_SCRIPTS: Final = (
    ("\u0370", "\u03ff", "el"),
    ("\u0531", "\u058f", "hy"),
    ("\u05d0", "\u05ea", "he"),
    ("\u0780", "\u07bf", "dv"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b00", "\u0b7f", "or"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"),
    ("\u0f00", "\u0fff", "bo"),
    ("\u1000", "\u109f", "my"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1100", "\u11ff", "ko"),
    ("\u1780", "\u17ff", "km"),
    ("\u1c90", "\u1cbf", "ka"),
    ("\u1f00", "\u1fff", "el"),
    ("\u3041", "\u30ff", "kana"),
    ("\u3400", "\u4dbf", "CJK"),
    ("\u4e00", "\u9fff", "CJK"),
    ("\uac00", "\ud7af", "ko"),
)
_STARTS: Final = [first for first, _, _ in _SCRIPTS]
_LEAST_SHARE: Final = 0.5  # of the letters, which names and brands in Latin letters are among
_LEAST_KANA: Final = 0.1  # of Han and kana: Chinese texts quote a Japanese word now and then

# Articles, prepositions, conjunctions, pronouns and auxiliaries, as grammars list them: the words that hardly a
# sentence does without. Languages that share many are told apart only where one of them leads clearly.
_FUNCTION_WORDS: Final = {
    "af": "die van het nie wat vir sy hulle ons deur aan met om en is word was sal haar hierdie",
    "ca": "els les del dels amb per que una és són aquest aquesta com més i al als ha han seva seu pel sobre"
    " entre però",
    "cs": "se na je že až ještě ani už do pro za po jsou jako ale podle také bude které který která jeho při"
    " být byl byla než nebo",
    "da": "og i at det er en til af på for med som de den ikke har et der fra vil kan blev bliver efter også"
    " sig være men hvor mod siger havde ved over skal",
    "de": "der die das und ist nicht mit von den dem des ein eine einen einer sich auf für im zu auch werden"
    " wird wie nach bei aus hat sind es als an wir sie über so haben zum zur oder aber noch mehr was wenn"
    " war kann ihr gegen am um ich dass durch vor unter bis dieser diese dieses",
    "en": "the of and to in is that for with on was are as at by from it be this his her have has an not he she"
    " they their you your who will what about after but been can more how into its than when which were"
    " would said we our up out over or if i my do does here why there had all some could new against",
    "es": "el la los las de del que en y un una por con para se es su sus al como más pero este esta son fue ha"
    " han lo sobre entre desde hasta sin ya también cuando donde ser muy tras según",
    "et": "ja on ei et see oli kui ning ka oma mis kes aga ta ma nad pärast kuid või olid seda välja veel selle mida",
    "eu": "eta da du dira izan ere ez bat egin dute hau den duen baina baino dago zuen",
    "fi": "ja on ei että se oli hän mutta myös kun ovat joka mukaan tai jos niin kuin ole sekä jo ollut jonka"
    " mitä vielä sen hänen nyt vuoden",
    "fr": "le la les des du de et est un une dans pour que qui en sur au aux par pas avec ce cette ces son sa"
    " ses plus il elle ont sont été se mais ou leur leurs nous vous entre après être avait deux selon où"
    " comme fait ne",
    "gl": "os da do das dos que unha nun nunha coa co polo pola máis non para con ao á na no foi son como tamén este",
    "hr": "je i u na se da za su od koji koja koje nije što kako će ili bi iz ali nakon bio bila biti samo te kao već",
    "hu": "az és hogy nem egy is van meg volt már csak de ha még mint ez ezt azt lesz szerint után amely el ki"
    " pedig minden vagy ami akik",
    "id": "yang dan di ini itu dengan untuk dari pada tidak akan dalam oleh juga ke adalah bisa karena telah"
    " sudah para ada saat tersebut sebagai bahwa kata atau",
    "it": "il lo la gli le di del della dei delle degli che è un una per con non in nel nella alla al dal dalla"
    " sono si come anche ma più da questo questa ha hanno sul sulla tra dopo essere ai su stato",
    "lt": "ir kad yra su iš į tai bet kaip jau ne dėl po apie už buvo ar dar tik jis ji savo nuo bus taip gali",
    "lv": "un ir ar no par uz kas ka bet tas arī nav pie pēc lai var gan vai kā tiek bija tika gada viņš tikai",
    "ms": "yang dan di ini itu dengan untuk dari pada tidak akan dalam oleh juga ke adalah boleh kerana telah"
    " sudah para ada semasa tersebut sebagai bahawa katanya atau beliau selepas mereka",
    "nb": "og i at det er en til av på for med som de den ikke har et fra vil kan ble blir etter også seg være"
    " men hvor mot sier hadde ved over skal om nå",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als maar bij door naar uit"
    " heeft nog over worden wordt werd deze hij zij wel kan meer hebben dan tot ze was wat hun tegen na"
    " geen",
    "pl": "się na nie do jest że to jak od po co dla przez ale o są ze czy który która które oraz jego może był"
    " było tym już także tego za przy pod będzie być",
    "pt": "os as do da dos das que em um uma para com não por é no na nos nas ao se mais como mas foi são ser"
    " pelo pela sua seu de à sobre também entre já após até ele ela está isso",
    "ro": "și în la de pe cu să din este nu mai un care pentru că au fost sunt sau dar după ca al ale prin lui"
    " fi ar ce o unei unui şi acest",
    "sk": "sa na je že do pre za po sú ako ale podľa aj bude ktoré ktorý ktorá jeho pri byť bol bola než alebo čo",
    "sl": "je in na se da za so ki ne pa ni kot bo tudi še iz od ali po pri bi pred ter lahko kako kaj med sta bil",
    "sq": "dhe të në për me që nga një është ka nuk si do janë kjo ky më por se tij saj duke pas kanë",
    "sv": "och att det är en till av på för med som de den inte har ett från vill kan blev blir efter också sig"
    " vara men om mot säger hade vid över ska nu under när var vi han hon där",
    "sw": "ya na wa kwa ni za la katika kuwa hiyo huo huyo baada lakini kama yake wake hii watu cha alisema",
    "tl": "ang ng sa mga na ay at si ni kay para ito hindi kung may nang siya niya lang din mula",
    "tr": "ve bir bu için ile da de olarak çok daha gibi kadar ne sonra olan en var oldu değil ancak göre her"
    " ise tarafından mi nasıl dedi olduğunu",
    "vi": "và của là có không được cho với trong người các những một đã này khi từ đến tại về ra vào sẽ cũng",
    "be": "і у на не што з да як гэта для па ад ён яна ў таксама каб быў яго але",
    "bg": "на и в да се за от не са че по като това със беше ще има си който или към при след през до но бе",
    "mk": "на и во да се за од не дека со ќе како што е или ги при после кој но беше",
    "ru": "и в не на что с по как это для из его от за но был была к так же или о после которые он она они мы"
    " вы при если до где уже еще ещё без чтобы их будет могут",
    "sr": "је и у на се да за су од који која које није што како ће или би из али после био била само као већ",
    "uk": "і в не на що з за як це для та у й від до про його але був була або після які він вона вони ми при"
    " якщо де вже ще без щоб їх буде також",
    "ar": "في من على إلى أن عن مع التي الذي هذا هذه بعد ما بين كما خلال أو لا كان كانت قبل حول بن ذلك",
    "fa": "در به از که این را با است برای آن یک هم تا بر شد خود می ها شده کرد نیز باید",
    "ur": "کے میں کی سے ہے کا کو اور نے پر کہ یہ ہیں بھی کیا تھا جو نہیں ہو اس",
    "hi": "के में की है से का को और ने पर यह हैं भी किया था जो नहीं हो इस एक लिए कि",
    "mr": "आहे आणि या ते हे की तर मध्ये असे होते आहेत केली केला नाही तो ही होता झाली",
    "ne": "छ र को मा ले गरेको भएको पनि हो छन् लागि भने थियो गर्ने एक यो",
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0900-\u0903\u093a-\u094f]+[^\W\d_]*)*")
_LONGEST: Final = 12_000  # characters
_LEAST_WORDS: Final = 3  # different ones of the language
_LEAD: Final = 1.5  # times as many as of the next language
_LEAST_FUNCTION: Final = 0.12  # of all words


def language_of_script(letters: str) -> str | None:
    """The language of most of the letters, where their script says it; None for Latin, Cyrillic, Arabic and others."""
    counts = Counter(_script_of(letter) for letter in letters if letter > "\u036f")
    counts[""] = 0
    han, kana = counts.pop("CJK", 0), counts.pop("kana", 0)
    counts["ja" if kana > _LEAST_KANA * (han + kana) else "zh"] += han + kana
    language, count = counts.most_common(1)[0]
    return language if count > _LEAST_SHARE * len(letters) else None


def _script_of(letter: str) -> str:
    place = bisect_right(_STARTS, letter) - 1
    return _SCRIPTS[place][2] if place >= 0 and letter <= _SCRIPTS[place][1] else ""


def language_of_words(text: str) -> str | None:
    """The language of most of the function words in the text; None where two languages share them, or where few are."""
    words = _WORD.findall(text[:_LONGEST].lower())
    counts = Counter(language for word in set(words) for language in _languages_of(word))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST_WORDS:
        return None
    language, count = ranked[0]
    if len(ranked) > 1 and count < _LEAD * ranked[1][1]:
        return None
    used = sum(language in _languages_of(word) for word in words)
    return language if used >= _LEAST_FUNCTION * len(words) else None


def _languages_of(word: str) -> Iterable[str]:
    return _LANGUAGES_OF_WORD.get(word, ())


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_LANGUAGES_OF_WORD: Final = _languages_of_words()
