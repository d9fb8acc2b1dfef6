"""Everything a person can do: open a case, act in a task, fetch what was made.

In folders, lowest first:

office     what the office said for itself: answers, its own data, days without work
years      the quarter after a case, quarters missed, a year of four
tracing    a figure from its cell to the documents, and back
trail      one list of everything that happened
desks      what a person can do, one class for each kind of work; all of them are `Casework`

One case, step by step:

model      uploads, stored files and views, as pages and API see them
reading    a case as it stands, read out of the store and remembered
turns      whose turn it is, who waits for whom
agenda     due dates as entries of a calendar
bringing   what an action brings: forms, checks, a signed file, a receipt
signed     is an uploaded scan, signed PDF or emblem what it claims to be?
form_notes what to say of a form that is older than what is on file
candidates files that wait an hour for somebody to decide on what he sent
offers     checked forms among them, each for whoever sent it
late       files that came too late for their task, kept for who sent them
adoption   which version of a Word template is in use, told in the office's own events
templates  the Word templates there are, the office's and each procedure's own
making     the outputs an action makes, rendered with their particulars
numbers    document numbers, given once
decisions  findings of the examination, and what was decided on each
findings   what the examination found and nobody has examined again
detours    sent back with a note, gone on without a unit, opened again
agreement  do the documents say the same thing, read back from the store?
control    the Lembar Kendali
names      what files are called when they leave
conversion Word files made into PDF, on demand and in the background
picturing  Word files nobody recorded, shown as PDF
fetching   documents, PDFs and forms to take away
archive    a whole case as one ZIP
"""

from service.casework.desks.casework import Casework
from service.casework.model import CaseSummary, CaseView, StoredFile, StoredPdf, Upload

__all__ = ["CaseSummary", "CaseView", "Casework", "StoredFile", "StoredPdf", "Upload"]
