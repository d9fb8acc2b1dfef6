"""Everything a person can do: open a case, act in a task, fetch what was made.

model      uploads, stored files and views, as pages and API see them
answers    what the office answered to the SOP's questions, and what may be an answer
effects    what an answer would change, said before it is kept
reading    a case as it stands, read out of the store and remembered
bringing   what an action brings: forms, checks, a signed file, a receipt
adoption   which version of a Word template is in use, told in the office's own events
templates  the Word templates there are, the office's and each procedure's own
making     the outputs an action makes, rendered with their particulars
signed     is an uploaded scan, signed PDF or emblem what it claims to be?
decisions  findings of the examination, and what was decided on each
agreement  do the documents say the same thing, read back from the store?
findings   what the examination found and nobody has examined again
office_days the days without work the office added
missed     quarters that passed without their measurement
turns      whose turn it is, who waits for whom
agenda     due dates as entries of a calendar
people     who can act, who may number a document
numbers    document numbers, given once
conversion Word files made into PDF, on demand and in the background
identities what people at a provider of accounts are linked to
names      what files are called when they leave
form_notes what to say of a form that is older than what is on file
fetching   documents, PDFs and forms to take away
archive    a whole case as one ZIP
provenance the upload and cell of each figure, and what it was before
printing   which documents print a figure
filling    what a document on file was filled with
tracing    all three for one case
trail_lines  an event or an entry of the trail as one line, worded by trail.yaml
trail_search what is looked for in the list of everything
trail      one list of everything that happened: events of all cases and the trail
flood      how many refusals of one caller are noted one by one
trail_sheet  the list to take away, as CSV and PDF
control    the Lembar Kendali
quarters   the quarter after a case, and the figures of the quarters before it
years      a year of four quarters, each from its own case
year_sheet the Rekap Tahunan as an Excel file
detours    sent back with a note, gone on without a unit, opened again
drafting   what a unit types into its form on the page, kept until it is handed in
late       files that came too late for their task, kept for who sent them
register   what everything about people works on: time, rights, the trail, brakes on guessing
sessions   whose a browser's key is, and how a session ends
signing_in people let in: by password, one-time code or a provider's word
tokens     what programs show in place of a password
accounts   people added and closed, and what each may act as
records    what every part works on: store, clock, recording an event
acting     actions of a task, and what leaves the straight path
office_data what the office said about its own data, by answers and settings
office_settings what holds for the office, what a change would do, and the change
delegation somebody acts for another with dates: right and signature as one
office_desk quarters opened, the office's data, answers and holidays
candidates files that wait an hour for somebody to decide on what he sent
marked_copies  refused workbooks with their faults marked, for who sent them
offers     checked forms among them, each for whoever sent it
offering   a form looked at before it is recorded: what it changes, makes and lacks
several    several files at once, each tried for the units of its sender
picturing  Word files nobody recorded, shown as PDF
trying     a Word template nobody approved, tried on the documents it would make
template_use  versions of the Word templates, and the documents made from them
template_desk a Word template changed: tried, looked at, taken into use
handing_out documents, forms and overviews to take away
desk       `Casework`: everything above as one object
"""

from service.casework.desk import Casework
from service.casework.model import CaseSummary, CaseView, StoredFile, StoredPdf, Upload

__all__ = ["CaseSummary", "CaseView", "Casework", "StoredFile", "StoredPdf", "Upload"]
