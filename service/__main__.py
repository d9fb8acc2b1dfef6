"""The command line: one subcommand a thing to do; a fault is told in Indonesian, exit 1."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from service.dataset import parse
from service.errors import Invalid, Problem, ServiceError, problem, words
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
        told = words("file_unusable", file=fault.filename or "-", reason=fault.strerror or fault)
        _tell(f"{told.title}. {told.detail}")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service", description="Pengukuran kinerja: dari data ke dokumen resmi."
    )
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    _add_measure(commands)
    return parser


def _add_measure(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("measure", help="hitung capaian dan penyerapan sebagai JSON")
    command.add_argument("dataset", type=Path, metavar="DATASET.json")
    command.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), required=True, metavar="N")
    command.set_defaults(run=_measure)


def _measure(options: argparse.Namespace) -> int:
    """Print the figures; derived values that disagree are told, the figures stand all the same."""
    raw = _json(options.dataset)
    ds = parse(raw)
    print(json.dumps(as_json(measure(ds, options.quarter)), ensure_ascii=False, indent=1))
    wrong = disagreements(raw, ds)
    if wrong:
        told = words("figures_disagree", count=len(wrong))
        _tell(f"{told.title}. {told.detail}", wrong)
    return 1 if wrong else 0


def _json(path: Path) -> object:
    """Read JSON with its decimals as they are written. Raises Invalid for anything else."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as fault:
        wrong = problem("json_unreadable", path.name, reason=str(fault))
        raise Invalid("dataset_invalid", [wrong], count=1) from fault


def _tell(sentence: str, problems: Sequence[Problem] = ()) -> None:
    print(sentence, file=sys.stderr)
    for entry in problems:
        print(f"- {entry.message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
