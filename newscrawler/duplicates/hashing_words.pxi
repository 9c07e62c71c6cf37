# A text, read once, character by character: words and numbers as polynomials of their letters.

cdef struct Words:
    uint64_t *hashes
    uint64_t *numbers
    Py_ssize_t count
    Py_ssize_t count_of_numbers
    Py_ssize_t own_words
    Py_ssize_t figures  # in a row, up to here
    uint64_t number  # that they make
    uint64_t number_power
    uint64_t value  # of the word that is being read
    uint64_t power  # for its next letter; 1: no word is being read


cdef bint read_words(Words *words, str text, bint is_normal) except -1:
    """Fills in the hashes; False: the text must be made normal before it is read."""
    cdef Py_ssize_t room = len(text) + 1  # a word needs a character
    cdef Py_ssize_t index = 0, last_mark = -2
    cdef uint32_t entry, part
    cdef Py_UCS4 character
    give_room(words, room)
    words.count = words.count_of_numbers = words.own_words = words.figures = words.value = words.number = 0
    words.power = words.number_power = 1
    for character in text:
        entry = _TABLE[character]
        if entry & USUAL:
            add_letter(words, entry)
        else:
            if entry == 0:
                entry = look_up(character)
            if is_normal:
                if entry & DIFFERS:
                    entry = letters.fold_letter(<int> character)
            elif entry & JOINS or (entry & HAS_MARK and last_mark == index - 1):
                return False
            if entry & HAS_MARK:
                last_mark = index
            if entry & IS_SEVERAL:
                several = <tuple> _SEVERAL[entry & CODE_MASK]
                room += len(several) - 1
                give_room(words, room)
                for part in several:
                    add_letter(words, part)
            else:
                add_letter(words, entry)
        index += 1
    end_word(words)
    end_number(words)
    for index in range(words.count):
        words.hashes[index] = mix(words.hashes[index])
    return True


cdef bint give_room(Words *words, Py_ssize_t room) except -1:
    cdef void *hashes = PyMem_Realloc(words.hashes, room * sizeof(uint64_t))
    if hashes == NULL:
        raise MemoryError
    words.hashes = <uint64_t *> hashes
    cdef void *numbers = PyMem_Realloc(words.numbers, room * sizeof(uint64_t))
    if numbers == NULL:
        raise MemoryError
    words.numbers = <uint64_t *> numbers
    return True


cdef uint32_t look_up(Py_UCS4 character) except 0:
    """The entry of a character that was not met yet."""
    cdef uint32_t entry
    raw = letters.fold_raw_letter(<int> character)
    if len(raw.folded) == 1:
        entry = raw.folded[0]
    else:
        entry = <uint32_t> len(_SEVERAL) | IS_SEVERAL
        _SEVERAL.append(raw.folded)
    if raw.joins:
        entry |= JOINS
    if raw.has_mark:
        entry |= HAS_MARK
    if raw.differs:
        entry |= DIFFERS
    if entry < USUAL:
        entry |= USUAL
    _TABLE[character] = entry
    return entry


cdef inline void add_letter(Words *words, uint32_t entry) noexcept:
    """Goes on with one folded character.

    Letters and borders are told apart without a branch: where a word ends is hard to foresee, and a processor that
    guesses wrong waits.
    """
    cdef uint64_t code = entry & CODE_MASK
    cdef uint32_t kind = (entry >> KIND_SHIFT) & KINDS
    cdef uint64_t is_letter = kind >> 1  # of a letter and a separator
    cdef uint64_t all_if_letter = 0 - is_letter
    if kind == DROPPED:
        return
    if entry & FIGURE:
        words.number += code * words.number_power
        words.number_power *= BASE
        words.figures += 1
    elif words.figures:
        end_number(words)
    if kind == OWN_WORD:
        end_word(words)
        words.hashes[words.count] = code
        words.count += 1
        words.own_words += 1
        return
    words.hashes[words.count] = words.value
    words.count += (is_letter ^ 1) & (words.power != 1)
    words.value = (words.value + code * words.power) & all_if_letter
    words.power = ((words.power * BASE) & all_if_letter) | (is_letter ^ 1)


cdef inline void end_word(Words *words) noexcept:
    words.hashes[words.count] = words.value
    words.count += words.power != 1
    words.value = 0
    words.power = 1


cdef inline void end_number(Words *words) noexcept:
    if words.figures >= 2:
        words.numbers[words.count_of_numbers] = mix(words.number)
        words.count_of_numbers += 1
    words.figures = 0
    words.number = 0
    words.number_power = 1


cdef inline uint64_t mix(uint64_t value) noexcept:
    value = (value ^ (value >> 30)) * FIRST_FACTOR
    value = (value ^ (value >> 27)) * SECOND_FACTOR
    return value ^ (value >> 31)
