"""The states a quarter goes through, one after the other, on a casework of one's own."""

from collections.abc import Callable, Iterator, Mapping

from service.casework import Upload
from tests.casework.office import Office, scan
from tests.web.every_route import RECEIVED


def _each(do: Callable[[Office, str], object]) -> Callable[[Office], object]:
    return lambda office: [do(office, unit) for unit in office.units()]


STATES: Mapping[str, Callable[[Office], object]] = {
    "opened": lambda office: office.open(),
    "ordered": lambda office: office.order_format(),
    "handed out": _each(Office.hand_out),
    "gathered": _each(Office.gather),
    "examined": _each(Office.examine),
    "rechecked": _each(Office.recheck),
    "collected": lambda office: office.collect(),
    "drafted": lambda office: office.draft(),
    "approved": lambda office: office.approve(),
    "signed": lambda office: office.sign(Upload(scan("PDF"), "pindaian.pdf")),
    "delivered": lambda office: office.deliver(RECEIVED[0]),
}


def each(office: Office) -> Iterator[str]:
    """Bring the quarter from one state into the next, and name each."""
    for name, reach in STATES.items():
        reach(office)
        yield name
