"""MongoDB: the only room that imports pymongo.

In: model values and plain questions (``save(article)``, ``recent(outlet)``). Out: model values, or documents as
docs/database.md describes them. Begin at ``connection.open_database``. Beside the stores stand rooms of their own:

- ``documents``: what documents look like, and how model values become documents
- ``writing``: the one writer, and what a batch does in its transaction
- ``spool``: what is fetched while the database is away, on disk
- ``reading``: for those who only read, over either of PyMongo's clients
- ``server``: a client for an address, and the embedded server
- ``migrations``: from one version of the schema to the next
- ``upkeep``: a whole database looked at, checked and copied
"""
