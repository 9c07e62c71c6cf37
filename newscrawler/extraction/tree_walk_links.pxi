# The links of a block in the making: part of tree_walk.pyx.


cdef bint leads_somewhere(xmlNode* link) noexcept:
    """Has it an address?"""
    cdef xmlAttr* address = attribute_of(link, "href")
    if address is NULL or address.children is NULL:
        return False
    cdef xmlNode* value = address.children
    return value.next is not NULL or value.type != XML_TEXT_NODE or (value.content is not NULL and value.content[0] != 0)


cdef class Links:
    """Addresses of the links that the walk met since the last block ended, and which of them have a text."""

    cdef list addresses  # None where a link has no text
    cdef list texts_before  # for each of them the number of texts before it
    cdef list open  # for the links that we are in, the outer first, their places among the addresses
    cdef Py_ssize_t open_before  # so many of these belong to a block before
    cdef Py_ssize_t texts

    def __cinit__(self):
        self.addresses, self.texts_before, self.open = [], [], []
        self.open_before = self.texts = 0

    cdef int enter(self, xmlNode* element) except -1:
        cdef xmlAttr* address = attribute_of(element, "href")
        self.open.append(len(self.addresses))
        self.addresses.append(None if address is NULL else value_of(element, address))
        self.texts_before.append(self.texts)
        return 0

    cdef int leave(self) except -1:
        cdef Py_ssize_t place = self.open.pop()
        if len(self.open) < self.open_before:
            self.open_before -= 1
        elif self.texts_before[place] == self.texts:
            self.addresses[place] = None
        return 0

    cdef tuple finish(self):
        """The addresses of the block that ends here; its links that are open are none of the next one."""
        cdef Py_ssize_t number, place
        cdef tuple found
        for number in range(self.open_before, len(self.open)):
            place = self.open[number]
            if self.texts_before[place] == self.texts:
                self.addresses[place] = None
        self.open_before = len(self.open)
        if len(self.addresses) == 1:
            found = (self.addresses[0],) if self.addresses[0] else ()
        else:
            found = tuple([address for address in self.addresses if address])
        self.addresses.clear()
        self.texts_before.clear()
        return found
