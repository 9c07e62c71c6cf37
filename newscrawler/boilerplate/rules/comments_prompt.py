"""Invitations to comment, and the counter above the comments."""

from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Rule,
    each,
    is_phrase,
    starts_and_mentions,
    starts_with,
    text_matches,
    trail_mentions,
)

# Origin: how outlets word it; one language a line.
_WHOLE_LINES = PhraseBook("""
    add a comment | add comment | be the first to comment | comment | comment on this story | comments
    comments are closed | conversation | have your say | hide comments | join the conversation | leave a comment
    leave a reply | load comments | no comments | post a comment | read comments | reply | show comments
    share your thoughts | view all comments | view comments | what do you think | write a comment
    diskussion | jetzt kommentieren | kommentar schreiben | kommentar verfassen | kommentare | kommentare anzeigen
    kommentare lesen | kommentieren | mitdiskutieren | schreiben sie einen kommentar | zu den kommentaren
    ajouter un commentaire | commentaires | commenter | laisser un commentaire | réagir | voir les commentaires
    comentar | comentarios | commenta | commenti | deja un comentario | lascia un commento | ver comentarios
    comentários | deixe seu comentário | deixe um comentário | plaats een reactie | reacties | reageer
    kommentarer | kommenter | kommentera | kommentit | kommentoi | skriv en kommentar | skriv kommentar
    athugasemdir | diskuse | dodaj komentarz | komentarai | komentarze | přidat komentář | vstoupit do diskuse
    залишити коментар | коментарі | комментарии | комментировать | обсудить | оставить комментарий
    σχόλια | σχολιάστε | הוספת תגובה | תגובות
    berikan komentar | bình luận | gửi bình luận | komentar | tulis komentar | yorum yap | yorum yaz | yorumlar
    التعليقات | أضف تعليق | 댓글 | 댓글 보기 | 댓글쓰기 | コメント | コメントする | コメントを書く | 留言 | 评论
""")
_INVITATIONS = PhraseBook("""
    please keep comments | please read our comment | read our comment policy | read our community guidelines
    atenção: comentários
    bitte beachten sie unsere netiquette
    comments are now closed | comments on this article | have an opinion on this | have your say in the comments
    join the discussion in the comments | let us know in the comments | let us know what you think
    log in to comment
    please log in to comment | please sign in to comment | sign in to comment | tell us in the comments
    to join the conversation you must | what are your thoughts | you must be logged in to post
    your email address will
    bitte melden sie sich an, um zu kommentieren | die kommentarfunktion | diskutieren sie mit
    ihre meinung ist gefragt
    connectez-vous pour commenter | inicia sesión para comentar | um kommentieren zu können
    accedi per commentare | faça login para comentar | log in om te reageren | log ind for at kommentere
    logg inn for å kommentere | logga in för att kommentera | pro přidání komentáře | zaloguj się, aby dodać
    silakan login untuk | yorum yapmak için | чтобы оставить комментарий | щоб залишити коментар | コメントするには
    συνδεθείτε για να αφήσετε | συνδεθείτε για να σχολιάσετε
    댓글을 작성하려면 | 로그인 후 댓글
""")
# Questions to the reader; believed only where the same block speaks of the comments.
_QUESTIONS = PhraseBook("""
    agree or disagree | do you agree | do you have | got a | have you | let me know | let us know | share your
    tell us | what about you | what are your | what do you think | what's your | which of these
    erzähl uns | habt ihr | hast du | schreib uns | schreibt uns | teile deine | was denkst du | was haltet ihr
    cosa ne pensi | e voi | et vous | qu'en pensez-vous | was meinst du | was meint ihr | wie findet ihr
    cuéntanos | déjanos | o que você achou | qué opinas | qué te parece | vad tycker du | wat vind jij
    co o tym | hva synes du | hvad synes du | jak się | а вы | а что думаете | что вы думаете | що ви думаєте
""")
_COMMENTS = (
    r"\b(?:comments?|kommentar\w*|commentaires?|comentarios?|commenti|reacties|komentarz\w*|комментари\w*|"
    r"коментар\w*)\b"
)
_COUNTED = (
    r"\(?\d{1,6}\)?\s?(?:comments?|replies|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"kommentar(?:er|ar)?|kommenttia|komentář[eůi]?|komentarz[ey]?|komentar(?:ai|ų)?|комментари(?:й|я|ев)"
    r"|коментар(?:і|ів)|"
    r"yorum|bình luận|件のコメント|개의 댓글|条评论|則留言)"
    r"|(?:comments?|kommentare|commentaires|comentarios|reacties|kommentarer|diskuse|комментарии|коментарі|댓글"
    r"|コメント)\s?[:(]?\s?\d{1,6}\)?"
)

# Rules for those who comment; believed only where the block speaks of moderating.
_POLICIES = PhraseBook("""
    all comments | comments | comments are | comments on this story | our comments | please | the comments
    your comment
    alle kommentare | die kommentare | ihr kommentar | kommentare | les commentaires | votre commentaire
    atenção | gli i | i commenti | los comentarios | os comentários | seu comentário | tu comentario
    komentarze | kommentarer | reacties | yorumlar | коментарі | комментарии | التعليقات | 댓글은 | コメントは
""")
_MODERATING = (
    r"\b(?:moderat(?:ed|ion|ors?|i|ie|orzy)|moderiert|freigeschaltet|netiquette|moderes|moderados|moderador"
    r"|moderacion"
    r"|moderacao|moderato(?:re|ri)|gemodereerd|modereres|modereras|moderowane|модер\w+|onaylan\w+"
    r"|community guidelines"
    r"|comment policy|house rules|مراجعة)\b|承認|삭제될 수"
)

COMMENTS_PROMPT = Rule(
    "comments_prompt",
    each(
        is_phrase(_WHOLE_LINES),
        starts_with(_INVITATIONS, max_words=50),
        starts_and_mentions(_POLICIES, _MODERATING, max_words=40),
        starts_and_mentions(_QUESTIONS, _COMMENTS, max_words=45),
        text_matches(_COUNTED, "a number of comments", max_length=40, figures=True),
        trail_mentions("comments", "disqus", "kommentare", "commentaires", max_words=60),
    ),
    "invitations to comment, and the number of comments",
)
