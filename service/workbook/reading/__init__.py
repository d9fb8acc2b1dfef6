"""Grids become a data set, or every wrong cell at once.

headings   which heading stands for which column, misspelt or by another name
sheets     which sheet holds a table
tables     the tables and their rows, wherever the columns stand
body       which rows are data, and which are sums or headings again
cells      one cell is one value, or a problem
numbers    numbers as clerks type them; dates likewise
standing   what is said of a table that stands elsewhere
notes      what was read in an unusual way, one sentence a thing
upload     one workbook while it is being read
indicators rows found again by the code of their indicator; locked: what must come back unchanged
old_forms  a form made before the office's data changed, said as such
budget     the rows of Anggaran become the tree of programmes
data_set   all of it: a file becomes a data set
origins    the cell each figure of a file was read from
"""
