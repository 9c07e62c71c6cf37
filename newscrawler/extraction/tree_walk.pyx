"""The walks over a page's tree, over libxml2's own nodes: an element that cannot matter never becomes a Python object.

The same functions with the same results stand in ``tree_walk_in_python.py``, which says what each does and why; here
stand the comments on how. Only fields of libxml2's structures are read, so nothing is linked; nothing of the tree is kept
after a walk. No walk recurses: pages nest 2,048 deep and more.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uint64_t
from libc.string cimport memset, strcmp, strlen

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

from newscrawler.extraction import element_roles

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(Py_UCS4)
    bint Py_UNICODE_ISALNUM(Py_UCS4)

cetree.import_lxml__etree()

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


# Tags -----------------------------------------------------------------------------------------------------------------

cdef struct Slot:
    const_xmlChar* name
    int number


cdef class Tags:
    """The tags of one page, numbered. The parser keeps one string for all elements of a tag: its address is the key."""

    cdef dict numbers
    cdef list names
    cdef object noted
    cdef int* traits
    cdef int room
    cdef Slot slots[256]

    def __cinit__(self, noted=frozenset()):
        self.numbers, self.names, self.noted, self.room = {}, [], noted, 64
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
        if name in self.noted:
            traits |= NOTED
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


# Text -----------------------------------------------------------------------------------------------------------------

cdef enum:
    ORDINARY = 0
    SPACE = 1
    FIGURE_OR_LETTER = 2

cdef unsigned char ASCII_KINDS[128]
for _code in range(128):
    ASCII_KINDS[_code] = SPACE if chr(_code).isspace() else FIGURE_OR_LETTER if chr(_code).isalnum() else ORDINARY


cdef inline Py_UCS4 code_point(const unsigned char* at, int* length) noexcept nogil:
    """The sign that begins here and its bytes; a byte that begins none stands for itself, and decodes to U+FFFD."""
    cdef unsigned char first = at[0]
    if 0xC0 <= first < 0xE0 and at[1] & 0xC0 == 0x80:
        length[0] = 2
        return (first & 0x1F) << 6 | (at[1] & 0x3F)
    if 0xE0 <= first < 0xF0 and at[1] & 0xC0 == 0x80 and at[2] & 0xC0 == 0x80:
        length[0] = 3
        return (first & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F)
    if 0xF0 <= first < 0xF5 and at[1] & 0xC0 == 0x80 and at[2] & 0xC0 == 0x80 and at[3] & 0xC0 == 0x80:
        length[0] = 4
        return (first & 0x07) << 18 | (at[1] & 0x3F) << 12 | (at[2] & 0x3F) << 6 | (at[3] & 0x3F)
    length[0] = 1
    return 0xFFFD


cdef inline bint is_invisible(Py_UCS4 sign) noexcept nogil:
    return sign in (0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF)


cdef inline bint is_unseen(Py_UCS4 sign) noexcept nogil:
    return is_invisible(sign) or 0x202A <= sign <= 0x202E or 0x2066 <= sign <= 0x2069


cdef class Text:
    """Text in the making: white space collapsed, invisible signs dropped, as bytes of UTF-8."""

    cdef unsigned char* bytes
    cdef size_t size, room
    cdef Py_ssize_t signs  # length in signs, as Python counts
    cdef bint space_waits, says_something, drops_directions

    def __cinit__(self, bint drops_directions=False):
        self.drops_directions = drops_directions
        self.room = 1024
        self.bytes = <unsigned char*>PyMem_Malloc(self.room)
        if self.bytes is NULL:
            raise MemoryError
        self.clear()

    def __dealloc__(self):
        PyMem_Free(self.bytes)

    cdef inline void clear(self) noexcept:
        self.size = 0
        self.signs = 0
        self.space_waits = self.says_something = False

    cdef int make_room(self, size_t more) except -1:
        if self.size + more <= self.room:
            return 0
        room = 2 * (self.size + more)
        grown = <unsigned char*>PyMem_Realloc(self.bytes, room)
        if grown is NULL:
            raise MemoryError
        self.bytes, self.room = grown, room
        return 0

    cdef str finish(self):
        return PyUnicode_DecodeUTF8(<const char*>self.bytes, self.size, "replace")

    cdef Py_ssize_t add(
        self, const unsigned char* at, Py_ssize_t most, Py_ssize_t most_read, Py_ssize_t* seen, Py_ssize_t* start
    ) except -1:
        """Adds a text until ``most`` signs are held or ``most_read`` are read; the place after its last visible sign.

        ``seen`` counts the signs read, ``start`` becomes the place of the first that is no white space, else -1.
        """
        cdef Py_ssize_t place = seen[0], end = 0
        cdef int length, kind
        cdef Py_UCS4 sign
        self.make_room(strlen(<const char*>at) + 1)
        cdef unsigned char* out = self.bytes + self.size
        while at[0] and self.signs < most and place < most_read:
            if at[0] < 0x80:
                length, kind, sign = 1, ASCII_KINDS[at[0]], at[0]
            else:
                sign = code_point(at, &length)
                kind = SPACE if Py_UNICODE_ISSPACE(sign) else ORDINARY
            place += 1
            if kind == SPACE:
                self.space_waits = True
                at += length
                continue
            if start[0] < 0:
                start[0] = place - 1
            end = place
            if sign >= 0x80:
                if is_unseen(sign) if self.drops_directions else is_invisible(sign):
                    at += length
                    continue
                if not self.says_something and Py_UNICODE_ISALNUM(sign):
                    self.says_something = True
            elif kind == FIGURE_OR_LETTER:
                self.says_something = True
            if self.space_waits:
                self.space_waits = False
                if self.signs:
                    out[0] = c" "
                    out += 1
                    self.signs += 1
                    if self.signs == most:
                        break
            self.signs += 1
            while length:
                out[0] = at[0]
                out += 1
                at += 1
                length -= 1
        self.size = out - self.bytes
        seen[0] = place
        return end


cdef Py_ssize_t NO_LIMIT = <Py_ssize_t>(<size_t>-1 >> 1)


cdef inline xmlNode* following(xmlNode* node, xmlNode* root) noexcept nogil:
    """The next node of the page that is not inside this one; NULL at the end of the root."""
    while node != root and node.next is NULL:
        node = node.parent
    return NULL if node == root else node.next


cdef inline bint holds_script(xmlNode* element) noexcept nogil:
    return element.name[0] == c"s" and not (
        strcmp(<const char*>element.name, "script") and strcmp(<const char*>element.name, "style")
    )


cdef xmlNode* next_text(xmlNode* node, xmlNode* root) noexcept nogil:
    """The first seen text from this node on."""
    while node is not NULL:
        if is_text(node):
            if not holds_script(node.parent):
                return node
            node = following(node, root)
        elif node.type == XML_ELEMENT_NODE and node.children is not NULL:
            node = node.children
        else:
            node = following(node, root)
    return NULL


cdef xmlNode* add_neighbours(
    Text text, xmlNode* node, Py_ssize_t most, Py_ssize_t most_read, Py_ssize_t* seen
) except? NULL:
    """Adds the texts that stand side by side from here on, one text to lxml; the last of them."""
    cdef xmlNode* last = node
    cdef Py_ssize_t start = -1
    while node is not NULL and (is_text(node) or is_passed_over(node)):
        if is_text(node) and node.content is not NULL:
            text.add(node.content, most, most_read, seen, &start)
        last, node = node, node.next
    return last


def text_of(cetree._Element element not None, Py_ssize_t longest=2000):
    """The element's text, white space collapsed, without script and style, cut at ``longest`` characters."""
    cdef Text text = Text(True)
    cdef xmlNode* root = element._c_node
    cdef xmlNode* node = next_text(root.children, root) if root.type == XML_ELEMENT_NODE else NULL
    cdef Py_ssize_t seen = 0
    while node is not NULL and seen <= longest * 4 and text.signs < longest:
        node = add_neighbours(text, node, longest, NO_LIMIT, &seen)
        node = next_text(following(node, root), root)
    return text.finish()


def parts_of(cetree._Element element not None, Py_ssize_t longest=400):
    """The element's text with a line feed between texts of different elements, so that they do not run together."""
    cdef Text text = Text(True)
    cdef xmlNode* root = element._c_node
    cdef xmlNode* node = next_text(root.children, root) if root.type == XML_ELEMENT_NODE else NULL
    cdef Py_ssize_t seen, length = 0
    cdef list parts = []
    while node is not NULL and length <= longest:
        seen = 0
        text.clear()
        node = add_neighbours(text, node, NO_LIMIT, longest * 2, &seen)
        if text.size:
            parts.append(text.finish())
            length += text.signs
        node = next_text(following(node, root), root)
    return "\n".join(parts)[:longest]


# Blocks ---------------------------------------------------------------------------------------------------------------

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


cdef bint is_name(const char* name) noexcept nogil:
    """Is it an attribute whose value names the element?"""
    if name[0] == c"c":
        return not strcmp(name, "class")
    if name[0] == c"i":
        return not (strcmp(name, "id") and strcmp(name, "itemprop"))
    if name[0] == c"d":
        return not (strcmp(name, "data-component") and strcmp(name, "data-testid") and strcmp(name, "data-type"))
    if name[0] == c"r":
        return not strcmp(name, "role")
    return name[0] == c"a" and not strcmp(name, "aria-hidden")


cdef class Cutter:
    """The state of one walk."""

    cdef Tags tags
    cdef Text text
    cdef Counts ordinals
    cdef list node_parent, node_end, node_first_block, node_last_block, node_tag, node_class, node_id, node_names
    cdef list node_ordinal, texts, block_node, link_lengths, link_counts, strong_lengths, leads
    cdef list elements  # None where nobody asks for them
    cdef cetree._Element tree
    cdef Py_ssize_t node, nodes
    cdef Py_ssize_t link_length, link_count, strong_length, in_links, in_strong
    cdef bint has_parts, after_break, only_space_since_break
    cdef xmlNode* lead
    cdef xmlNode* figures  # the table of figures that we are in
    cdef xmlNode* heading  # the heading in a box of its own that we are in

    def __cinit__(self, cetree._Element tree, cut, list elements):
        self.tags, self.text, self.ordinals = Tags(), Text(), Counts()
        self.tree, self.elements = tree, elements
        self.node_parent, self.node_end = cut.node_parent, cut.node_end
        self.node_first_block, self.node_last_block = cut.node_first_block, cut.node_last_block
        self.node_tag, self.node_class, self.node_id = cut.node_tag, cut.node_class, cut.node_id
        self.node_names, self.node_ordinal = cut.node_names, cut.node_ordinal
        self.texts, self.block_node, self.leads = cut.texts, cut.block_node, cut.leads
        self.link_lengths, self.link_counts, self.strong_lengths = (
            cut.link_lengths, cut.link_counts, cut.strong_lengths
        )
        self.node = self.nodes = self.in_links = self.in_strong = 0
        self.figures = self.heading = NULL
        self.clear()

    cdef inline void clear(self) noexcept:
        self.text.clear()
        self.has_parts = self.after_break = self.only_space_since_break = False
        self.link_length = self.link_count = self.strong_length = 0
        self.lead = NULL

    cdef str walk(self, Py_ssize_t most_blocks, Py_ssize_t most_elements):
        """The name of what the page has too much of, None where it has not."""
        cdef xmlNode* root = self.tree._c_node
        cdef xmlNode* parent = root
        cdef xmlNode* node
        cdef Py_ssize_t elements = 1
        cdef int role = self.enter(root)
        cdef bint is_seen = role != BREAK  # lxml hides text after a comment, and we that inside a br
        node = NULL if role == SKIPPED else root.children
        while True:
            if len(self.texts) > most_blocks:
                return "blocks of text"
            if node is NULL:
                self.leave(parent)
                if parent == root:
                    return "blocks of text" if len(self.texts) > most_blocks else None
                node, parent, is_seen = parent.next, parent.parent, True
            elif is_text(node):
                if is_seen:
                    self.add(node)
                node = after_texts(node)
            elif node.type == XML_ELEMENT_NODE:
                elements += 1
                if elements > most_elements:
                    return "elements"
                role = self.enter(node)
                is_seen = role != BREAK
                if role == SKIPPED:
                    node = node.next
                else:
                    parent, node = node, node.children
            else:
                is_seen = is_seen and is_passed_over(node)
                node = node.next

    cdef inline int role_of(self, int traits) noexcept:
        cdef int role = traits & ROLE_MASK
        if role == CELL:
            return BLOCK if self.figures is NULL else INLINE
        if self.heading is not NULL and traits & DIV:
            return INLINE
        return role

    cdef int enter(self, xmlNode* element) except -1:
        cdef int tag = self.tags.number(element)
        cdef int traits = self.tags.traits[tag]
        cdef int role = self.role_of(traits)
        if role == SKIPPED:
            return role
        if role == BLOCK or role == TABLE:
            self.open(element, tag)
            if role == TABLE and self.figures is NULL:
                self.figures = element
            elif traits & HEADING and self.is_boxed(element):
                self.heading = element
            return role
        if role == BREAK:
            self.break_line()
            return role
        if role == LINK:
            self.in_links += 1
            self.link_count += 1
        elif role == STRONG:
            self.in_strong += 1
        elif traits & IS_CELL and self.figures is not NULL:
            self.add_space()
        if self.lead is NULL and not self.has_parts:
            self.lead = element
        return role

    cdef int leave(self, xmlNode* element) except -1:
        cdef int role = self.role_of(self.tags.traits[self.tags.number(element)])
        if role == BLOCK or role == TABLE:
            self.close()
            if element == self.figures:
                self.figures = NULL
            elif element == self.heading:
                self.heading = NULL
        elif role == LINK:
            self.in_links -= 1
        elif role == STRONG:
            self.in_strong -= 1
        return 0

    cdef inline void add_space(self) noexcept:
        self.has_parts = True
        self.text.space_waits = True

    cdef int add(self, xmlNode* node) except -1:
        """Adds the texts that stand side by side from here on."""
        cdef Py_ssize_t seen = 0, start = -1, end = 0, found
        while node is not NULL and (is_text(node) or is_passed_over(node)):
            if is_text(node) and node.content is not NULL:
                found = self.text.add(node.content, NO_LIMIT, NO_LIMIT, &seen, &start)
                if found:
                    end = found
            node = node.next
        if start < 0:
            return 0  # white space alone begins nothing, and the text remembers to leave a space
        self.has_parts = True
        self.only_space_since_break = False
        if self.in_links:
            self.link_length += end - start
        if self.in_strong:
            self.strong_length += end - start
        return 0

    cdef int break_line(self) except -1:
        if self.has_parts:
            if self.after_break and self.only_space_since_break:
                self.flush()
            else:
                self.add_space()
                self.after_break = self.only_space_since_break = True
        return 0

    cdef int open(self, xmlNode* element, int tag) except -1:
        if self.has_parts:
            self.flush()
        else:
            self.lead = NULL
            self.link_count = 0
        cdef Py_ssize_t parent = self.node
        cdef str value, names = "", class_name = "", identity = ""
        cdef bint is_first = True
        cdef xmlAttr* attribute = element.properties
        while attribute is not NULL:
            if attribute.ns is NULL and is_name(<const char*>attribute.name):
                value = value_of(element, attribute)
                if attribute.name[0] == c"c":
                    class_name = value
                elif attribute.name[0] == c"a":
                    value = f"aria-hidden={value}"
                elif attribute.name[1] == c"d":
                    identity = value
                names = value if is_first else f"{names} {value}"
                is_first = False
            attribute = attribute.next
        self.node = self.nodes
        self.nodes += 1
        if self.elements is not None:
            self.elements.append(cetree.elementFactory(self.tree._doc, element))
        self.node_parent.append(parent)
        self.node_end.append(0)
        self.node_first_block.append(len(self.texts))
        self.node_last_block.append(0)
        self.node_tag.append(self.tags.names[tag])
        self.node_class.append(class_name)
        self.node_id.append(identity)
        self.node_names.append(names)
        self.node_ordinal.append(self.ordinals.add_one(parent, tag))
        return 0

    cdef int close(self) except -1:
        if self.has_parts:
            self.flush()
        self.node_end[self.node] = self.nodes
        self.node_last_block[self.node] = len(self.texts)
        self.node = self.node_parent[self.node]
        return 0

    cdef int flush(self) except -1:
        cdef Py_ssize_t length = self.text.signs
        if self.text.says_something:
            self.texts.append(self.text.finish())
            self.block_node.append(self.node)
            self.link_lengths.append(min(self.link_length, length))
            self.link_counts.append(self.link_count)
            self.strong_lengths.append(min(self.strong_length, length))
            self.leads.append("" if self.lead is NULL else self.lead_name())
        self.clear()
        return 0

    cdef str lead_name(self):
        cdef xmlAttr* attribute = attribute_of(self.lead, "class")
        class_name = "" if attribute is NULL else value_of(self.lead, attribute)
        return f"{self.tags.names[self.tags.number(self.lead)]} {class_name}"

    cdef bint is_boxed(self, xmlNode* heading) except -1:
        """Is all of a short heading in one div, as editors built on Draft.js write it? Longer ones are unclosed tags."""
        cdef xmlNode* only = NULL
        cdef xmlNode* node = heading.children
        cdef Py_ssize_t length = 0
        while node is not NULL:
            if cetree._isElement(node):
                if only is not NULL:
                    return False
                only = node
            node = node.next
        if only is NULL or only.type != XML_ELEMENT_NODE or not self.tags.traits[self.tags.number(only)] & DIV:
            return False
        node = heading.children
        while node is not NULL:
            if is_text(node) and node.content is not NULL:
                length += signs_in(node.content)
            elif node.type == XML_ELEMENT_NODE:
                if node != only and self.tags.traits[self.tags.number(node)] & PARTS_A_HEADING:
                    return False
                if node.children is not NULL:
                    node = node.children
                    continue
            if length > LONGEST_HEADING:
                return False
            node = following(node, heading)
        return True


cdef Py_ssize_t signs_in(const unsigned char* at) noexcept nogil:
    cdef Py_ssize_t signs = 0
    while at[0]:
        signs += at[0] & 0xC0 != 0x80
        at += 1
    return signs


def walk_blocks(cetree._Element tree not None, cut, Py_ssize_t most_blocks, Py_ssize_t most_elements):
    """Fills the empty lists of a `CutPage`; the name of what the page has too much of, None where it has not."""
    return Cutter(tree, cut, None).walk(most_blocks, most_elements)


def block_elements(cetree._Element tree not None, cut, Py_ssize_t most_blocks, Py_ssize_t most_elements):
    """The same walk once more: the elements of its nodes, in order."""
    cdef list elements = []
    Cutter(tree, cut, elements).walk(most_blocks, most_elements)
    return elements


# Noted elements -------------------------------------------------------------------------------------------------------

cdef class PartFinder:
    """Finds any of some parts in a name, whatever its case, in one pass: the automaton of Aho and Corasick."""

    cdef readonly tuple parts
    cdef short* steps  # of each state, for each kind of letter: the next state, -1 where a part ends
    cdef unsigned char kinds[256]
    cdef int width
    cdef bint finds_all

    def __cinit__(self, tuple parts):
        self.parts = parts
        ascii_parts = [part.encode() for part in parts if part.isascii()]
        self.finds_all = b"" in ascii_parts
        letters = sorted(set(b"".join(ascii_parts)))
        self.width = len(letters) + 1
        memset(self.kinds, 0, sizeof(self.kinds))
        for kind, letter in enumerate(letters, 1):
            self.kinds[letter] = kind
        for letter in range(65, 91):
            self.kinds[letter] = self.kinds[letter + 32]
        rows = automaton([[self.kinds[letter] for letter in part] for part in ascii_parts], self.width)
        if len(rows) > 32_000:
            raise ValueError("too many name parts")
        self.steps = <short*>PyMem_Malloc(len(rows) * self.width * sizeof(short))
        if self.steps is NULL:
            raise MemoryError
        for state, row in enumerate(rows):
            for kind, target in enumerate(row):
                self.steps[<int>state * self.width + <int>kind] = target

    def __dealloc__(self):
        PyMem_Free(self.steps)

    cdef bint is_in(self, str text):
        """Is a part in this text? Python says, for text with letters beyond ASCII."""
        folded = text.lower()
        return any([part in folded for part in self.parts])

    cdef bint is_in_value(self, xmlNode* element, xmlAttr* attribute):
        cdef xmlNode* content = attribute.children
        if content is NULL:
            return False
        cdef int state = -2
        if content.next is NULL and content.type == XML_TEXT_NODE and content.content is not NULL:
            state = self.read(0, content.content)
        return state == -1 or (state == -2 or self.finds_all) and self.is_in(value_of(element, attribute))

    cdef int read(self, int state, const unsigned char* text) noexcept nogil:
        """The state after this text, -1 where a part was found, -2 where a sign beyond ASCII was met."""
        while text[0]:
            if text[0] >= 0x80:
                return -2
            state = self.steps[state * self.width + self.kinds[text[0]]]
            if state < 0:
                return -1
            text += 1
        return state


def automaton(parts, width):
    """Rows of next states for the parts, given as lists of letter kinds; -1 is a part's end."""
    rows, ends = [[None] * width], set()
    for part in parts:
        state = 0
        for kind in part:
            if rows[state][kind] is None:
                rows[state][kind] = len(rows)
                rows.append([None] * width)
            state = rows[state][kind]
        ends.add(state)
    waiting, falls = [0], {0: 0}
    for state in waiting:  # grows as it is read: breadth first
        for kind in range(width):
            fall = rows[falls[state]][kind] if state else 0
            target = rows[state][kind]
            if target is None:
                rows[state][kind] = fall
                continue
            falls[target] = fall
            if fall in ends:
                ends.add(target)
            waiting.append(target)
    return [[-1 if target in ends else target for target in row] for row in rows]


cdef dict FINDERS = {}


cdef PartFinder finder_of(tuple parts):
    """Made once for each of the few tables of parts."""
    found = FINDERS.get(parts)
    if found is None:
        FINDERS.clear() if len(FINDERS) > 8 else None
        found = FINDERS[parts] = PartFinder(parts)
    return found


cdef class Namer:
    """Reads the names of elements: the values of some attributes, in their order."""

    cdef PartFinder finder
    cdef list keys
    cdef int count
    cdef const char* attributes[16]
    cdef xmlAttr* found[16]

    def __cinit__(self, tuple attributes, tuple parts):
        self.finder = finder_of(parts)
        if len(attributes) > 16:
            raise ValueError("too many naming attributes")
        self.keys = [name.encode() for name in attributes]
        self.count = len(attributes)
        for place, key in enumerate(self.keys):
            self.attributes[<int>place] = <const char*>key

    cdef bint find(self, xmlNode* element) noexcept nogil:
        """Notes the naming attributes of an element; has it any?"""
        cdef int place
        cdef bint any_found = False
        cdef xmlAttr* attribute = element.properties
        for place in range(self.count):
            self.found[place] = NULL
        while attribute is not NULL:
            if attribute.ns is NULL and attribute.children is not NULL:
                for place in range(self.count):
                    if attribute.name[0] == <unsigned char>self.attributes[place][0] and not strcmp(
                        <const char*>attribute.name, self.attributes[place]
                    ):
                        self.found[place] = attribute
                        any_found = True
                        break
            attribute = attribute.next
        return any_found

    cdef str names(self, xmlNode* element):
        """The names of the element that was looked at last."""
        values = [value_of(element, self.found[place]) for place in range(self.count) if self.found[place] is not NULL]
        return " ".join([value for value in values if value])

    cdef str names_with_part(self, xmlNode* element):
        """The names, "" where there are none or none with a part."""
        if not self.find(element):
            return ""
        cdef int state = self.judge()
        if state >= 0 and not self.finder.finds_all:
            return ""
        names = self.names(element)
        return names if state != -2 or self.finder.is_in(names) else ""

    cdef int judge(self) noexcept nogil:
        cdef int place, state = 0
        cdef bint is_first = True
        cdef xmlNode* content
        for place in range(self.count):
            if self.found[place] is NULL:
                continue
            content = self.found[place].children
            if content.next is not NULL or content.type != XML_TEXT_NODE:
                return -2
            if content.content is NULL or not content.content[0]:
                continue
            if not is_first:
                state = self.finder.read(state, <const unsigned char*>b" ")
                if state < 0:
                    return state
            is_first = False
            state = self.finder.read(state, content.content)
            if state < 0:
                return state
        return state


def noted_elements(
    cetree._Element tree not None,
    frozenset noted_tags,
    tuple attributes,
    tuple name_parts,
    tuple address_parts,
    Py_ssize_t most,
):
    """Three lists: see the twin."""
    cdef Tags tags = Tags(noted_tags)
    cdef Namer namer = Namer(attributes, name_parts)
    cdef PartFinder addresses = finder_of(address_parts)
    cdef dict of_tag = {}
    cdef list with_name = [], with_address = [], noted
    cdef xmlNode* root = tree._c_node
    cdef xmlNode* node = root
    cdef xmlAttr* address
    cdef Py_ssize_t order = -1
    cdef int tag
    cdef str names
    while node is not NULL:
        order += cetree._isElement(node)
        if node.type != XML_ELEMENT_NODE:
            node = following(node, root)
            continue
        tag = tags.number(node)
        if tags.traits[tag] & NOTED:
            noted = of_tag.setdefault(tags.names[tag], [])
            if len(noted) < most:
                noted.append((order, cetree.elementFactory(tree._doc, node)))
        if node.properties is not NULL:
            names = namer.names_with_part(node) if len(with_name) < most else ""
            if names:
                with_name.append((cetree.elementFactory(tree._doc, node), order, names))
            elif tags.traits[tag] & IS_LINK and len(with_address) < most:
                address = attribute_of(node, "href")
                if address is not NULL and addresses.is_in_value(node, address):
                    namer.find(node)
                    with_address.append((cetree.elementFactory(tree._doc, node), order, namer.names(node)))
        node = node.children if node.children is not NULL else following(node, root)
    return of_tag, with_name, with_address
