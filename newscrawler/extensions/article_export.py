"""`scrapy crawl X -O out.jsonl`: articles under the field names of the database."""

from io import BytesIO
from typing import Any

from scrapy.exporters import CsvItemExporter, JsonItemExporter, JsonLinesItemExporter

from newscrawler.model.article import Article
from newscrawler.storage.documents.conversion import article_json, json_schema
from newscrawler.storage.documents.document_cells import cell


def exported(item: Any) -> Any:  # noqa: ANN401 - a developer's spider may switch our pipelines off and export its own
    """What is written for an item: the document of an article, anything else as it is."""
    return article_json(item) if isinstance(item, Article) else item


class ArticleJsonLinesExporter(JsonLinesItemExporter):
    """One document a line."""

    def export_item(self, item: Any) -> None:  # noqa: ANN401 - see exported
        """Write one item."""
        super().export_item(exported(item))


class ArticleJsonExporter(JsonItemExporter):
    """One list of documents."""

    def export_item(self, item: Any) -> None:  # noqa: ANN401 - see exported
        """Write one item."""
        super().export_item(exported(item))


class ArticleCsvExporter(CsvItemExporter):
    """One document a row, a column for every field that a document may have."""

    def __init__(self, file: BytesIO, **options: Any) -> None:  # noqa: ANN401 - Scrapy's signature
        """Write into ``file``; the columns are the schema's, for the first article need not have every field."""
        if options.get("fields_to_export") is None:
            options["fields_to_export"] = list(json_schema("article")["properties"])
        super().__init__(file, **options)

    def export_item(self, item: Any) -> None:  # noqa: ANN401 - see exported
        """Write one item."""
        document = exported(item)
        super().export_item({name: cell(value) for name, value in document.items()} if document is not item else item)
