"""A whole case as one ZIP with readable names."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from service.casework.model import CaseView
from service.casework.names import safe
from service.store import Conversion, Store

_FOLDERS = {"upload": "unggahan", "receipt": "tanda-terima", "dataset": "data"}


def archive(store: Store, view: CaseView) -> bytes:
    """Return every file the case made or received: Word files with the PDFs made so far, signed
    files, uploads, receipts and data. Same case, same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, sha, at in sorted(set(_members(store, view))):
            member = zipfile.ZipInfo(name, at.timetuple()[:6])
            member.external_attr = 0o644 << 16
            target.writestr(member, store.file(sha), zipfile.ZIP_STORED)
    return out.getvalue()


def _members(store: Store, view: CaseView) -> Iterator[tuple[str, str, datetime]]:
    files = view.progress.outputs
    converted = store.conversions({one.ref.sha256 for one in files})
    signed = set()
    for file in files:
        # Handing a signed file on gives it a new state, not new bytes.
        if file.ref.kind == "signed" and file.ref.sha256 in signed:
            continue
        signed.add(file.ref.sha256)
        yield file.ref.name, file.ref.sha256, file.at
        made: Conversion | None = converted.get(file.ref.sha256)
        if made is not None:
            yield f"{file.ref.name.rpartition('.')[0]}.pdf", made.pdf, file.at
    for event in view.progress.events:
        for ref in event.files:
            if ref.kind in _FOLDERS:
                name = f"{event.number:03d}-{safe(ref.name, 'berkas')}"
                yield f"{_FOLDERS[ref.kind]}/{name}", ref.sha256, event.at
