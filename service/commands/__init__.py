"""What the command line does; each module is imported when one of its commands is chosen.

arguments   which commands there are and what they take
telling     faults on standard error, in Bahasa Indonesia
figures     measure
forms       workbook
templates   render, check, fields
environment  settings of commands that answer no browser
upkeep      fsck, backup, restore
people      user add, list, reset, role, close
serving     serve, demo
"""
