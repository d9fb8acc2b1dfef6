"""The office as its letterhead shows it, with its emblem."""

from functools import cache
from importlib.resources import files
from typing import Any

from service.dataset import DataSet
from service.word import Picture

LETTERHEAD_WIDTH_MM = 18.0
COVER_WIDTH_MM = 34.0


@cache
def placeholder_emblem() -> bytes:
    """Return the PNG shown until the office has given its emblem."""
    return files("service.values").joinpath("lambang.png").read_bytes()


def office_values(ds: DataSet, emblem: bytes | None) -> dict[str, Any]:
    """Return the letterhead's lines; parts the office did not give are left out."""
    office = ds.office
    picture = emblem or placeholder_emblem()
    address = [office.address, f"Kode Pos {office.postcode}" if office.postcode else ""]
    contact = [
        f"Telepon {office.phone}" if office.phone else "",
        f"Laman {office.website}" if office.website else "",
        f"Pos-el {office.email}" if office.email else "",
    ]
    return {
        "pemerintah": office.government,
        "nama": office.name,
        "nama_biasa": office.name.title(),
        "daerah": office.government.upper().removeprefix("PEMERINTAH").strip().title(),
        "alamat": ", ".join(filter(None, address)),
        "kontak": ", ".join(filter(None, contact)),
        "tempat": office.place,
        "kertas": office.paper,
        "lambang": Picture(picture, width_mm=LETTERHEAD_WIDTH_MM),
        "lambang_besar": Picture(picture, width_mm=COVER_WIDTH_MM),
    }
