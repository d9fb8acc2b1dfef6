"""Beyond one quarter.

quarters   the quarter after a case, and the figures of the quarters before it
missed     quarters that passed without their measurement
year       a year of four quarters, each from its own case
sheet      the same as an Excel file, the Rekap Tahunan
"""
