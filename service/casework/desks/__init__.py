"""What a person can do, one class for each kind of work; `Casework` is all of them.

records    what every desk works on: store, clock, recording an event
acting     actions of a task, and what leaves the straight path
offering   a form looked at before it is recorded: what it changes, makes and lacks
several    several files at once, each tried for the units of its sender
marked_copies  refused workbooks with their faults marked, for who sent them
drafting   what a unit types into its form on the page, kept until it is handed in
office     quarters opened, the office's data, answers and holidays
settings   what holds for the office, what a change would do, and the change
delegation somebody acts for another with dates: right and signature as one
template_use   versions of the Word templates, and the documents made from them
trying     a Word template nobody approved, tried on the documents it would make
templates  a Word template changed: tried, looked at, taken into use
handing_out    documents, forms and overviews to take away
casework   `Casework`
"""
