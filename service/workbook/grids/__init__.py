"""A spreadsheet of whatever format becomes plain grids of values.

grid       the grids, and the child process with ceilings in which files are read
formats    which format it is
values     values of every format by python-calamine; csv_text: of a .csv
xlsx, sheet_xml   what the values do not tell of an .xlsx; xls: of an .xls; ods: of an .ods;
           number_formats: which of them show percentages
ours       what the service itself put into a workbook that it handed back
"""
