"""The figures of the final document, from the same numbers as its tables."""

from service.chart import Bars, achievement_chart
from service.dataset import DataSet
from service.indonesian import roman
from service.measurement import Measurement, measure
from service.values.budget import absorption, yearly_average
from service.values.wording import words
from service.word import Picture

WIDTH_MM = 160.0


def comparison_picture(ds: DataSet, measurement: Measurement) -> Picture | str:
    """Return achievement against absorption per objective; "" where there is no budget."""
    if not ds.programmes:
        return ""
    rows = tuple(
        Bars(
            objective.text,
            yearly_average(objective, measurement),
            absorption(objective, measurement),
        )
        for objective in ds.objectives
    )
    return Picture(achievement_chart(rows), width_mm=WIDTH_MM)


def quarters_picture(ds: DataSet, quarter: int) -> Picture:
    """Return the year's four quarters: average achievement against both kinds of target.

    Quarters after `quarter` are drawn as not there yet, whatever the data say of them.
    """
    text = words()["quarters_figure"]
    rows = []
    for q in range(1, 5):
        name = str(text["name"]).format(triwulan=roman(q))
        if q > quarter:
            rows.append(Bars(name, None, None))
            continue
        summary = measure(ds, q).summary
        rows.append(Bars(name, summary.average, summary.average_year))
    labels = (str(text["quarter"]), str(text["year"]))
    return Picture(achievement_chart(tuple(rows), labels), width_mm=WIDTH_MM)
