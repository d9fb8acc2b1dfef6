"""The command line: one subcommand a thing to do; a fault is told in Indonesian, exit 1."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from service.commands.arguments import parser
from service.commands.telling import tell_fault, tell_file_fault
from service.errors import ServiceError

KEEPING = ("serving", "upkeep", "people")  # commands that write what the office keeps
OWNER_ALONE = 0o077


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status: 0, or 1 after a fault was told.

    Where the reader of the output went away, as `head` does, the status is that of SIGPIPE.
    """
    options = parser().parse_args(arguments)
    try:
        return _carried_out(options)
    except BrokenPipeError:
        # Python flushes once more at its end, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except ServiceError as fault:
        tell_fault(fault)
    except OSError as fault:
        tell_file_fault(fault)
    return 1


def _carried_out(options: argparse.Namespace) -> int:
    if options.run.partition(":")[0] in KEEPING:
        os.umask(OWNER_ALONE)
    status = _function(options.run)(options)
    sys.stdout.flush()
    return status


def _function(named: str) -> Callable[[argparse.Namespace], int]:
    """Return "module:function" of the commands; other modules are not imported at all."""
    module, _, name = named.partition(":")
    found: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"service.commands.{module}"), name
    )
    return found


if __name__ == "__main__":
    sys.exit(main())
