"""Scrapy: what is recorded about a run, and how articles are exported."""
