"""The figure of the final document, from the same numbers as its table."""

from service.chart import Bars, achievement_chart
from service.dataset import DataSet
from service.measurement import Measurement
from service.values.budget import absorption, yearly_average
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
