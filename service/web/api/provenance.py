"""Where figures come from, for programs: the cell of each, the arithmetic, who prints it."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from service.casework.tracing import Trace
from service.casework.tracing.printing import Print
from service.casework.tracing.provenance import Origin, Origins, Source
from service.dataset import Path, Value, indicators
from service.errors import NotFound
from service.measurement import Derivation
from service.progress import OutputFile
from service.web import current
from service.word import Picture

blueprint = Blueprint("provenance", __name__)


@blueprint.get("/cases/<case>/provenance")
def shown(case: str) -> Response:
    """Return where every figure of the case comes from; ?indicator= for one code alone."""
    trace = current.casework().tracing.of(case)
    wanted = request.args.get("indicator")
    origins = _by_code(trace.origins)
    if wanted is not None and wanted not in origins:
        raise NotFound("not_found", what=f"Indikator {wanted}")
    codes = [wanted] if wanted is not None else list(origins)
    return jsonify({
        "kasus": case,
        "seen": trace.view.seen,
        "indikator": {code: _of_code(trace, code, origins[code]) for code in codes},
        "rata_rata": _computed("rata_rata", trace.derived.average),
    })  # fmt: skip


def filled(case: str, key: str, version: int | None) -> Response:
    """Return the values a document was filled with, and where its figures came from then."""
    found = current.casework().tracing.filled(case, key, version)
    own = {one.code for one in indicators(current.view(case).dataset, found.file.unit)}
    return jsonify({
        "output": found.file.key,
        "versi": found.file.version,
        "status": found.file.state,
        "sha256": found.file.ref.sha256,
        "templat": found.file.ref.template,
        "nilai": _plain(found.values),
        "asal": {
            code: [_typed(one) for one in origins]
            for code, origins in _by_code(found.origins).items()
            if found.file.unit is None or code in own
        },
    })  # fmt: skip


def _by_code(origins: Origins) -> dict[str, list[Origin]]:
    found: dict[str, list[Origin]] = {}
    for path, origin in origins.items():
        found.setdefault(path[0], []).append(origin)
    return found


def _of_code(trace: Trace, code: str, origins: Iterable[Origin]) -> dict[str, Any]:
    lines = trace.derived.indicators.get(code) or trace.derived.budget.get(code, {})
    return {
        "isian": [
            {**_typed(one), "tercetak": [_print(p) for p in trace.prints.of(one.path)]}
            for one in origins
        ],
        "hitungan": [_computed(name, one) for name, one in lines.items()],
    }


def _typed(one: Origin) -> dict[str, Any]:
    _, field, quarter = one.path
    return {
        "isian": field,
        "triwulan": quarter or None,
        "nilai": _value(one.value),
        "asal": _source(one.source),
        "berlaku_sejak": _source(one.since),
        "perubahan": [
            {"dari": _value(s.old), "menjadi": _value(s.new), "asal": _source(s.source)}
            for s in one.shifts
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    file = source.file
    return {
        "kasus": source.case,
        "kejadian": source.event,
        "tindakan": source.action,
        "tempat": source.place,
        "berkas": file.name if file else None,
        "sha256": file.sha256 if file else None,
        "unduh": url_for("origin.sent", case=source.case, event=source.event) if file else None,
        "oleh": source.actor.role,
        "unit": source.actor.unit,
        "pada": source.at.isoformat(),
    }


def _computed(name: str, one: Derivation) -> dict[str, Any]:
    value = one.value
    return {
        "nama": name,
        "nilai": value if value is None or isinstance(value, int) else format(value, "f"),
        "rumus": one.formula,
        "dari": [_path(path) for path in one.cells],
    }


def _path(path: Path) -> dict[str, Any]:
    code, field, quarter = path
    return {"kode": code, "isian": field, "triwulan": quarter or None}


def _print(one: Print) -> dict[str, Any]:
    return {
        **_document(one.file),
        "nama": list(one.names),
        "dihitung": list(one.computed),
        "nilai": _value(one.value),
    }


def _document(file: OutputFile) -> dict[str, Any]:
    return {"output": file.key, "versi": file.version, "status": file.state}


def _value(value: Value) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return list(value) if isinstance(value, tuple) else format(value, "f")


def _plain(value: Any) -> Any:
    """Return values as they may be sent back to be filled in: pictures as {"$gambar": …}."""
    if isinstance(value, Picture):
        sizes = {"lebar_mm": value.width_mm, "tinggi_mm": value.height_mm}
        known = {name: size for name, size in sizes.items() if size is not None}
        told = {"teks": value.text} if value.text else {}
        return {"$gambar": base64.b64encode(value.content).decode(), **known, **told}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
