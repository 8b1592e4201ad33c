"""The arithmetic of the field: money, rounding, rates, months, pace, parts, project codes.

Pure Python: nothing here knows of the database, of a request or of today's date. Everything is
exact (`int`, `Fraction`) until it is printed; what prints rounds half up, once. Callers import
from the modules, not from here.
"""
