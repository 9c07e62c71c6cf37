"""Scrapy: which pages to fetch. In: outlets. Out: requests, and one Article per page that was read.

Every outlet file is a spider (``loader.py``); an outlet that needs more gets a module of its own here, named after it.
"""
