"""The embedded engine's own process: one document after the other until the parent is gone."""

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

import word2pdf.api
from reportlab import rl_config
from word2pdf import Converter

from service.pdf.frames import receive, send
from service.pdf.keeping import KeepingFlow

FONTS = Path("/usr/share/fonts")
MEMORY = 1 << 30
TWINS = {  # same widths, so no line breaks elsewhere: nothing a reader need be warned of
    "arial": ("Arimo", "Liberation Sans"),
    "times new roman": ("Tinos", "Liberation Serif"),
    "courier new": ("Cousine", "Liberation Mono"),
    "calibri": ("Carlito",),
}


def main() -> None:
    """Answer each document with a JSON head and a PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    word2pdf.api.Flow = KeepingFlow  # type: ignore[attr-defined]  # its seam, not its API
    rl_config.invariant = 1  # same document, same bytes: no time of creation inside
    converter: Any = Converter(  # type: ignore[no-untyped-call]
        font_dirs=[str(FONTS)], font_cache=False, default_font="Arial"
    )
    while True:
        try:
            docx = receive(sys.stdin.buffer)
        except EOFError:
            return
        head, content = _converted(converter, docx)
        send(sys.stdout.buffer, json.dumps(head).encode())
        send(sys.stdout.buffer, content)


def _converted(converter: Any, docx: bytes) -> tuple[dict[str, Any], bytes]:
    converter.fonts.missing_families.clear()
    converter.fonts._resolved.clear()  # else only the first document would name its fonts
    target = io.BytesIO()
    try:
        result = converter.convert(docx, target)
    except Exception as cause:  # whatever the engine raises is a failed conversion
        return {"error": repr(cause)}, b""
    fonts = [name for name in result.missing_fonts if not _has_twin(converter, name)]
    return {"warnings": result.warnings, "fonts": fonts}, target.getvalue()


def _has_twin(converter: Any, family: str) -> bool:
    return converter.fonts.resolve(family).info.family in TWINS.get(family.lower(), ())


if __name__ == "__main__":
    main()
