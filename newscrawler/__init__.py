"""newscrawler: fetches articles from news outlets, keeps the story and nothing else, stores it in MongoDB."""

__version__ = "0.1.0"
