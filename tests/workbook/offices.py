"""Random, sound data sets: what any office might send, awkward texts and large figures too."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from service.dataset import DataSet, parse
from service.workbook.layout import layout

AWKWARD = (
    "=SUM(1)", "+62 812", "-5", "@rumus", "\tmenjorok", "\rbaris", "A & B", "<b>tebal</b>",
    "“kutip” \"ganda\" 'tunggal'", "sukses 😀", "baris 1\nbaris 2\r\nbaris 3", "  spasi  ",
    "_x000D_", "_x0041_", "98,5", "1.234", "TRUE", "• butir", "#REF!", "x" * 3000,
    "{{ 7*7 }}", "{_{ 7*7 }}", "'apostrof", "nol\u00a0spasi",
    "＝SUM(1)", " =1+1", "\n=1+1", "\u00a0@SUM(1)", '"=1+1"',
)  # fmt: skip

ROLES = tuple(
    code
    for column in layout().table("pejabat")[1].columns
    if column.key == "peran"
    for code in column.choices.values()
)

_letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
texts = (st.sampled_from(AWKWARD) | st.text(_letters, min_size=1, max_size=40)).filter(str.strip)
optional = st.none() | texts
codes = st.from_regex(r"[A-Z0-9]([A-Z0-9.-]{0,6}[A-Z0-9])?", fullmatch=True)
dates = st.none() | st.dates().map(lambda day: day.isoformat())
rupiah = st.none() | st.integers(0, 10**15 - 1)


def decimals(places: int, high: int = 10**12) -> st.SearchStrategy[str]:
    """Return numbers from 0 to `high` with at most `places` decimals, as JSON text."""
    return st.decimals(0, high, places=places).map(lambda value: format(value, "f"))


@st.composite
def _indicator(draw: st.DrawFn, code: str, units: list[str], ready: int) -> dict[str, Any]:
    places = draw(st.integers(0, 4))
    accumulation = draw(st.sampled_from(["jumlah", "posisi_akhir", "rasio_kumulatif", "tahunan"]))
    measure = draw(st.sampled_from(["%", "Nilai", "Desa"]))
    parts = accumulation == "rasio_kumulatif" or draw(st.booleans())
    targets = draw(st.lists(st.none() | decimals(places), min_size=4, max_size=4))
    given_targets = [Decimal(t) for t in targets if t is not None]
    year = None
    if given_targets:
        summed = accumulation == "jumlah"
        year = format(sum(given_targets, Decimal(0)) if summed else given_targets[-1], "f")
    known = [q < ready and draw(st.booleans()) for q in range(4)]
    high = 100 if measure == "%" else 10**12
    pairs = [draw(_pair()) if parts and k else None for k in known]
    typed = [draw(decimals(places, high)) if k and not parts else None for k in known]
    before = {
        "triwulan": draw(st.integers(1, 4)), "uraian": draw(texts),
        "status": draw(st.sampled_from(["selesai", "proses", "belum"])),
        "keterangan": draw(optional),
    }  # fmt: skip
    return {
        "kode": code, "uraian": draw(texts), "satuan": measure, "desimal": places,
        "polaritas": draw(st.sampled_from(["naik", "turun"])), "akumulasi": accumulation,
        "target_tahunan": year, "target_tw": targets, "realisasi_tw": typed,
        "xy_tw": pairs if parts else None,
        "label_xy": draw(st.none() | st.lists(texts, min_size=2, max_size=2)),
        "formulasi": draw(texts), "sumber_data": draw(texts), "penanggung_jawab": draw(texts),
        "unit": draw(st.sampled_from(units)), "faktor_pendorong": draw(optional),
        "faktor_penghambat": draw(optional), "tindak_lanjut": draw(optional),
        "tindak_lanjut_batas_waktu": draw(dates),
        "bukti_dukung": draw(st.lists(texts, max_size=3)),
        "tindak_lanjut_sebelumnya": before if draw(st.booleans()) else None,
        "sumber_target": draw(optional), "target_rujukan": draw(st.none() | decimals(places)),
    }  # fmt: skip


@st.composite
def _pair(draw: st.DrawFn) -> list[str]:
    denominator = draw(decimals(2, 10**6).filter(lambda text: Decimal(text) > 0))
    numerator = draw(st.decimals(0, Decimal(denominator), places=2))
    return [format(numerator, "f"), denominator]


@st.composite
def _budget(draw: st.DrawFn, objectives: list[str]) -> list[dict[str, Any]]:
    tree = draw(st.lists(st.lists(st.integers(1, 2), min_size=1, max_size=2), max_size=2))
    return [
        {
            "kode": f"7.{p}", "nama": draw(texts),
            "sasaran": [c for c in objectives if draw(st.booleans())],
            "kegiatan": [
                {
                    "kode": f"7.{p}.{a}", "nama": draw(texts),
                    "sub": [
                        {
                            "kode": f"7.{p}.{a}.{s}", "nama": draw(texts),
                            "indikator": draw(optional), "satuan": draw(optional),
                            "target": draw(st.none() | decimals(2)),
                            "pagu": draw(st.integers(0, 10**15 - 1)),
                            "realisasi_tw": draw(st.lists(rupiah, min_size=4, max_size=4)),
                        }
                        for s in range(subs)
                    ],
                }
                for a, subs in enumerate(activities)
            ],
        }
        for p, activities in enumerate(tree)
    ]  # fmt: skip


@st.composite
def offices(draw: st.DrawFn) -> DataSet:
    """Return a sound data set."""
    units = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    quarter = draw(st.integers(1, 4))
    names = draw(st.lists(codes, min_size=1, max_size=2, unique=True))
    per = [draw(st.integers(0, 3)) for _ in names]
    acting = draw(st.sampled_from([None, "Plt.", "Plh.", "a.n."]))
    return parse({
        "tahun": draw(st.integers(2000, 2100)), "triwulan": quarter,
        "aturan_hitung": {
            "polaritas_turun": draw(st.sampled_from(["selisih", "rasio"])),
            "plafon": draw(st.none() | decimals(2, 200)),
            "skala": [["90.5", draw(texts)], [50, draw(texts)], [0, draw(texts)]],
        },
        "instansi": {
            **{key: draw(texts) for key in (
                "pemerintah", "nama", "tempat_surat", "alamat", "laman", "pos_el")},
            **{key: draw(codes) for key in (
                "kode_wilayah_kemendagri", "kode_urusan", "telepon", "kode_pos")},
            "zona_waktu": draw(st.sampled_from(["Asia/Jakarta", "Asia/Jayapura"])),
            "kertas": draw(st.sampled_from(["F4", "A4"])),
        },
        "desa": draw(st.lists(texts, max_size=3)),
        "pejabat": [{
            "jabatan": draw(texts), "nama": draw(texts), "pangkat": draw(optional),
            "golongan": draw(optional), "nip": draw(st.none() | st.just("190001011900011001")),
            "peran": draw(st.sampled_from(ROLES)), "unit": draw(st.none() | st.sampled_from(units)),
            "sebagai": acting, "mulai": "2026-01-01",
            "sampai": draw(st.none() | st.just("2026-12-31")),
        }],
        "unit": [{"kode": code, "nama": draw(texts)} for code in units],
        "sasaran": [
            {
                "kode": name, "uraian": draw(texts),
                "indikator": [
                    draw(_indicator(f"{name}.{n}", units, quarter)) for n in range(count)
                ],
            }
            for name, count in zip(names, per, strict=True)
        ],
        "program": draw(_budget(names)),
        "instansi_penerima": [
            {"nama": draw(texts), "melalui": draw(optional), "tempat": draw(optional)}
        ],
        "dokumen_rujukan": [{
            "jenis": draw(texts), "judul": draw(texts), "nomor": draw(optional),
            "tanggal": draw(dates),
        }],
        "catatan": draw(optional),
        "nomor_dokumen": draw(st.dictionaries(codes, codes, max_size=2).filter(
            lambda numbers: len(set(numbers.values())) == len(numbers))),
    })  # fmt: skip
