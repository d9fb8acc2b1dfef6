"""What an office said for itself, beside the data it uploads.

answers    what it answered to the SOP's questions, and what may be an answer
effects    what an answer would change, said before it is kept
data       what it said about its own data, by answers and settings
days       the days without work it added
people     who can act, who may number a document
"""
