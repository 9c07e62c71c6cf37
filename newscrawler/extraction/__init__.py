"""In comes a fetched page with its outlet; out goes the article on it.

``article.extract_article`` decodes (`charset`), parses (`parse`), reads what the page says about the article
(`metadata`) and tells the story from the rest of the page's text (`story`), block by block, each with its reason.
"""
