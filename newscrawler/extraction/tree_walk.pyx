"""The walks over a page's tree, over libxml2's own nodes: an element that cannot matter never becomes a Python object.

The same functions with the same results stand in ``tree_walk_in_python.py``, which says what each does and why; here
stand the comments on how. Only fields of libxml2's structures are read, so nothing is linked; nothing of the tree is kept
after a walk. No walk recurses: pages nest 2,048 deep and more.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uint64_t
from libc.string cimport memchr, memcmp, memcpy, memset, strchr, strcmp, strlen, strstr

cimport lxml.includes.etreepublic as cetree
from lxml.includes.tree cimport (
    XML_CDATA_SECTION_NODE,
    XML_ELEMENT_NODE,
    XML_TEXT_NODE,
    XML_XINCLUDE_END,
    XML_XINCLUDE_START,
    const_xmlChar,
    xmlAttr,
    xmlNode,
)

from lxml import etree

from newscrawler.extraction import element_roles, inline_classes

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(Py_UCS4)
    bint Py_UNICODE_ISALNUM(Py_UCS4)

cetree.import_lxml__etree()  # fails where lxml's own classes are others
if etree.LIBXML_VERSION[0] != 2:  # whose nodes have had the same fields in the same places since 2.0
    raise ImportError("compiled for libxml2, version 2")

cdef enum:
    INLINE = 0
    BLOCK = 1
    SKIPPED = 2
    BREAK = 3
    LINK = 4
    STRONG = 5
    CELL = 6
    TABLE = 7
    # What else is to be known about a tag, beside its role.
    HEADING = 16
    DIV = 32
    PARTS_A_HEADING = 64
    IS_CELL = 128
    NOTED = 256
    IS_LINK = 512
    VALUED = 1024
    ROLE_MASK = 15

if (INLINE, BLOCK, SKIPPED, BREAK, LINK, STRONG, CELL, TABLE) != (
    element_roles.INLINE, element_roles.BLOCK, element_roles.SKIPPED, element_roles.BREAK,
    element_roles.LINK, element_roles.STRONG, element_roles.CELL, element_roles.TABLE,
):
    raise ImportError("compiled for other element roles")

cdef int LONGEST_HEADING = element_roles.LONGEST_HEADING
cdef object ROLES = element_roles.ROLES


cdef inline bint is_text(xmlNode* node) noexcept nogil:
    return node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE


cdef inline bint is_passed_over(xmlNode* node) noexcept nogil:
    """Nodes that lxml looks past when it joins neighbouring texts."""
    return node.type == XML_XINCLUDE_START or node.type == XML_XINCLUDE_END


cdef inline xmlNode* after_texts(xmlNode* node) noexcept nogil:
    while node is not NULL and (is_text(node) or is_passed_over(node)):
        node = node.next
    return node


cdef int traits_on_any_page(str name) except -1:
    cdef int traits = ROLES.get(name, BLOCK if "-" in name else INLINE)
    if name in element_roles.HEADINGS:
        traits |= HEADING
    if name == "div":
        traits |= DIV
    if name in element_roles.PARTS_OF_HEADING:
        traits |= PARTS_A_HEADING
    if name in element_roles.CELL_TAGS:
        traits |= IS_CELL
    if name == "a":
        traits |= IS_LINK
    return traits


# Of the tags that pages are made of; invented ones are not remembered from one page to the next.
cdef dict TRAITS = {
    name: traits_on_any_page(name) for name in (*ROLES, "label", "path", "small", "source", "span", "time", "use")
}


cdef struct Slot:
    const_xmlChar* name
    int number


cdef class Tags:
    """The tags of one page, numbered. The parser keeps one string for all elements of a tag: its address is the key."""

    cdef dict numbers
    cdef list names
    cdef object noted, valued
    cdef int* traits
    cdef int room
    cdef Slot slots[256]

    def __cinit__(self, noted=frozenset(), valued=frozenset()):
        self.numbers, self.names, self.noted, self.valued, self.room = {}, [], noted, valued, 64
        self.traits = <int*>PyMem_Malloc(self.room * sizeof(int))
        if self.traits is NULL:
            raise MemoryError
        memset(self.slots, 0, sizeof(self.slots))

    def __dealloc__(self):
        PyMem_Free(self.traits)

    cdef inline int number(self, xmlNode* node) except -1:
        cdef size_t address = <size_t>node.name
        cdef Slot* slot = &self.slots[(address ^ (address >> 8)) >> 2 & 255]
        if slot.name == node.name and node.ns is NULL:
            return slot.number
        cdef int number = self.look_up(node)
        if node.ns is NULL:
            slot.name, slot.number = node.name, number
        return number

    cdef int look_up(self, xmlNode* node) except -1:
        name = decoded(node.name)
        if node.ns is not NULL and node.ns.href is not NULL:
            name = f"{{{decoded(node.ns.href)}}}{name}"
        known = self.numbers.get(name)
        if known is not None:
            return known
        cdef int number = len(self.names)
        if number == self.room:
            grown = <int*>PyMem_Realloc(self.traits, 2 * self.room * sizeof(int))
            if grown is NULL:
                raise MemoryError
            self.traits, self.room = grown, 2 * self.room
        self.traits[number] = self.traits_of(name)
        self.numbers[name] = number
        self.names.append(name)
        return number

    cdef int traits_of(self, str name) except -1:
        known = TRAITS.get(name)
        cdef int traits = traits_on_any_page(name) if known is None else known
        if name in self.noted:
            traits |= NOTED
        if name in self.valued:
            traits |= VALUED
        return traits


cdef inline str decoded(const_xmlChar* text):
    return PyUnicode_DecodeUTF8(<const char*>text, strlen(<const char*>text), "replace")


cdef str value_of(xmlNode* node, xmlAttr* attribute):
    cdef xmlNode* content = attribute.children
    if content is NULL:
        return ""
    if content.next is NULL and content.type == XML_TEXT_NODE:
        return "" if content.content is NULL else decoded(content.content)
    return cetree.attributeValue(node, attribute)


cdef xmlAttr* attribute_of(xmlNode* node, const char* name) noexcept nogil:
    cdef xmlAttr* attribute = node.properties
    while attribute is not NULL and (attribute.ns is not NULL or strcmp(<const char*>attribute.name, name)):
        attribute = attribute.next
    return attribute


cdef struct Count:
    uint64_t key
    int count


cdef class Counts:
    """How many children of each tag each node has so far: an open-addressed table, for most pages have 500 entries."""

    cdef Count* entries
    cdef size_t room, used

    def __cinit__(self):
        self.room, self.used = 2048, 0
        self.entries = <Count*>PyMem_Calloc(self.room, sizeof(Count))
        if self.entries is NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.entries)

    cdef Count* find(self, uint64_t key) noexcept:
        cdef size_t place = <size_t>(key * 0x9E3779B97F4A7C15ULL >> 32) & (self.room - 1)
        while self.entries[place].count and self.entries[place].key != key:
            place = (place + 1) & (self.room - 1)
        return &self.entries[place]

    cdef int add_one(self, uint64_t parent, uint64_t tag) except -1:
        if 2 * self.used >= self.room:
            self.grow()
        cdef Count* entry = self.find(parent << 32 | tag)
        if not entry.count:
            entry.key = parent << 32 | tag
            self.used += 1
        entry.count += 1
        return entry.count

    cdef int grow(self) except -1:
        cdef Count* old = self.entries
        cdef size_t old_room = self.room, place
        entries = <Count*>PyMem_Calloc(2 * old_room, sizeof(Count))
        if entries is NULL:
            raise MemoryError
        self.entries, self.room = entries, 2 * old_room
        for place in range(old_room):
            if old[place].count:
                self.find(old[place].key)[0] = old[place]
        PyMem_Free(old)
        return 0


include "tree_walk_text.pxi"
include "tree_walk_names.pxi"
include "tree_walk_inline.pxi"
include "tree_walk_links.pxi"
include "tree_walk_blocks.pxi"
include "tree_walk_bytes.pxi"
include "tree_walk_attributes.pxi"
include "tree_walk_drawing.pxi"
include "tree_walk_weight.pxi"
