"""What to look for in an office's documents, out of its data set."""

from string import ascii_letters

from service.consistency.model import Known, KnownOfficial
from service.dataset import DataSet, budget_names


def known_of(ds: DataSet) -> Known:
    """Return the names and codes of a data set; no figure of it but the cap of averages."""
    return Known(
        office=ds.office.name,
        government=ds.office.government,
        place=ds.office.place,
        indicators=tuple(
            (indicator.code, indicator.text, _printed(objective.code))
            for objective in ds.objectives
            for indicator in objective.indicators
        ),
        objectives=tuple((_printed(one.code), one.text) for one in ds.objectives),
        lines=tuple(budget_names(ds)),
        officials=tuple(
            KnownOfficial(one.name, one.nip, one.position, one.role) for one in ds.officials
        ),
        cap=ds.rules.cap,
    )


def _printed(code: str) -> str:
    """Return an objective's code as documents print it: "3" for "S3"."""
    return code.lstrip(ascii_letters) or code
