"""The questions of ``grouping``, in the SQL of DuckDB."""

from typing import Final

from newscrawler.duplicates.first_owners import (
    MOST_BY_ONE_ANCHOR,
    MOST_COMPARED,
    MOST_OWNED,
    OWNERS_PER_ANCHOR,
)

FORMER: Final = 1000  # rank of an article that another one is stored as a copy of

TABLES: Final = """
CREATE TABLE read (number INTEGER, article VARCHAR, seen BIGINT, content_hash VARCHAR, has_marks BOOLEAN,
    in_window BOOLEAN, copied VARCHAR);
CREATE TABLE anchors_read (number INTEGER, anchor BIGINT, is_own BOOLEAN, is_stored BOOLEAN);
CREATE TABLE links (later INTEGER, earlier INTEGER, kind VARCHAR, likeness DOUBLE);
CREATE TABLE further_links (later INTEGER, earlier INTEGER, rank INTEGER);
CREATE TABLE related (later INTEGER, rank INTEGER, article VARCHAR);
CREATE TABLE members (place INTEGER, root INTEGER);
"""

# What was read twice was changed between: the later reading counts.
PLACES: Final = """
CREATE TABLE outdated AS
    SELECT number FROM read JOIN (SELECT article, max(number) AS last FROM read GROUP BY article HAVING count(*) > 1)
    USING (article) WHERE number < last;
CREATE TABLE places AS
    SELECT (row_number() OVER (ORDER BY seen, article) - 1)::INTEGER AS place, * FROM read
    WHERE number NOT IN (SELECT number FROM outdated);
DROP TABLE read;
CREATE TABLE anchors AS
    SELECT place, anchor, is_own, is_stored, in_window
    FROM anchors_read JOIN (SELECT number, place, in_window FROM places) USING (number);
DROP TABLE anchors_read;
"""

# Of anchors that several articles have: who had them first, and who are the first in the window.
OWNERS: Final = f"""
CREATE TABLE shared AS SELECT anchor FROM anchors GROUP BY anchor HAVING count(*) > 1;
CREATE TABLE holders AS SELECT anchor, place, is_own, in_window FROM anchors JOIN shared USING (anchor);
CREATE TABLE owners AS
    SELECT anchor, place FROM holders
    QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY place) <= {OWNERS_PER_ANCHOR};
CREATE TABLE keepers AS
    SELECT anchor, place FROM holders WHERE in_window
    QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY place) <= {OWNERS_PER_ANCHOR};
"""  # noqa: S608 - a number of ours

# A row for each article that has somebody to be compared with: with the same text first, then with owners of its
# anchors, those of most first; at last with those that it is stored as a copy of.
CANDIDATES: Final = f"""
CREATE TABLE sharing AS
    SELECT holders.place AS later, owners.place AS earlier, count(*) AS shared FROM holders JOIN owners USING (anchor)
    WHERE is_own AND holders.place > owners.place GROUP BY ALL;
CREATE TABLE candidates AS
    WITH chosen AS (
        SELECT * FROM sharing
        QUALIFY shared > 1
            OR row_number() OVER (PARTITION BY later, shared ORDER BY earlier DESC) <= {MOST_BY_ONE_ANCHOR}
    ), ranked AS (
        SELECT later, earlier, row_number() OVER (PARTITION BY later ORDER BY shared DESC, earlier DESC) AS rank
        FROM chosen
    ), firsts AS (
        SELECT content_hash, min(place) AS earlier FROM places GROUP BY content_hash HAVING count(*) > 1
    ), found AS (
        SELECT * FROM ranked WHERE rank <= {MOST_COMPARED}
        UNION ALL SELECT place, earlier, 0 FROM places JOIN firsts USING (content_hash) WHERE place > earlier
        UNION ALL SELECT one.place, other.place, {FORMER}
        FROM (SELECT place, unnest(string_split(copied, ' ')) AS original FROM places WHERE copied != '') AS one
            JOIN places AS other ON one.original = other.article WHERE one.place > other.place
    ), pairs AS (
        SELECT later, earlier, min(rank) AS rank FROM found GROUP BY later, earlier
    ), lists AS (
        SELECT later AS place, list(other.article ORDER BY rank) AS articles, list(earlier ORDER BY rank) AS earlier,
            list(rank ORDER BY rank) AS ranks
        FROM pairs JOIN places AS other ON other.place = earlier GROUP BY later
    )
    SELECT row_number() OVER (ORDER BY place) - 1 AS line, place, article, content_hash, articles, earlier, ranks
    FROM lists JOIN places USING (place);
DROP TABLE sharing;
DROP TABLE holders;
"""  # noqa: S608 - numbers of ours

READ_CANDIDATES: Final = """
SELECT place, article, content_hash, articles, earlier, ranks FROM candidates WHERE line >= ? AND line < ? ORDER BY line
"""

# The anchors that lead to an article, where they are not those that its document has.
ANCHORS_CHANGED: Final = f"""
CREATE TABLE kept AS
    SELECT place, anchor, is_own, is_stored, in_window AND (shared.anchor IS NULL OR keepers.anchor IS NOT NULL)
        AS is_kept
    FROM anchors LEFT JOIN shared USING (anchor) LEFT JOIN keepers USING (anchor, place)
    WHERE is_stored OR in_window;
CREATE TABLE anchors_changed AS
    SELECT place, (list(anchor ORDER BY is_own DESC, anchor) FILTER (is_kept))[:{MOST_OWNED}] AS anchors
    FROM kept WHERE place IN (SELECT place FROM kept WHERE is_stored != is_kept) GROUP BY place;
DROP TABLE kept;
DROP TABLE anchors;
"""  # noqa: S608 - a number of ours

# Whose document may have to change, and all members of their clusters: cluster by cluster.
STANDINGS: Final = """
CREATE TABLE standings AS
    WITH concerned AS (
        SELECT place FROM members UNION SELECT place FROM places WHERE has_marks UNION SELECT later FROM related
        UNION SELECT place FROM anchors_changed
    ), listed AS (
        SELECT later AS place, list(article ORDER BY rank) AS related FROM related GROUP BY later
    ), others AS (
        SELECT later, list(article ORDER BY rank) AS also FROM further_links JOIN places ON place = earlier
        GROUP BY later
    )
    SELECT row_number() OVER (ORDER BY coalesce(root, place), place) - 1 AS line,
        one.article, one.content_hash, first.article AS cluster, other.article AS copied, kind, likeness, also,
        related, anchors, anchors_changed.place IS NOT NULL AS has_other_anchors
    FROM concerned JOIN places AS one USING (place) LEFT JOIN members USING (place) LEFT JOIN listed USING (place)
        LEFT JOIN anchors_changed USING (place) LEFT JOIN places AS first ON first.place = root
        LEFT JOIN links ON links.later = concerned.place LEFT JOIN places AS other ON other.place = links.earlier
        LEFT JOIN others ON others.later = concerned.place;
"""

READ_STANDINGS: Final = """
SELECT article, content_hash, cluster, copied, kind, likeness, also, related, anchors, has_other_anchors
FROM standings WHERE line >= ? AND line < ? ORDER BY line
"""
