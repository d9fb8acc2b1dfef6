"""Judge every uploaded file by its content before anything reads it.

kinds      what a file is, by its bytes and never by its name
shape      how large a workbook may be; the faults of one that is larger
xlsx       the sheets of an .xlsx: searched as bytes, quick; elements: the exact, slow way
compound   the old Office container; xls: the records in it
ods        the sheets of an .ods, with everything it repeats
docx       a Word document's parts
text       CSV and JSON
pictures   PNG and JPEG, and the pictures inside packages: bounded before they are decoded
pdf        what a PDF unfolds to before its first page can be counted
"""

from collections.abc import Callable, Collection, Mapping

from service.gate import docx, kinds, ods, pdf, pictures, text, xls, xlsx
from service.gate.kinds import Kind

__all__ = ["Kind", "admit"]

_JUDGES: Mapping[Kind, Callable[[bytes], None]] = {
    "xlsx": xlsx.judge,
    "xls": xls.judge,
    "ods": ods.judge,
    "csv": text.judge_table,
    "json": text.judge_json,
    "docx": docx.judge,
    "pdf": pdf.judge,
    "png": pictures.judge,
    "jpeg": pictures.judge,
}


def admit(content: bytes, wanted: tuple[Kind, ...] | Collection[Kind]) -> Kind:
    """Return which of the `wanted` kinds the file is, when reading it costs no more than it should.

    Raises Invalid, with a code per fault: another kind of file, a package that is not what it
    says, a shape beyond all measure. Little memory is needed, nothing is written. "xlsx" is also
    .xlsm, whose macros nobody looks at. Whether the data make sense is the reader's to say.
    """
    kind = kinds.told_apart(content, wanted)
    _JUDGES[kind](content)
    return kind
