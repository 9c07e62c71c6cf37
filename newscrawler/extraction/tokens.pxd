cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable, zeros
from newscrawler.extraction.page_counts cimport PageCounts, at_places
from newscrawler.extraction.token_scores cimport Summaries, TokenScores

cdef long long _MAX_WORDS, _PARTS, _INHERITED_TENTHS

cpdef void add_token_features(FeatureTable table, object cut, PageCounts counts, TokenScores scores) except *

@cython.locals(
    own=Summaries, names=list, node=cython.Py_ssize_t, parent=cython.Py_ssize_t, lowest="long long[::1]",
    highest="long long[::1]", sums="long long[::1]", places="long long[::1]",
)
cdef void _add_names(FeatureTable table, object cut, PageCounts counts, TokenScores scores) except *

@cython.locals(found=Summaries, leads=list, block=cython.Py_ssize_t)
cdef void _add_leads(FeatureTable table, object cut, TokenScores scores) except *

@cython.locals(
    found=Summaries, heading="long long[::1]", before="long long[::1]",
    words="long long[::1]", texts=list, last=cython.Py_ssize_t, block=cython.Py_ssize_t,
)
cdef void _add_words(FeatureTable table, object cut, PageCounts counts, TokenScores scores) except *
