"""A PDF, bounded in objects and in what its streams unfold to, before a program opens it.

Programs unfold some streams only to count the pages, and none of them says how large it will be.
"""

import re

from isal import isal_zlib

from service.errors import Invalid

MAX_OBJECTS, MAX_REFERENCES = 100_000, 500_000
MAX_STREAM, MAX_STREAMS = 192 * 2**20, 2**30  # bytes unfolded: of one, an A4 scan in colour; of all
_FED, _PIECE = 64 * 1024, 256 * 1024
_RE_READ = 3  # how often the same bytes are tried as the start of a stream
_DEFLATED = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda])")
_LISTING = re.compile(rb"/(?:ObjStm|XRef)\b")
_OTHER_FILTER = re.compile(rb"/(?:ASCII85|ASCIIHex|LZW|RunLength|A85|AHx|RL)")
_DICTIONARY = 1_000  # bytes around the type of a listing in which its filters stand


def judge(content: bytes) -> None:
    """Judge a PDF. Raises Invalid; whether it has pages is for the program that shows them."""
    if content.count(b" obj") > MAX_OBJECTS or content.count(b" R") > MAX_REFERENCES:
        raise Invalid("gate_pdf_crowded")
    for found in _LISTING.finditer(content):
        around = content[max(0, found.start() - _DICTIONARY) : found.end() + _DICTIONARY]
        before, _, after = around.partition(found[0])
        dictionary = before.rpartition(b" obj")[2] + after.partition(b"stream")[0]
        if _OTHER_FILTER.search(dictionary) or dictionary.count(b"/FlateDecode") > 1:
            raise Invalid("gate_pdf_unfolds", limit=MAX_STREAM // 2**20)
    _bound_streams(content)


def _bound_streams(content: bytes) -> None:
    at, fed, unfolded = 0, 0, 0
    while found := _DEFLATED.search(content, at):
        taken, length = _unfold(content, found.end())
        fed, unfolded = fed + taken, unfolded + length
        if length > MAX_STREAM or unfolded > MAX_STREAMS or fed > _RE_READ * len(content):
            raise Invalid("gate_pdf_unfolds", limit=MAX_STREAM // 2**20)
        at = found.end()


def _unfold(content: bytes, start: int) -> tuple[int, int]:
    """Return how many bytes from `start` were read and what they unfold to, within the limit."""
    unpacker = isal_zlib.decompressobj()
    length, at = 0, start
    try:
        while at < len(content) and not unpacker.eof and length <= MAX_STREAM:
            waiting = content[at : at + _FED]
            at += len(waiting)
            while waiting and not unpacker.eof and length <= MAX_STREAM:
                length += len(unpacker.decompress(waiting, _PIECE))
                waiting = unpacker.unconsumed_tail
    except isal_zlib.error:  # type: ignore[misc]
        return at - start, length
    return at - start - len(unpacker.unused_data), length
