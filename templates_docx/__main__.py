"""Redraws the shipped Word templates: F4 beside this file, A4 in `a4/`."""

from importlib import import_module
from pathlib import Path

from templates_docx.drawing import A4, F4

FOLDER = Path(__file__).parent
NAMES = (
    "format-pengukuran",
    "checklist",
    "rekap-data",
    "rekap-pengukuran",
    "dokumen-pengukuran",
)  # drawn by draw_<name>.py


def draw_all(folder: Path = FOLDER) -> list[Path]:
    """Write every template in both papers under `folder`; gives the files written."""
    (folder / "a4").mkdir(parents=True, exist_ok=True)
    written = []
    for name in NAMES:
        draw = import_module(f"templates_docx.draw_{name.replace('-', '_')}").draw
        for paper, place in ((F4, folder), (A4, folder / "a4")):
            path = place / f"{name}.docx"
            path.write_bytes(draw(paper))
            written.append(path)
    return written


if __name__ == "__main__":
    for path in draw_all():
        print(path)
