import json
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.dataset import (
    Activity,
    DataSet,
    Indicator,
    Objective,
    Office,
    Official,
    PreviousFollowUp,
    Programme,
    Receiver,
    Reference,
    Rules,
    SubActivity,
    Unit,
    parse,
    read_json,
    to_json,
)
from tests.dataset.sample import DS, RAW

words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=30,
).filter(str.strip)
optional_words = st.none() | words
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
rupiah = st.integers(0, 10**12)


def amounts(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, 10**8).map(lambda whole: Decimal(whole).scaleb(-places))


@st.composite
def indicators(draw: st.DrawFn, code: str, units: list[str]) -> Indicator:
    accumulation = draw(st.sampled_from(["jumlah", "posisi_akhir", "rasio_kumulatif", "tahunan"]))
    decimals = draw(st.integers(0, 4))
    targets = tuple(draw(st.none() | amounts(decimals)) for _ in range(4))
    given_targets = [target for target in targets if target is not None]
    yearly = sum(given_targets, Decimal(0)) if accumulation == "jumlah" else None
    if accumulation != "jumlah" and given_targets:
        yearly = given_targets[-1]
    parts, realizations = draw(reported(accumulation, decimals))
    return Indicator(
        code=code,
        text=draw(words),
        measure="%" if parts else draw(st.sampled_from(["Nilai", "Desa"])),
        polarity=draw(st.sampled_from(["naik", "turun"])),
        accumulation=accumulation,
        decimals=decimals,
        target_year=yearly if given_targets else None,
        targets=targets,
        realizations=realizations,
        parts=parts,
        formula=draw(words | st.just("")),
        source=draw(words | st.just("")),
        responsible=draw(words | st.just("")),
        unit=draw(st.sampled_from(units)),
        part_labels=draw(st.none() | st.tuples(words, words)),
        drivers=draw(optional_words),
        obstacles=draw(optional_words),
        follow_up=draw(optional_words),
        follow_up_due=draw(st.none() | days),
        evidence=tuple(draw(st.lists(words, max_size=2))),
        previous_follow_up=draw(
            st.none()
            | st.builds(
                PreviousFollowUp,
                st.integers(1, 4),
                words,
                st.sampled_from(["selesai", "proses", "belum"]),
                optional_words,
            )
        ),
        target_source=draw(optional_words),
        target_reference=draw(st.none() | amounts(decimals)),
    )


@st.composite
def reported(draw: st.DrawFn, accumulation: str, decimals: int) -> tuple[Any, Any]:
    if accumulation != "rasio_kumulatif" and draw(st.booleans()):
        return None, tuple(draw(st.none() | amounts(decimals)) for _ in range(4))
    pairs: list[tuple[Decimal, Decimal] | None] = []
    values: list[Decimal | None] = []
    for _ in range(4):
        whole = draw(st.none() | st.integers(1, 10**6))
        if whole is None:
            pairs.append(None)
            values.append(None)
            continue
        part = draw(st.integers(0, whole))
        pairs.append((Decimal(part), Decimal(whole)))
        exact = Decimal(part) * 100 / Decimal(whole)
        values.append(exact.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP"))
    return tuple(pairs), tuple(values)


@st.composite
def subs(draw: st.DrawFn, code: str) -> SubActivity:
    return SubActivity(
        code, draw(words), draw(optional_words), draw(optional_words),
        draw(st.none() | amounts(2)), draw(rupiah),
        tuple(draw(st.none() | rupiah) for _ in range(4)),
    )  # fmt: skip


@st.composite
def data_sets(draw: st.DrawFn) -> DataSet:
    units = [f"U{n}" for n in range(draw(st.integers(1, 3)))]
    objectives = [f"S{n}" for n in range(draw(st.integers(1, 2)))]
    programmes = range(draw(st.integers(0, 2)))
    return DataSet(
        year=draw(st.integers(2000, 2100)),
        quarter=draw(st.integers(1, 4)),
        rules=Rules(
            draw(st.sampled_from(["selisih", "rasio"])),
            draw(st.none() | amounts(2)),
            tuple((Decimal(bound), draw(words)) for bound in (80, 40, 0)),
        ),
        office=Office(
            draw(words), draw(words), draw(words), "", "Asia/Pontianak", draw(words), "", "",
            "", "", "", draw(st.sampled_from(["F4", "A4"])),
        ),
        villages=tuple(draw(st.lists(words, max_size=3))),
        officials=tuple(
            Official(
                draw(words), draw(words), draw(optional_words), draw(optional_words),
                draw(st.none() | st.just("190001011900011001")), draw(words),
                draw(st.none() | st.sampled_from(units)),
                draw(st.sampled_from([None, "Plt.", "Plh.", "a.n."])),
                draw(st.none() | st.just(date(2026, 1, 1))), draw(st.none() | days.filter(
                    lambda day: day >= date(2026, 1, 1))),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        units=tuple(Unit(code, draw(words)) for code in units),
        objectives=tuple(
            Objective(code, draw(words), tuple(
                draw(indicators(f"{code}.{n}", units)) for n in range(draw(st.integers(0, 2)))
            ))
            for code in objectives
        ),
        programmes=tuple(
            Programme(
                f"P{p}", draw(words), tuple(draw(st.sets(st.sampled_from(objectives))))
                if objectives else (),
                (Activity(f"P{p}.1", draw(words), (draw(subs(f"P{p}.1.1")),)),),
            )
            for p in programmes
        ),
        receivers=tuple(
            draw(st.lists(st.builds(Receiver, words, optional_words, optional_words), max_size=2))
        ),
        references=tuple(
            draw(st.lists(st.builds(Reference, words, words, optional_words, st.none() | days),
                          max_size=2))
        ),
        note=draw(optional_words),
        document_numbers=draw(st.sampled_from([(), (("D4", "000.8.6.3/1/2026"),)])),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(data_sets())
def test_what_is_written_reads_back_as_the_same_data_set(ds: DataSet) -> None:
    assert parse(to_json(ds)) == ds
    assert parse(read_json(json.dumps(to_json(ds)).encode())) == ds


def test_the_sample_written_and_read_back_is_the_same() -> None:
    assert parse(to_json(DS)) == DS
    assert to_json(DS)["sasaran"][0]["indikator"][0]["target_tahunan"] == "83.50"
    assert to_json(DS)["sasaran"][0]["indikator"][1]["xy_tw"][0] == [412, 438]


def test_the_written_keys_are_those_of_the_sample() -> None:
    written = to_json(DS)
    assert set(RAW) - set(written) == {"ringkasan_tw3"}
    wanted = set(RAW["sasaran"][0]["indikator"][0]) - {"gloss_en", "hasil_tw3"}
    assert wanted <= set(written["sasaran"][0]["indikator"][0])
