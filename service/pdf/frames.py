"""Frames on a pipe: eight bytes of length, then the bytes."""

import os
import select
import struct
import time
from typing import IO

_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], deadline: float | None = None) -> bytes:
    """Read one frame. Raises EOFError at the end, TimeoutError after `deadline` (monotonic)."""
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size, deadline))
    return _read(stream, length, deadline)


def _read(stream: IO[bytes], length: int, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < length:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stream], [], [], left)[0]:
                raise TimeoutError
        part = os.read(stream.fileno(), length - len(received))
        if not part:
            raise EOFError
        received += part
    return bytes(received)
