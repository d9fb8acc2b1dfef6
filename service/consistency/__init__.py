"""The same figure, total, period, name and NIP in every document, read back from the Word files.

Import from here; the modules below are how it is cut:

model        what is looked for, what was read, what was found
notions      notions.yaml: what headings, rows and sentences are about
writing      one way of writing for several; numbers, dates and texts as they are compared
paper        a Word file as paragraphs and tables, merged cells resolved
places       chapter, annex and table as a reader names them
lookup       what is known, found by what is printed of it
periods      quarter and year of titles, captions and feet
tables       figures in tables
prose        figures in sentences, labels, letterheads
signers      office, name, rank and NIP in signature blocks
facts        all of it for one file
sums         totals that their printed parts do not give
comparing    documents side by side
looking      a data set -> what to look for
"""

from service.consistency.comparing import compare, disagreements
from service.consistency.facts import facts_of
from service.consistency.looking import known_of
from service.consistency.model import Comparison, Finding, Known, KnownOfficial, Printed
from service.consistency.notions import label

__all__ = [
    "Comparison",
    "Finding",
    "Known",
    "KnownOfficial",
    "Printed",
    "compare",
    "disagreements",
    "facts_of",
    "known_of",
    "label",
]
