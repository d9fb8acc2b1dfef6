"""Run an outside program with a time limit; whatever it started ends with it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

KEPT = ("PATH", "LANG", "FONTCONFIG_FILE")


def run(
    command: Sequence[str],
    *,
    seconds: float,
    folder: Path,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
) -> bytes | None:
    """Run `command` in `folder` and return what it printed, or None when the time ran out.

    The exit status is not looked at: LibreOffice returns 0 without a file and wkhtmltopdf 1 with
    one, so callers judge the file. The environment holds no secrets of this process.
    """
    with subprocess.Popen(  # noqa: S603  the program is ours to choose, arguments are a list
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment(folder) | dict(extra or {}),
        start_new_session=True,
    ) as child:
        try:
            printed, _ = child.communicate(stdin, timeout=seconds)
        except subprocess.TimeoutExpired:
            end(child)
            return None
        end(child)
        return printed


def environment(home: Path) -> dict[str, str]:
    """Return the few variables an engine needs, without anything this process keeps secret."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "FONTCONFIG_FILE") if name in os.environ
    }
    return kept | {"HOME": str(home), "TMPDIR": str(home)}


def end(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything it started, even where the child itself has gone already."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()
