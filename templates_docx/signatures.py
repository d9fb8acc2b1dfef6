"""Draws what stands under a table or a text: notes and the blocks of those who sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.shared import Mm
from docx.table import _Cell

from templates_docx.tables import Cell, Column, Grid, row, table
from templates_docx.text import paragraph, tiny

ROOM = 20  # mm for stamp and signature; the rule asks about four lines, 15 mm at the least
ON_BEHALF = 8  # mm that "a.n." takes
APART = 3  # mm kept free at the right of each block, lest long names run into the next one


@dataclass(frozen=True)
class Signer:
    """One who signs.

    `who` is the name of the values that hold jabatan, atas_nama, nama, pangkat_gol and nip, for
    instance "penanda_tangan.camat"; empty for a column left free. `lead` are the lines above
    the office, such as place and date or "Mengetahui,". `width` is the column's, in mm.
    """

    who: str
    lead: tuple[str, ...]
    width: float


def signatures(
    container: Any,
    signers: Sequence[Signer],
    *,
    size: float = 9,
    room: float = ROOM,
    before: float = 2,
    moments: Sequence[tuple[str, int]] = (),
) -> None:
    """Draw the blocks side by side in four rows, so that offices and names stand level.

    The rows stay on one page; `room` (mm) is kept for stamp and signature, `before` (mm) above.
    `moments` are headings over several signers each, as (text, number of signers).
    """
    columns = [Column(signer.width) for signer in signers]
    grid = table(container, columns, size=size, padding=(0, 0), borders=False)
    if moments:
        row(grid, [Cell(text, span=span, bold=True) for text, span in moments], keep_next=True)
    lead = [Cell(signer.lead or "", valign="bottom") for signer in signers]
    height = before + 4 * max(len(s.lead) for s in signers)
    leads = row(grid, lead, keep_next=True, height=height)
    offices = _blank_row(grid)
    for drawn, signer in zip(offices, signers, strict=True):
        _office(drawn, signer.who, size)
    row(grid, [""] * len(signers), height=room, keep_next=True)
    identities = _blank_row(grid)
    for drawn, signer in zip(identities, signers, strict=True):
        _identity(drawn, signer.who, size)
    for drawn in (*leads, *offices, *identities):
        for made in drawn.paragraphs:
            made.paragraph_format.right_indent = Mm(APART)
    tiny(container)


def notes(container: Any, heading: str, items: Sequence[str], *, size: float = 7.5) -> None:
    """Write a bold heading and a numbered list under it."""
    paragraph(container, heading, size=size, bold=True, before=4, keep_next=True)
    for number, text in enumerate(items, 1):
        _item(container, f"{number}.\t{text}", size)


def notes_loop(container: Any, heading: str, values: str, *, size: float = 7.5) -> None:
    """Write a bold heading and one numbered line for each text of the list named `values`."""
    paragraph(container, heading, size=size, bold=True, before=4, keep_next=True)
    paragraph(container, f"{{%p for catatan_ini in {values} %}}", size=5)
    _item(container, "{{ loop.index }}.\t{{ catatan_ini }}", size)
    paragraph(container, "{%p endfor %}", size=5)


def excused_units(container: Any, *, size: float = 7.5) -> None:
    """Write one sentence for each unit the paper goes without; nothing when it has them all."""
    paragraph(container, "{%p for unit_ini in unit_dilewati %}", size=5)
    text = "{{ unit_ini.kalimat }}"
    paragraph(container, text, size=size, bold=True, before=2, keep_next=True)
    paragraph(container, "{%p endfor %}", size=5)


def _item(container: Any, text: str, size: float) -> None:
    paragraph(container, text, size=size, indent=5, hanging=5, keep_next=True)


def _blank_row(grid: Grid) -> list[_Cell]:
    return row(grid, [Cell(())] * len(grid.columns))


def _office(cell: _Cell, who: str, size: float) -> None:
    if not who:
        paragraph(cell, size=size, keep_next=True)
        return
    paragraph(cell, f"{{%p if {who}.atas_nama %}}", size=5)
    superior = f"a.n.\t{{{{ {who}.atas_nama }}}}"
    paragraph(cell, superior, size=size, indent=ON_BEHALF, hanging=ON_BEHALF, keep_next=True)
    paragraph(cell, f"{{{{ {who}.jabatan }}}},", size=size, indent=ON_BEHALF, keep_next=True)
    paragraph(cell, "{%p else %}", size=5)
    paragraph(cell, f"{{{{ {who}.jabatan }}}},", size=size, keep_next=True)
    paragraph(cell, "{%p endif %}", size=5)


def _identity(cell: _Cell, who: str, size: float) -> None:
    if not who:
        paragraph(cell, size=size)
        return
    paragraph(cell, f"{{{{ {who}.nama }}}}", size=size, bold=True)
    paragraph(cell, f"{{{{ {who}.pangkat_gol }}}}", size=size)
    paragraph(cell, f"{{{{ {who}.nip }}}}", size=size)
