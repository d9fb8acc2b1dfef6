"""How fast 20,000 x 15 cells are read whole, per format, beside openpyxl's read-only mode."""

import io
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from service.workbook.grids import formats
from service.workbook.grids.grid import grids

ROWS, COLUMNS = 20_000, 15
TARGETS = {"xlsx": ", target x8"}


def main() -> None:
    """Print the figures; the peer reads the same .xlsx, in the same process and run."""
    content = made()
    peer = best_ms(lambda: openpyxl_read_only(content), 2)
    print(f"openpyxl read-only, {ROWS} x {COLUMNS} cells: {peer:.0f} ms")
    for ending, sent in {"xlsx": content, **others(content)}.items():
        ours = best_ms(lambda s=sent: formats.read(s), 3)
        confined = best_ms(lambda s=sent: grids(s), 3)
        target = TARGETS.get(ending, "")
        print(
            f"  .{ending}: {ours:.0f} ms (x{peer / ours:.1f}{target}); "
            f"through the child {confined:.0f} ms (x{peer / confined:.1f})"
        )


def made() -> bytes:
    """Return a workbook of codes, texts and figures, the same in every run."""
    figures = random.Random(1)  # noqa: S311 - figures to read, no secrets
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in range(ROWS):
        cells = [round(figures.random() * 1000, 2) for _ in range(COLUMNS - 2)]
        sheet.append([f"IK-{row}", f"Uraian {row % 700}", *cells])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def others(content: bytes) -> dict[str, bytes]:
    """Return the same cells as .csv, and as LibreOffice saves them where it is installed."""
    rows = load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values
    text = "\n".join(";".join(str(cell).replace(".", ",") for cell in row) for row in rows)
    found = {"csv": text.encode()}
    if not shutil.which("soffice"):
        return found
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "data.xlsx"
        source.write_bytes(content)
        for ending in ("xls", "ods"):
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", ending, source.name]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
            found[ending] = source.with_suffix(f".{ending}").read_bytes()
    return found


def openpyxl_read_only(content: bytes) -> None:
    """Read every value, as a program would that uses openpyxl for data."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        len(row)


def best_ms(work: Callable[[], object], runs: int) -> float:
    """Return the shortest of some runs in milliseconds: neighbours only make a run longer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times)


if __name__ == "__main__":
    main()
