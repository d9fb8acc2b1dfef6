"""Limits and sentences of the examination, read from examination.yaml."""

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from service import yaml_text
from service.examination.model import Finding, Path


@cache
def _data() -> dict[str, Any]:
    source = files("service.examination").joinpath("examination.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml_text.read(source)
    return loaded


def limit(name: str) -> Decimal:
    """Return a threshold."""
    return Decimal(str(_data()["thresholds"][name]))


def word(name: str, **details: str) -> str:
    """Return a word or part of a sentence."""
    return str(_data()["words"][name]).format(**details)


def phrase(kind: str, *names: str, **details: str) -> str:
    """Return a part of the sentence of `kind`, such as ("why", "missed")."""
    found = _data()["kinds"][kind]
    for name in names:
        found = found[name]
    return str(found).format(**details)


def says_nothing(text: str | None) -> bool:
    """Tell whether a narrative is blank or as good as blank ("-", "Tidak ada.")."""
    written = " ".join((text or "").split()).rstrip(".").casefold()
    return written in _data()["empty_words"]


def is_unitless(measure: str) -> bool:
    """Tell whether a unit of measure is left out behind its figure."""
    return measure.strip().casefold() in _data()["unitless"]


def rank(kind: str) -> tuple[int, int]:
    """Return by what findings in one place are ordered: severity, then the order of the file."""
    kinds = _data()["kinds"]
    return int(kinds[kind]["severity"]), list(kinds).index(kind)


def finding(
    kind: str,
    path: Path,
    *,
    subject: str,
    unit: str | None,
    value: str,
    compared: str,
    named: str | None = None,
    **details: str,
) -> Finding:
    """Return the finding of `kind` at `path`; `named` replaces the code in its id."""
    entry = _data()["kinds"][kind]
    put = {"value": value, "compared": compared, **details}
    this, other = (str(label).format(**put) for label in entry["labels"])
    return Finding(
        id=f"{kind}:{named or path[0]}",
        kind=kind,
        severity=int(entry["severity"]),
        code=path[0],
        unit=unit,
        subject=subject,
        title=str(entry["title"]).format(**put),
        text=str(entry["text"]).format(**put),
        value=value,
        compared=compared,
        labels=(this, other),
        path=path,
    )
