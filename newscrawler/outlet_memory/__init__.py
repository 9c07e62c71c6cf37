"""An outlet's memory: stored articles come in; its furniture, and older articles without it, go out.

``learning`` judges what the outlet's articles repeat and keeps it in the database; ``healing`` cleans articles that
were stored earlier; ``crawl`` is both for one crawl.
"""
