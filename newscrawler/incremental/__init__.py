"""What earlier runs know, so that a run fetches only what may be new. In: listings and links. Out: what to ask for.

``listings`` remembers feeds, sitemaps and section pages; ``articles`` tells which links are new, known, to be looked at
again or better left alone for a while; ``failed_links`` are those that have been left alone for long enough;
``account`` knows which URLs of the run have not ended yet; ``crawl`` is all of it for one crawl; ``run_end`` is what
that tells of the outlet's next run. Without a database nothing is known: then all is fetched, and nothing is kept.
"""
