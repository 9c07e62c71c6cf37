# The text of elements: part of tree_walk.pyx.

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
        while at[0] and at[0] < 0x80 and ASCII_KINDS[at[0]] == SPACE and place < most_read:  # most texts are no more
            self.space_waits = True
            place += 1
            at += 1
        if not at[0]:
            seen[0] = place
            return 0
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


def texts_behind(cetree._Element element not None, Py_ssize_t most, Py_ssize_t most_seen):
    """The first texts behind the element, in page order: white space collapsed, none empty, none of a script."""
    cdef Text text = Text(True)
    cdef xmlNode* node = next_text(following(element._c_node, NULL), NULL)
    cdef Py_ssize_t length
    cdef list texts = []
    while node is not NULL and len(texts) < most and most_seen > 0:
        most_seen -= 1
        length = 0
        text.clear()
        node = add_neighbours(text, node, NO_LIMIT, NO_LIMIT, &length)
        if text.size:
            texts.append(text.finish())
        node = next_text(following(node, NULL), NULL)
    return texts


cdef Py_ssize_t signs_in(const unsigned char* at) noexcept nogil:
    cdef Py_ssize_t signs = 0
    while at[0]:
        signs += at[0] & 0xC0 != 0x80
        at += 1
    return signs
