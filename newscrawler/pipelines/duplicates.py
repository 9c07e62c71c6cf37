"""The article with its fingerprint."""

from dataclasses import replace

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.article import Article


class DuplicatesPipeline:
    """Makes the sketch that copies are looked up by; the look-up itself comes after the write."""

    async def process_item(self, article: Article) -> Article:
        """The article with its fingerprint; one that has it already goes on as it is."""
        return (
            article if article.fingerprint is not None else replace(article, fingerprint=fingerprint_article(article))
        )
