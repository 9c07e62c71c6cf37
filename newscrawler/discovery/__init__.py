"""Where outlets list their articles: the bytes of a feed, sitemap or section page come in, article links go out."""
