"""A whole case as one ZIP with readable names."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from service import pdf
from service.casework.model import CaseView
from service.casework.names import safe
from service.errors import ToolFailed
from service.progress import OutputFile
from service.store import Store

_FOLDERS = {"upload": "unggahan", "receipt": "tanda-terima", "dataset": "data", "procedure": "sop"}
_OLDER = "versi-lama/"
_SIGNED = "-bertanda-tangan"


def archive(store: Store, view: CaseView, sheet: str, now: datetime) -> bytes:
    """Return every file the case made or received, and the Lembar Kendali.

    On top the newest version of each document, Word with the PDF made so far or as it was
    signed; older versions, uploads, receipts, data and the SOP in folders. `sheet` is the HTML of
    the Lembar Kendali, `now` its time: the only member that differs while the case does not.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, sha, at in sorted(set(_members(store, view))):
            target.writestr(_member(name, at), store.file(sha))
        name, content = _sheet(view, sheet)
        target.writestr(_member(name, now), content)
    return out.getvalue()


def _member(name: str, at: datetime) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, at.timetuple()[:6])
    member.external_attr = 0o644 << 16
    return member


def _sheet(view: CaseView, html: str) -> tuple[str, bytes]:
    name = f"lembar-kendali-tw{view.quarter}-{view.year}"
    try:
        return f"{name}.pdf", pdf.from_html(html, view.dataset.office.paper).content
    except ToolFailed:
        return f"{name}.html", html.encode()


def _members(store: Store, view: CaseView) -> Iterator[tuple[str, str, datetime]]:
    files = view.progress.outputs
    signed = {one.ref.sha256 for one in files if one.current and one.ref.kind == "signed"}
    converted = store.conversions({one.ref.sha256 for one in files})
    told = set()
    for file in files:
        sha = file.ref.sha256
        # Handing a signed file on gives it a new state, not new bytes.
        if file.ref.kind == "signed" and sha in told:
            continue
        told.add(sha)
        stem, end = _name(file, "" if file.current or sha in signed else _OLDER)
        yield f"{stem}.{end}", sha, file.at
        if sha in converted:
            yield f"{stem}.pdf", converted[sha].pdf, file.at
    for event in view.progress.events:
        for ref in event.files:
            if ref.kind in _FOLDERS:
                name = f"{event.number:03d}-{safe(ref.name, 'berkas')}"
                yield f"{_FOLDERS[ref.kind]}/{name}", ref.sha256, event.at


def _name(file: OutputFile, folder: str) -> tuple[str, str]:
    stem, _, end = file.ref.name.rpartition(".")
    return f"{folder}{stem}{_SIGNED if file.ref.kind == 'signed' else ''}", end
