"""What a line of the trail tells a person."""

from accounts.trail.words import words_of_line


def told(line):
    """Old and new value by label; PostgreSQL keeps the columns in an order of its own."""
    return {label: [old, new] for label, old, new in words_of_line(line)}
