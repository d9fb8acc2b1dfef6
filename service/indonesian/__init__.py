"""Numbers, money, dates and words as an Indonesian office writes them.

writing     grouped numbers, rupiah, dates, quarters, civil-servant numbers; and reading them back
counting    numbers in words, Roman numerals, the letters of a list
lettering   lists in a sentence; title case that knows degrees, acronyms and numerals
"""

from service.indonesian.counting import in_words, list_letter, roman_numeral
from service.indonesian.lettering import listed, title_case
from service.indonesian.writing import (
    DAYS,
    MONTHS,
    amount,
    day_date,
    decimal_text,
    long_date,
    months,
    months_to_date,
    nip_text,
    parse_date,
    parse_decimal,
    percent_text,
    plain_number,
    roman,
    rupiah,
    time_text,
)

__all__ = [
    "DAYS",
    "MONTHS",
    "amount",
    "day_date",
    "decimal_text",
    "in_words",
    "list_letter",
    "listed",
    "long_date",
    "months",
    "months_to_date",
    "nip_text",
    "parse_date",
    "parse_decimal",
    "percent_text",
    "plain_number",
    "roman",
    "roman_numeral",
    "rupiah",
    "time_text",
    "title_case",
]
