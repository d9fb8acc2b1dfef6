"""One list of everything that happened: the events of all cases, and the trail.

lines      an event or an entry of the trail as one line, worded by trail.yaml
search     what is looked for
everything the list itself: searched, counted, its chain checked, old entries let go
sheet      the list to take away, as CSV and PDF
"""

from service.casework.trail.everything import ARCHIVE, ChainState, Found, TrailDesk

__all__ = ["ARCHIVE", "ChainState", "Found", "TrailDesk"]
