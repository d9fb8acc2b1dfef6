"""The jobs of the child process in which uploaded workbooks are read and marked."""

import json

from service.confined import joined, serve
from service.errors import Problem
from service.workbook.grids.formats import read
from service.workbook.grids.grid import packed
from service.workbook.marking.marked_copy import marked


def _marked(content: bytes, asked: bytes) -> bytes:
    told = json.loads(asked)
    copy, named = marked(content, [Problem(**one) for one in told["problems"]], told["name"])
    return joined([copy, named.encode()])


if __name__ == "__main__":
    serve({"grids": lambda content: packed(read(content)), "marked": _marked})
