"""The records of an .xls (BIFF), walked before a reader trusts the sizes they declare."""

import struct
from array import array
from collections.abc import Callable, Iterator

from service.errors import Invalid
from service.gate import compound
from service.gate.shape import MAX_AREA, MAX_CELLS, Extent, Shape, crowded

_PAIR = struct.Struct("<HH")
_END, _CONTINUE = 0x0A, 0x3C
_STARTS = (0x809, 0x409, 0x209, 0x009)
_FILLED = (0x203, 0x27E, 0xBD, 0x204, 0xFD, 0xD6, 0x205, 0x06, 0x206, 0x406, 0x03, 0x04, 0x02)
_SEVERAL, _LABEL = 0xBD, 0xFD
_BLANK, _BLANKS = 0x201, 0xBE
_SHEET, _LOCK, _DIMENSIONS, _MERGES, _TEXTS = 0x85, 0x2F, 0x200, 0xE5, 0xFC
_NAME, _STYLE, _RULES, _LINK = 0x18, 0xE0, (0x1B1, 0x1BE), 0x1B8
_WIDE, _RICH, _PHONETIC = 0x1, 0x8, 0x4  # what follows a text, by its flags
_SMALLEST_TEXT = 3
_MAX_RECORDS = MAX_CELLS + MAX_CELLS // 5  # the cells, and what is told of rows and looks


def judge(content: bytes) -> None:
    """Judge an .xls: each workbook in it, those of embedded charts too. Raises Invalid."""
    for book in compound.books(content):
        try:
            _Book(book).judge()
        except (struct.error, IndexError) as fault:
            raise Invalid("gate_xls_damaged") from fault


class _Book:
    """One stream of records while it is walked; a sheet is what lies between start and end."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._shape = Shape()
        self._starts: dict[int, Extent] = {}
        self._open: list[Extent] = [Extent("")]
        self._sheets: list[tuple[int, str]] = []
        self._labels = array("L")
        self._blocks: list[bytes] = []
        self._texts_end = 0
        self._records = 0
        self._rare: dict[int, Callable[[int, int], None]] = {
            **dict.fromkeys(_STARTS, self._start),
            **dict.fromkeys(_RULES, self._rule),
            _END: self._end,
            _SHEET: self._sheet,
            _LOCK: self._lock,
            _DIMENSIONS: self._dimensions,
            _MERGES: self._merges,
            _TEXTS: self._texts,
            _CONTINUE: self._continued,
            _NAME: self._name,
            _STYLE: self._style,
            _LINK: self._link,
            _BLANK: self._blank,
            _BLANKS: self._blank,
        }

    def judge(self) -> None:
        """Walk the records and hold what they count against the limits."""
        stream, at, end = self._stream, 0, len(self._stream)
        unpack, rare = _PAIR.unpack_from, self._rare
        while at + 4 <= end:
            kind, size = unpack(stream, at)
            if at + 4 + size > end:
                raise Invalid("gate_xls_damaged")
            if kind in _FILLED:
                self._filled(kind, at + 4, size)
            elif kind in rare:
                rare[kind](at + 4, size)
            at += 4 + size
            self._records += 1
            if self._records > _MAX_RECORDS:
                crowded("berkas ini")
        self._finish()

    def _finish(self) -> None:
        places = [place for place, _ in self._sheets]
        if len(set(places)) != len(places):
            raise Invalid("gate_sheet_twice")
        for place, name in self._sheets:
            if place not in self._starts:
                raise Invalid("gate_xls_damaged")
            self._starts[place].name = name
        self._shape.sheets = len(self._sheets)
        self._shape.extents = list(self._starts.values())
        self._shape.text = self._shown()
        self._shape.require()

    def _start(self, at: int, _size: int) -> None:
        extent = Extent("berkas ini")
        self._starts[at - 4] = extent
        self._open.append(extent)

    def _end(self, _at: int, _size: int) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def _filled(self, kind: int, at: int, size: int) -> None:
        row, column = _PAIR.unpack_from(self._stream, at)
        extent = self._open[-1]
        extent.cells += 1
        if kind == _SEVERAL:  # the last column stands at the end, and each value takes six bytes
            column = struct.unpack_from("<H", self._stream, at + size - 2)[0]
            extent.cells += size // 6
        elif kind == _LABEL:
            self._labels.append(struct.unpack_from("<L", self._stream, at + 6)[0])
        if row >= extent.rows:
            extent.rows = row + 1
        if column >= extent.columns:
            extent.columns = column + 1

    def _blank(self, _at: int, size: int) -> None:
        self._open[-1].cells += max(1, size // 2 - 3)

    def _sheet(self, at: int, size: int) -> None:
        (place,) = struct.unpack_from("<L", self._stream, at)
        named = self._stream[at + 7 : at + size]
        text = named[1:].decode("utf-16-le", "replace") if named[:1] == b"\1" else ""
        self._sheets.append((place, text or named[1:].decode("latin-1") or "berkas ini"))

    def _lock(self, _at: int, _size: int) -> None:
        raise Invalid("package_encrypted", expected="")

    def _dimensions(self, at: int, size: int) -> None:
        form = "<LLHH" if size >= 12 else "<HHHH"
        first, last, left, right = struct.unpack_from(form, self._stream, at)
        if last < first or right < left:
            raise Invalid("gate_xls_damaged")
        if (last - first + 1) * (right - left + 1) > MAX_AREA:
            raise Invalid("gate_xls_dimensions")

    def _merges(self, at: int, size: int) -> None:
        (count,) = struct.unpack_from("<H", self._stream, at)
        if 2 + 8 * count > size:
            raise Invalid("gate_xls_damaged")
        for number in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", self._stream, at + 2 + 8 * number)
            if bottom < top or right < left:
                raise Invalid("gate_xls_damaged")
            self._shape.merged_area += (bottom - top + 1) * (right - left + 1)
        self._shape.merges += count

    def _texts(self, at: int, size: int) -> None:
        self._blocks, self._texts_end = [self._stream[at : at + size]], at + size

    def _continued(self, at: int, size: int) -> None:
        if at - 4 == self._texts_end:
            self._blocks.append(self._stream[at : at + size])
            self._texts_end = at + size

    def _name(self, _at: int, _size: int) -> None:
        self._shape.names += 1

    def _style(self, _at: int, _size: int) -> None:
        self._shape.styles += 1

    def _rule(self, _at: int, _size: int) -> None:
        self._shape.rules += 1

    def _link(self, _at: int, _size: int) -> None:
        self._shape.links += 1

    def _shown(self) -> int:
        """Return the bytes of all shared texts, each as often as a cell shows it."""
        if not self._blocks:
            return 0
        count = struct.unpack_from("<L", self._blocks[0], 4)[0]
        if count > sum(map(len, self._blocks)) // _SMALLEST_TEXT:
            raise Invalid("gate_xls_damaged")
        lengths = list(_lengths(self._blocks))
        return sum(lengths[one] for one in self._labels if one < len(lengths))


def _lengths(blocks: list[bytes]) -> Iterator[int]:
    """Yield the length of each shared text; one that breaks off begins the next block anew."""
    texts = _Texts(blocks)
    while texts.more:
        yield texts.next()


class _Texts:
    """Where the walk through the shared texts stands: which block, and where in it."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks, self._number, self._at = blocks, 0, 8

    @property
    def more(self) -> bool:
        """Tell whether another text follows."""
        while self._number < len(self._blocks) and self._at >= len(self._blocks[self._number]):
            self._number, self._at = self._number + 1, 0
        return self._number < len(self._blocks)

    def next(self) -> int:
        """Walk over one text and return its length in bytes."""
        block = self._blocks[self._number]
        letters, flags = struct.unpack_from("<HB", block, self._at)
        self._at += 3
        behind = 0
        if flags & _RICH:
            behind += 4 * struct.unpack_from("<H", block, self._at)[0]
            self._at += 2
        if flags & _PHONETIC:
            behind += struct.unpack_from("<L", block, self._at)[0]
            self._at += 4
        length = self._letters(letters, flags)
        self._skip(behind)
        return length

    def _letters(self, left: int, flags: int) -> int:
        length = 0
        while True:
            each = 2 if flags & _WIDE else 1
            here = min(left, (len(self._blocks[self._number]) - self._at) // each)
            self._at += here * each
            length += here * 2
            left -= here
            if not left:
                return length
            self._number, self._at = self._number + 1, 1
            flags = self._blocks[self._number][0]

    def _skip(self, left: int) -> None:
        while left:
            here = min(left, len(self._blocks[self._number]) - self._at)
            self._at += here
            left -= here
            if left:
                self._number, self._at = self._number + 1, 0
