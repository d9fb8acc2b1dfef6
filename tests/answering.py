"""Jobs for the children of `test_confined`: good ones, and those that must be stopped."""

import os
import time
from pathlib import Path

from service.confined import serve
from service.errors import Invalid, problem

KEPT: list[bytes] = []


def echo(*parts: bytes) -> bytes:
    return b"|".join(parts)


def eat(size: bytes) -> bytes:
    return str(len(bytes(int(size)))).encode()


def keep(size: bytes) -> bytes:
    KEPT.append(bytes(int(size)))
    return b"kept"


def wait(seconds: bytes) -> bytes:
    time.sleep(float(seconds))
    return b"waited"


def refuse() -> bytes:
    raise Invalid("case_file_empty", [problem("package_empty", "A!B1", found="x")], name="a.xlsx")


def fail() -> bytes:
    raise KeyError("no such thing")


def die() -> bytes:
    os._exit(1)


def write(path: bytes) -> bytes:
    Path(path.decode()).write_text("left behind")
    return b"written"


def number() -> bytes:
    return str(os.getpid()).encode()


if __name__ == "__main__":
    serve({job.__name__: job for job in (echo, eat, keep, wait, refuse, fail, die, write, number)})
