"""Fill, check and describe a Word template that nobody approved: always in a limited process."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service import documents, pdf, word
from service.commands.environment import settings
from service.dataset import DataSet
from service.errors import Invalid, Problem, words


def render(options: argparse.Namespace) -> int:
    """Fill the template and write it as Word or PDF, as the output's name ends."""
    output: Path = options.output
    ending = output.suffix.lower()
    if ending not in (".docx", ".pdf"):
        raise Invalid("command_output", name=output.name)
    template = options.template.read_bytes()
    made = documents.fill_untrusted(template, _sent(options.values), options.quarter)
    if ending == ".pdf":
        made = pdf.convert(made, settings().pdf_engine).content
    output.write_bytes(made)
    return 0


def check(options: argparse.Namespace) -> int:
    """Tell every problem of the template, with --values also of filling it; 1 if there is one.

    Data that no tag uses is told too, but is no problem.
    As docx the template itself is written with a comment at each problem, and its name is printed.
    """
    output = _marked(options)
    template = options.template.read_bytes()
    sent = _sent(options.values) if options.values else None
    found = documents.problems(template, sent, options.quarter)
    unused = documents.hints(template, sent)
    if options.format == "json":
        _print_json({"problems": _plain(found), "hints": _plain(unused)})
    elif options.format == "docx":
        output.write_bytes(documents.commented(template, found))
        print(words("command_commented", count=len(found), file=output).detail)
    else:
        print("\n".join(_line(one) for one in found) or "Tidak ada kesalahan.")
        if unused:
            print("Catatan:", *map(_line, unused), sep="\n")
    return 1 if found else 0


def fields(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the values the template asks for."""
    _print_json(word.fields_untrusted(options.template.read_bytes()))
    return 0


def _marked(options: argparse.Namespace) -> Path:
    """Return where the template with comments goes."""
    output: Path | None = options.output
    if output is None:
        named: Path = options.template
        return named.with_name(f"{named.stem}-diperiksa.docx")
    if options.format != "docx" or output.suffix.lower() != ".docx":
        raise Invalid("command_output_commented", name=output.name)
    return output


def _sent(path: Path) -> DataSet | Mapping[str, Any]:
    return documents.read(path.read_bytes(), path.name)


def _plain(problems: list[Problem]) -> list[dict[str, Any]]:
    return [vars(one) for one in problems]


def _line(found: Problem) -> str:
    return f"- {found.message}"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
