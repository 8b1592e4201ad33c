"""How a log line is written: what comes from outside cannot begin another one.

An address, a user name or the text of an error may hold line breaks, or codes that move the cursor
of whoever reads the log in a terminal. Every line passes through here, so whoever logs need not
think of it.
"""

import logging
import unicodedata

# Controls, invisible and bidirectional marks, lone surrogates, separators of lines and paragraphs.
ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
BELOW_THE_LINE = "    | "
r"""Stands before every line of a traceback: the text of an error is from outside too."""


def escaped(text: str) -> str:
    r"""Return ``text`` with what cannot be seen as Python writes it: ``\n``, ``\x1b``."""
    if text.isprintable():
        return text
    return "".join(map(_escaped_character, text))


def _escaped_character(character: str) -> str:
    if unicodedata.category(character) in ESCAPED_CATEGORIES:
        return character.encode("unicode_escape").decode("ascii")
    return character


class LineFormatter(logging.Formatter):
    """Writes a record on one line, and its traceback on marked lines below."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        # Not by way of record.exc_text: another handler's formatter may have left it there plain.
        trace = self.formatException(record.exc_info) if record.exc_info else record.exc_text
        below = "\n".join(filter(None, (trace, record.stack_info)))
        marked = [BELOW_THE_LINE + escaped(line) for line in below.split("\n") if below]
        return "\n".join([escaped(self.formatMessage(record)), *marked])
