# Sets of hashes, in open addressing, and what two series of hashes share.

cdef struct Table:  # of different hashes
    uint64_t *slots  # 0: free
    uint64_t last  # slot
    int shift  # what leaves as many bits as there are slots
    Py_ssize_t count
    bint has_zero


cdef bint make_room(Table *table, Py_ssize_t count) except -1:
    cdef uint64_t room = 16
    table.shift = 60
    while room < 3 * <uint64_t> count:  # a third taken at most: what is looked for is mostly found at once, or not
        room *= 2
        table.shift -= 1
    table.slots = <uint64_t *> PyMem_Calloc(room, sizeof(uint64_t))
    if table.slots == NULL:
        raise MemoryError
    table.last = room - 1
    table.count = 0
    table.has_zero = False
    return True


cdef inline bint put(Table *table, uint64_t value) noexcept:
    """Puts a value in. Is it new?"""
    cdef uint64_t place = (value * _SPREAD) >> table.shift
    cdef bint is_new
    if value == 0:
        is_new = not table.has_zero
        table.has_zero = True
    else:
        while table.slots[place] != 0 and table.slots[place] != value:
            place = (place + 1) & table.last
        is_new = table.slots[place] == 0
        table.slots[place] = value
    table.count += is_new
    return is_new


cdef inline bint holds(Table *table, uint64_t value) noexcept:
    cdef uint64_t place = (value * _SPREAD) >> table.shift
    if value == 0:
        return table.has_zero
    while table.slots[place] != 0 and table.slots[place] != value:
        place = (place + 1) & table.last
    return table.slots[place] == value


cdef struct Counts:
    Py_ssize_t left
    Py_ssize_t right
    Py_ssize_t shared


cdef struct Found:  # see Presence
    Py_ssize_t length, first, head, tail, passages, in_long_passages
    Py_ssize_t run  # of places in a row, up to here
    Py_ssize_t zone, passage, long_passage


cdef bint begin_search(Found *found, Py_ssize_t length, limits) except -1:
    found.length = found.first = length
    found.head = found.tail = found.passages = found.in_long_passages = found.run = 0
    found.zone, found.passage, found.long_passage = limits
    return True


cdef inline void add_place(Found *found, Py_ssize_t place, bint is_shared) noexcept:
    if is_shared:
        if found.first == found.length:
            found.first = place
        found.head += place < found.zone
        found.tail += place >= found.length - found.zone
        found.run += 1
    elif found.run:
        end_run(found)
        found.run = 0


cdef inline void end_run(Found *found) noexcept:
    found.passages += found.run >= found.passage
    if found.run >= found.long_passage:
        found.in_long_passages += found.run


cdef object presence_of(Found *found):
    if found.run:
        end_run(found)
    return Presence(
        found.length, found.first, found.head, found.tail, found.passages, found.in_long_passages, found.run
    )


cdef Counts compare(
    const uint64_t[::1] left, const uint64_t[::1] right, Found *in_left, Found *in_right
) except *:
    """The numbers of different values; notes where shared ones stand, where that is asked."""
    cdef Table of_left, of_right
    cdef Py_ssize_t place
    cdef Counts counts
    cdef bint is_shared
    of_left.slots = of_right.slots = NULL
    counts.shared = 0
    try:
        make_room(&of_left, left.shape[0])
        make_room(&of_right, right.shape[0])
        for place in range(right.shape[0]):
            put(&of_right, right[place])
        for place in range(left.shape[0]):
            is_shared = holds(&of_right, left[place])
            counts.shared += put(&of_left, left[place]) & is_shared
            if in_left != NULL:
                add_place(in_left, place, is_shared)
        if in_right != NULL:
            for place in range(right.shape[0]):
                add_place(in_right, place, holds(&of_left, right[place]))
        counts.left, counts.right = of_left.count, of_right.count
        return counts
    finally:
        PyMem_Free(of_left.slots)
        PyMem_Free(of_right.slots)
