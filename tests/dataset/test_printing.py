"""How an office wants its documents printed: margins, money, emblem."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.dataset import Margins, changes, parse, to_json
from service.errors import Invalid

SAMPLE = Path(__file__).parents[2] / "samples" / "mentebah-2026.json"
WANTED = {
    "margin_tegak": {"atas": 25, "bawah": 20, "kiri": 35, "kanan": 20},
    "rupiah": "Rp1.000,00",
    "lambang": "0" * 64,
}


def office(**more: object) -> dict[str, Any]:
    values: dict[str, Any] = to_json(parse(json.loads(SAMPLE.read_bytes())))
    values["instansi"] |= more
    return values


def test_what_the_office_wants_is_read_and_written_back() -> None:
    ds = parse(office(**WANTED))
    assert ds.office.upright == Margins(25, 20, 35, 20)
    assert ds.office.across is None
    assert parse(to_json(ds)) == ds


def test_an_office_without_wishes_is_written_as_before() -> None:
    assert not WANTED.keys() & to_json(parse(office()))["instansi"].keys()


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("margin_tegak", {"atas": 9, "bawah": 20, "kiri": 20, "kanan": 20}, "margin_tegak.atas"),
        ("margin_mendatar", {"atas": 20, "bawah": 20, "kiri": 20}, "margin_mendatar.kanan"),
        ("rupiah", "Rp 1000", "rupiah"),
        ("lambang", "lambang.png", "lambang"),
    ],
)
def test_what_no_page_could_have_is_refused(key: str, value: object, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(office(**{key: value}))
    assert [one.place for one in refused.value.problems] == [f"instansi.{place}"]


def test_changes_of_how_documents_are_printed_are_named() -> None:
    told = [one.text for one in changes(parse(office()), parse(office(**WANTED)))]
    assert told == [
        "Margin halaman tegak berubah dari seperti templat menjadi "
        "atas 25, bawah 20, kiri 35, kanan 20 mm",
        "Cara menulis rupiah berubah dari “Rp1.000” menjadi “Rp1.000,00”",
        "Lambang daerah berubah",
    ]
