"""The spool: what was fetched while the database is away, on disk until it is stored.

In: jobs of the writer. Out: the same jobs, in order, when the database is back; after a kill, from the next command.
From the outside in: ``folder`` (all files of one database), ``segment`` (one file), ``file_format`` (its bytes).
"""
