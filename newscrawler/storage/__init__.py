"""MongoDB: the only room that imports pymongo.

In: model values and plain questions (``save(article)``, ``last_run_of(outlet)``). Out: model values, or documents as
docs/database.md describes them. Begin at ``connection.open_database``.
"""
