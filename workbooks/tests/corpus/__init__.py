"""Files of every kind that was ever seen, or that somebody might make, each with its one verdict.

Built by code, so that what is wrong with a file can be read, not only opened.
"""
