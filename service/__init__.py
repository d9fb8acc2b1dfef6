"""Run a government procedure from uploaded data to signed documents.

The map, lowest first; an import only goes down:

yaml_text             YAML, read safely and fast
errors, settings      five kinds of error, words in messages.yaml; the environment, read once
procedure             the SOPs as data (procedures/<code>/procedure.yaml), checked at start
indonesian            numbers, money, dates and quarters as an Indonesian office writes them
package, gate         is an uploaded zip sound? may an uploaded file be read at all?
dataset               one office's year as plain values
confined              jobs on what strangers sent, in child processes with ceilings
people                who may sign in, as what, and what they prove it with
openid                proof of a person by the regency's OpenID provider (the extra `sso`)
holiday               days without work: national ones, and those the office adds
measurement           accumulation, achievement, categories, averages, absorption
deadlines, progress   due dates; which task is done, open or waiting, read out of events
calendar_file         due dates as iCalendar
examination           what a careful examiner would ask about a data set
workbook              the Excel form, written and read back
consistency           produced documents read back and held against each other
word, pdf, chart      templates filled, documents converted, the figure of the final document
values, documents     what templates are filled with; a data set becomes a Word file
store                 cases, events, files: all the SQL
accounts              people let in and given roles, programs given keys
casework              everything a person can do, one method an action
web, app              pages and API; puts the parts together
commands              what the command line does
"""
