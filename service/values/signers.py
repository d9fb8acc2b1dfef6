"""Who signs: the officials of the data set as signature blocks print them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.dataset import DataSet, Official, Unit, official
from service.indonesian import nip_text
from service.values.office import in_sentence
from service.values.wording import words

ON_BEHALF = "a.n."


def signer(person: Official | None, office: str) -> dict[str, str]:
    """Return a signature block's lines; dots where nobody is known.

    Acting officials as Permendagri 1/2023 writes them: "Plt." and "Plh." stand in the line of
    the office; "a.n." stands before the office acted for (`atas_nama`), the own office below.
    `sebutan` is the office as a sentence or the head of a letter has it.
    """
    if person is None:
        text = words()
        return {
            "jabatan": office,
            "sebutan": in_sentence(office),
            "atas_nama": "",
            "nama": text["dots"],
            "pangkat_gol": text["dots_rank"],
            "nip": text["dots_nip"],
        }
    behalf = person.acting == ON_BEHALF
    position = person.position.upper()
    acting = person.acting if person.acting and not behalf else ""
    return {
        "jabatan": f"{acting} {position}".strip(),
        "sebutan": f"{acting} {in_sentence(person.position)}".strip(),
        "atas_nama": office if behalf else "",
        "nama": person.name,
        "pangkat_gol": _rank(person),
        "nip": f"NIP {nip_text(person.nip)}" if person.nip else "NIP -",
    }


def _rank(person: Official) -> str:
    grade = f"({person.grade})" if person.grade else ""
    return f"{person.rank or ''} {grade}".strip() or "-"


def office_signers(
    ds: DataSet, on: date | None, further: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return the signers of the whole office, by role; `further` are a procedure's own roles."""
    known = {role: _of_role(ds, role, on) for role in words()["signers"]}
    others = {role: name for role, name in further.items() if role not in known}
    return known | {role: _held(ds, role, name.upper(), on) for role, name in others.items()}


def _of_role(ds: DataSet, role: str, on: date | None) -> dict[str, str]:
    return _held(ds, role, words()["signers"][role].format(kecamatan=place_name(ds)), on)


def _held(ds: DataSet, role: str, office: str, on: date | None) -> dict[str, str]:
    """Return the signer of `role`; `office` is printed where nobody is known to hold it."""
    holder = next((p for p in ds.officials if p.role == role and p.acting is None), None)
    if holder is not None:
        office = holder.position.upper()
    return signer(official(ds, role, on=on), office)


def approver(ds: DataSet, on: date | None) -> str:
    """Return who approves, by name, or by office where nobody is known."""
    person = official(ds, "camat", on=on)
    office = words()["signers"]["camat"].format(kecamatan=place_name(ds))
    return person.name if person else in_sentence(office)


def place_name(ds: DataSet) -> str:
    """Return the office's name without its kind: "MENTEBAH"."""
    return ds.office.name.upper().removeprefix("KECAMATAN").strip()


def unit_signers(ds: DataSet, unit: Unit, on: date | None) -> dict[str, dict[str, str]]:
    """Return the operator and the head of `unit`."""
    return {key: _of_unit(ds, key, unit, on) for key in words()["unit_signers"]}


def _of_unit(ds: DataSet, key: str, unit: Unit, on: date | None) -> dict[str, str]:
    entry: dict[str, Any] = words()["unit_signers"][key]
    person = official(ds, entry["role"], unit.code, on=on)
    if person is None and key == "kepala":
        for start, role in words()["unit_heads"].items():
            if unit.name.startswith(start):
                return _of_role(ds, role, on)
        position = f"kepala {unit.name}".casefold()
        person = next((p for p in ds.officials if p.position.casefold() == position), None)
    return signer(person, entry["office"].format(unit=unit.name.upper()))


def whole_office_signers(ds: DataSet, on: date | None) -> dict[str, dict[str, str]]:
    """Return who signs in place of a unit's operator and head for the whole office."""
    whole = words()["whole_office"]
    return {key: _of_role(ds, whole[key], on) for key in words()["unit_signers"]}
