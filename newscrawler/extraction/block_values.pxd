cimport cython

from newscrawler.extraction.captions cimport CaptionFinder

cdef Py_ssize_t MAX_TRAIL
cdef int _KIND_DEPTH, _SENTENCE
cdef dict _KINDS, _SERIES_TAGS

cdef class BlockMaker:
    cdef CaptionFinder _captions
    cdef list _texts, _node, _parents, _tags, _classes, _ids, _ordinals, _names
    cdef long long[::1] _lengths, _link_lengths
    cdef dict _places, _shared

    @cython.locals(node=cython.Py_ssize_t, linked=cython.longlong, shared=tuple)
    cpdef object make(self, Py_ssize_t index, str evidence=*)

    @cython.locals(
        found=list,
        made=list,
        series=list,
        layouts=set,
        parent=cython.Py_ssize_t,
        around=cython.Py_ssize_t,
        index=cython.Py_ssize_t,
    )
    cpdef tuple make_series(self, object chosen)

    cdef Py_ssize_t _series(self, str kind, Py_ssize_t node) except -2
    cdef list _joined(self, list series, set layouts, Py_ssize_t around)

    @cython.locals(long_ones=cython.Py_ssize_t, index=cython.Py_ssize_t)
    cdef bint _is_prose(self, list rows) except -1

    cdef object _join(self, list blocks)
    cdef object _kind(self, Py_ssize_t node)

    @cython.locals(names=list, name=str)
    cdef tuple _trail(self, Py_ssize_t node)

    @cython.locals(identity=str, class_name=str, name=str, parts=list)
    cdef str _trail_name(self, Py_ssize_t node)

    cdef str _place(self, Py_ssize_t node)

    @cython.locals(known=str)
    cdef str _place_of_children(self, Py_ssize_t node)

    @cython.locals(class_name=str, names=list)
    cdef str _place_name(self, Py_ssize_t node)
