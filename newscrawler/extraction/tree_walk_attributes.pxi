# The attributes that are read: part of tree_walk.pyx.


cdef enum:
    LONGEST_NAME = 32
    MOST_OF_LENGTH = 16


cdef class AttributeNames:
    """Tells the attributes that are read from all others, in any case."""

    cdef list keys
    cdef int counts[LONGEST_NAME]
    cdef const char* of_length[LONGEST_NAME][MOST_OF_LENGTH]

    def __cinit__(self, names):
        cdef bytes key
        self.keys = [name.encode("ascii") for name in names]
        memset(self.counts, 0, sizeof(self.counts))
        for key in self.keys:
            if len(key) >= LONGEST_NAME or self.counts[len(key)] == MOST_OF_LENGTH:
                raise ValueError("too many attributes, or too long a name")
            self.of_length[len(key)][self.counts[len(key)]] = key
            self.counts[len(key)] += 1

    cdef bint has(self, const unsigned char* name, Py_ssize_t length) noexcept nogil:
        cdef int number
        if length >= LONGEST_NAME:
            return False
        for number in range(self.counts[length]):
            if is_same(name, self.of_length[length][number], length):
                return True
        return False


cdef bint is_same(const unsigned char* name, const char* key, Py_ssize_t length) noexcept nogil:
    """Is this the lower-case key in any case?"""
    cdef Py_ssize_t place
    cdef unsigned char sign
    for place in range(length):
        sign = name[place]
        if <unsigned char>key[place] != (sign | 32 if c"A" <= sign <= c"Z" else sign):
            return False
    return True


cdef dict NAMES = {}


cdef AttributeNames names_of(attributes):
    """Made once for each of the few sets of names; None for all names."""
    if attributes is None:
        return None
    found = NAMES.get(attributes)
    if found is None:
        NAMES.clear() if len(NAMES) > 8 else None
        found = NAMES[attributes] = AttributeNames(attributes)
    return found
