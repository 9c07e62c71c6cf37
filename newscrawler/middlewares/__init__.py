"""Scrapy: what happens to a request on its way, and which requests never leave."""
