"""A refused workbook comes back with its faults marked, and everything else untouched.

copies     the marked copy, asked of the child process
marked_copy    the same inside it
remembered red cells and comments, and each cell's own looks until the marks go again
mending    the first sheet: every fault, a way to its cell, how it is mended
untouched  what openpyxl drops when it saves somebody else's workbook, put back
rebuilt    an Excel workbook from a file of another kind
places     "Realisasi!F14" as sheet, row and column
subjects   what a cell is about: its heading and the code of its row
"""
