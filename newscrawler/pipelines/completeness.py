"""Only what is an article goes on."""

from newscrawler.cleaning.completeness import completeness
from newscrawler.model.article import Article
from newscrawler.pipelines.refused import Refused


class CompletenessPipeline:
    """Asks ``cleaning.completeness`` whether there is enough of an article to store."""

    async def process_item(self, article: Article) -> Article:
        """The article, unchanged.

        Raises:
            Refused: it is none, or too little of one.
        """
        refusal = completeness(article)
        if refusal is not None:
            url = article.requested_url or article.url
            raise Refused(refusal.kind, refusal.message, outlet=article.outlet, url=url)
        return article
