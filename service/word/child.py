"""The jobs of the child process in which templates nobody approved are compiled and filled."""

import json
import pickle
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from service import gate, package
from service.confined import Job, serve
from service.errors import Invalid, Problem, problem
from service.word import external
from service.word.commenting.commented import commented
from service.word.filling.template import Template


def _with_values(work: Callable[[bytes, Any], bytes]) -> Job:
    def job(docx: bytes, written: bytes) -> bytes:
        return work(docx, pickle.loads(written))  # noqa: S301 - written by the parent, never sent

    return job


def _template(docx: bytes) -> Template:
    gate.admit(docx, ("docx",))
    external.refuse(package.read(docx, "docx"))
    return Template(docx)


def _fill(docx: bytes, values: Any) -> bytes:
    return _template(docx).fill(values)


def _check(docx: bytes, values: Any) -> bytes:
    try:
        template = _template(docx)
    except Invalid as fault:
        found = list(fault.problems) or [problem(fault.code, "", **fault.details)]
    else:
        found = [] if values is None else template.problems(values)
    return json.dumps([asdict(one) for one in found]).encode()


def _comment(docx: bytes, problems: list[dict[str, Any]]) -> bytes:
    gate.admit(docx, ("docx",))
    return commented(docx, [Problem(**found) for found in problems])


def _fields(docx: bytes, _: object) -> bytes:
    return json.dumps(_template(docx).fields()).encode()


if __name__ == "__main__":
    works = {"fill": _fill, "check": _check, "comment": _comment, "fields": _fields}
    serve({name: _with_values(work) for name, work in works.items()})
