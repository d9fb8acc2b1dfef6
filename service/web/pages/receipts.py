"""To whom documents went."""

from service.casework import CaseView


def receivers(view: CaseView) -> dict[int, str]:
    """Return to whom a document went, by the event that recorded it."""
    return {
        one.number: one.facts["receiver"]
        for one in view.progress.events
        if one.facts.get("receiver")
    }
