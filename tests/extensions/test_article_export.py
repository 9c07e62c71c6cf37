import csv
import json
from io import BytesIO, StringIO

import pytest

from newscrawler.extensions.article_export import (
    ArticleCsvExporter,
    ArticleJsonExporter,
    ArticleJsonLinesExporter,
)
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.storage.documents.conversion import json_schema

ARTICLE = Article(
    url="https://a.example/1",
    outlet="xx_a",
    title='=HYPERLINK("https://evil.example/")',
    authors=(Author("Anna Verhoeven"),),
    blocks=(Block("paragraph", "Erste Zeile, „zitiert“."),),
)


def test_a_row_of_a_table_has_every_column_and_no_formula() -> None:
    file = BytesIO()
    exporter = ArticleCsvExporter(file)
    exporter.start_exporting()
    exporter.export_item(Article(url="https://a.example/0", outlet="xx_a", title="First"))
    exporter.export_item(ARTICLE)
    exporter.finish_exporting()
    rows = list(csv.DictReader(StringIO(file.getvalue().decode())))
    assert list(rows[0]) == list(json_schema("article")["properties"])
    assert rows[1]["title"] == "'" + ARTICLE.title
    assert json.loads(rows[1]["authors"])[0]["name"] == "Anna Verhoeven"
    assert rows[0]["standfirst"] == ""


@pytest.mark.parametrize("kind", [ArticleJsonExporter, ArticleJsonLinesExporter])
def test_json_has_the_field_names_of_the_database_and_text_as_it_is(kind: type) -> None:
    file = BytesIO()
    exporter = kind(file)
    exporter.start_exporting()
    exporter.export_item(ARTICLE)
    exporter.finish_exporting()
    read = json.loads(file.getvalue())
    document = read[0] if isinstance(read, list) else read
    assert (document["title"], document["body"]) == (ARTICLE.title, ARTICLE.body)


def test_an_item_that_is_no_article_is_exported_as_it_is() -> None:
    file = BytesIO()
    ArticleJsonLinesExporter(file).export_item({"anything": 1})
    assert json.loads(file.getvalue()) == {"anything": 1}
