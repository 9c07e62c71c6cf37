cimport cython

from newscrawler.extraction.block_values cimport BlockMaker
from newscrawler.extraction.captions cimport CaptionFinder
from newscrawler.extraction.decision_words cimport describe_decision

cdef Py_ssize_t _SENTENCE_WORDS
cdef double _MAX_CAPTION_LINKS
cdef int _NAVIGATION_DEPTH
cdef frozenset _NAVIGATION_TAGS

cdef class BlockSorter:
    cdef object _cut, _measures, _reasons, _chances
    cdef dict _rules
    cdef list _nodes, _parents, _tags, _words, _link_shares, _is_chrome
    cdef readonly list shown
    cdef set _kept, _captions
    cdef CaptionFinder _finder
    cdef BlockMaker _maker
    cdef double _threshold
    cdef Py_ssize_t _node, _first, _last

    @cython.locals(found=set, index=cython.Py_ssize_t)
    cdef set _story_captions(self, list kept)

    @cython.locals(flags=list, is_outside=cython.bint, index=cython.Py_ssize_t)
    cdef list _find_chrome(self, list ends)

    cdef str _decision(self, object index)

    cdef str _reason(self, object index)

    cdef object _remove(self, object index)

    @cython.locals(place=cython.Py_ssize_t, decision=str, tag=str)
    cdef tuple _judge(self, object index)

    cdef str _navigation_tag(self, Py_ssize_t node)
