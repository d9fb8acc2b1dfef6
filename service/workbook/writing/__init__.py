"""Rows become the Excel form (openpyxl).

form       the workbook: for the whole office, for one unit, for the budget
first_sheet    the sheet Petunjuk
entry      one value into one cell, and the input rule that guides the clerk there
guides     what Excel itself refuses, colours and counts while a form is filled in
sums       sums above the rows of the budget, computed by Excel
stamp      the same bytes for the same content
"""
