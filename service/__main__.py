"""The command line: one subcommand a thing to do; a fault is told in Indonesian, exit 1."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from service.dataset import parse, read_json
from service.errors import Problem, ServiceError, words
from service.measurement import as_json, disagreements, measure

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status: 0, or 1 after a fault was told."""
    options = _parser().parse_args(arguments)
    run: Run = options.run
    try:
        return run(options)
    except ServiceError as fault:
        _tell(f"{fault.title}. {fault.detail}", fault.problems)
    except OSError as fault:
        _tell(_file_fault(fault))
    return 1


class _Parser(argparse.ArgumentParser):
    """A parser whose faults are told in Indonesian, with exit status 1 like all others."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002  (argparse names it)
        """Tell how the command is used; argparse's own words are English."""
        told = words("command_unusable", used=self.format_usage().partition(":")[2].strip())
        _tell(f"{told.title}. {told.detail}")
        raise SystemExit(1)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m service", description="Pengukuran kinerja: dari data ke dokumen resmi."
    )
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    _add_measure(commands)
    return parser


def _add_measure(commands: "argparse._SubParsersAction[_Parser]") -> None:
    command = commands.add_parser("measure", help="hitung capaian dan penyerapan sebagai JSON")
    command.add_argument("dataset", type=Path, metavar="DATASET.json")
    command.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), required=True, metavar="N")
    command.set_defaults(run=_measure)


def _measure(options: argparse.Namespace) -> int:
    """Print the figures; derived values that disagree are told, the figures stand all the same."""
    raw = read_json(options.dataset.read_bytes(), options.dataset.name)
    ds = parse(raw)
    print(json.dumps(as_json(measure(ds, options.quarter)), ensure_ascii=False, indent=1))
    wrong = disagreements(raw, ds)
    if wrong:
        told = words("figures_disagree", count=len(wrong))
        _tell(f"{told.title}. {told.detail}", wrong)
    return 1 if wrong else 0


def _file_fault(fault: OSError) -> str:
    reasons = (
        (FileNotFoundError, "file_absent"),
        (PermissionError, "file_forbidden"),
        (IsADirectoryError, "file_is_folder"),
    )
    code = next((code for kind, code in reasons if isinstance(fault, kind)), "file_unusable")
    told = words(code, file=fault.filename or "-")
    return f"{told.title}. {told.detail}"


def _tell(sentence: str, problems: Sequence[Problem] = ()) -> None:
    print(sentence, file=sys.stderr)
    for entry in problems:
        print(f"- {entry.message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
