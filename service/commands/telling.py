"""Faults as a person at the terminal reads them: a sentence, then each problem on a line."""

import sys
from collections.abc import Sequence

from service.errors import Problem, ServiceError, words

REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "file_absent"),
    (PermissionError, "file_forbidden"),
    (IsADirectoryError, "file_is_folder"),
    (NotADirectoryError, "file_absent"),
)


def tell(sentence: str, problems: Sequence[Problem] = ()) -> None:
    """Print a sentence and the problems below it on standard error."""
    print(sentence, file=sys.stderr)
    for entry in problems:
        print(f"- {entry.message}", file=sys.stderr)


def tell_code(code: str, problems: Sequence[Problem] = (), **details: object) -> None:
    """Print the words of `code` on standard error."""
    told = words(code, **details)
    tell(f"{told.title}. {told.detail}", problems)


def print_code(code: str, **details: object) -> None:
    """Print what was done, in the words of `code`, on standard output."""
    print(words(code, **details).detail)


def tell_fault(fault: ServiceError) -> None:
    """Print a fault and every problem it carries on standard error."""
    tell(f"{fault.title}. {fault.detail}", fault.problems)


def tell_file_fault(fault: OSError) -> None:
    """Print on standard error what the system says of a file."""
    code = next((code for kind, code in REASONS if isinstance(fault, kind)), "file_unusable")
    tell_code(code, file=fault.filename or "-")
