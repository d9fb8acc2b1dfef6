"""The words documents are filled with (sentences.yaml), with figures put in."""

from functools import cache
from importlib.resources import files
from typing import Any

from service import yaml_text
from service.dataset import DataSet, Indicator, Office
from service.indonesian import decimal_text, listed, percent_text, roman, rupiah
from service.measurement import BudgetResult, IndicatorResult, Measurement, ObjectiveResult, Status

WITHOUT_RESULT: tuple[Status, ...] = ("belum_dilaporkan", "tidak_diukur", "tidak_dapat_dihitung")


@cache
def words() -> dict[str, Any]:
    """Return sentences.yaml."""
    source = files("service.values").joinpath("sentences.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml_text.read(source)
    return loaded


def sentence(kind: str, **figures: Any) -> str:
    """Return the sentence `kind` with `figures` put in."""
    return str(words()["sentences"][kind]).format(**figures)


def category_text(result: ObjectiveResult) -> str:
    """Return the category of an average; one of fewer indicators than there are says so."""
    if result.category is None:
        return "-"
    return _category(result, "provisional")


def _category(result: ObjectiveResult, provisional: str) -> str:
    if result.counted == result.total:
        return str(result.category)
    return str(words()[provisional]).format(
        category=result.category, counted=result.counted, total=result.total
    )


def counted_text(result: ObjectiveResult) -> str:
    """Return "4 dari 4 indikator"."""
    return str(words()["counted"]).format(counted=result.counted, total=result.total)


def average_sentence(kind: str, result: ObjectiveResult, **figures: Any) -> str:
    """Return the sentence on an average; `kind` is "objective" or "average"."""
    if result.average is None:
        return sentence(f"{kind}_empty", **figures)
    return sentence(
        kind,
        rata_rata=percent_text(result.average),
        kategori=_category(result, "provisional_in_sentence"),
        **figures,
    )


def counts_sentence(measurement: Measurement) -> str:
    """Return how many indicators reached their target; each kind without a result is named."""
    summary = measurement.summary
    named = words()["sentences"]["counts_kinds"]
    kinds = [
        named[kind].format(n=getattr(summary, kind))
        for kind in WITHOUT_RESULT
        if getattr(summary, kind)
    ]
    figures = {
        "jumlah": len(measurement.indicators),
        "tercapai": summary.tercapai,
        "belum_tercapai": summary.belum_tercapai,
        "tidak_terukur": summary.tidak_terukur,
    }
    if not kinds:
        return sentence("counts", **figures)
    last = kinds[-1] if len(kinds) == 1 else listed(kinds)
    return sentence("counts_named", rincian=last if len(kinds) > 1 else f"dan {last}", **figures)


def missed_targets(measurement: Measurement) -> str:
    """Return the codes of the indicators below their target, "-" when there is none."""
    missed = [
        code for code, one in measurement.indicators.items() if one.status == "belum_tercapai"
    ]
    return listed(missed) or "-"


def quarters_sentence(measurement: Measurement) -> str:
    """Return what the averages of the year's quarters are, and which indicators they leave out."""
    left_out = measurement.summary.left_out_of_year
    if not left_out:
        return sentence("quarters")
    return sentence("quarters_left_out", kode=listed(left_out))


def budget_sentence(quarter: int, total: BudgetResult, office: Office) -> str:
    """Return the sentence on the realization of the whole budget, as the office writes money."""
    figures = {"triwulan": roman(quarter), "pagu": rupiah(total.ceiling, office.money)}
    if total.realization is None:
        return sentence("budget_empty", **figures)
    return sentence(
        "budget",
        realisasi=rupiah(total.realization, office.money),
        penyerapan=percent_text(total.absorption),
        **figures,
    )


def result_note(indicator: Indicator, result: IndicatorResult, quarter: int) -> str:
    """Return why there is no achievement, such as "Belum dilaporkan (TW II)"; else ""."""
    if result.status not in WITHOUT_RESULT:
        return ""
    target = decimal_text(result.target_to_date, indicator.decimals)
    realized = decimal_text(result.realization_to_date, indicator.decimals)
    reason = str(words()["no_result"][result.status]).format(target=target, realisasi=realized)
    missing = [q for q in result.missing_quarters if q != quarter]
    if result.status != "belum_dilaporkan" or not missing:
        return reason
    quarters = ", ".join(f"TW {roman(q)}" for q in result.missing_quarters)
    return str(words()["missing_quarters"]).format(reason=reason, quarters=quarters)


def achievement_notes(ds: DataSet, measurement: Measurement) -> list[str]:
    """Return the notes under a table of achievements: formulas, averages, scale, cautions."""
    notes = words()["notes"]
    rules = ds.rules
    cap = notes["no_cap"]
    if rules.cap is not None:
        cap = notes["cap"].format(plafon=decimal_text(rules.cap, 0))
    lower = notes["lower"][rules.lower_is_better]
    found = [
        f"{notes['higher']} {lower} {notes['lower_zero']}",
        notes["averages"].format(plafon=cap),
        notes["scale"].format(skala=_scale_text(ds)),
    ]
    return found + [r.note for r in measurement.indicators.values() if r.note]


def _scale_text(ds: DataSet) -> str:
    """Return "Sangat Tinggi ≥ 91; …; Sangat Rendah < 51"."""
    scale = ds.rules.scale
    steps = [f"{category} ≥ {_short(bound)}" for bound, category in scale[:-1]]
    return "; ".join([*steps, f"{scale[-1][1]} < {_short(scale[-2][0])}"])


def _short(bound: Any) -> str:
    """Return a bound without needless zeros: "91", "88,31"."""
    places = max(0, -int(bound.normalize().as_tuple().exponent))
    return decimal_text(bound, places)
