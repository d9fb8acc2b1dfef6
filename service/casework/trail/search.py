"""What is looked for in the list of everything, and what an indicator has to do with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from service.casework.tracing.traces import Trace
from service.casework.trail.lines import Line, Place
from service.progress import Event

_HIGHEST = 10**18  # of a number in a chain; a database keeps no larger ones


@dataclass(frozen=True)
class Search:
    """What somebody looks for; what is empty asks for nothing. Both days count."""

    person: str = ""
    document: str = ""
    indicator: str = ""
    kind: str = ""
    case: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


def place_of(line: Line) -> str:
    """Return the place of a line as text that `place` reads, and an address carries unchanged."""
    at = line.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{at}~{line.chain}~{line.number}"


def place(text: str) -> Place | None:
    """Return the place that a text names; None for one that names none."""
    at, _, rest = text.partition("~")
    chain, _, number = rest.partition("~")
    try:
        moment, last = datetime.fromisoformat(at), int(number)
        if moment.tzinfo is None or not 0 <= last < _HIGHEST:
            return None
        return moment.astimezone(UTC), chain, last
    except (ValueError, OverflowError):
        return None


def setting(trace: Trace, code: str) -> set[tuple[str, int]]:
    """Return the events (case, number) that set or changed a figure of an indicator."""
    origins = [origin for path, origin in trace.origins.items() if path[0] == code]
    sources = [source for one in origins for source in (one.source, one.since)]
    sources += [shift.source for one in origins for shift in one.shifts]
    return {(one.case, one.event) for one in sources}


def judging(trace: Trace, code: str) -> set[tuple[str, int]]:
    def judges(event: Event) -> bool:
        found = event.facts.get("findings", {})  # named as "capaian-jauh:3.2"
        return code in event.facts.get("checks", {}) or any(code in id.split(":") for id in found)

    view = trace.view
    return {(view.id, one.number) for one in view.progress.events if judges(one)}


def printing(trace: Trace, code: str) -> set[str]:
    """Return the keys of the case's documents that print a figure of an indicator."""
    return {
        printed.file.key
        for path in trace.origins
        if path[0] == code
        for printed in trace.prints.of(path)
    }
