"""Text in which figures are marked, so that one prose serves page, text and Word.

A template prints a figure as its text between marks that carry the figure's key; ``runs``
takes the marked text apart again.
"""

import re
from dataclasses import dataclass

# Private-use characters: no keyboard types them, and ``unmarked`` removes them from names, with
# all that does not print.
OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph; ``key`` names the figure whose rows it opens, "" for plain text."""

    text: str
    key: str = ""


def mark(key: str, text: str) -> str:
    return f"{OPEN}{key}{MIDDLE}{text}{CLOSE}"


def unmarked(text: str) -> str:
    """Text from outside (a project's name) on one line, without what could pass for a mark or
    what Word's XML has no place for."""
    return "".join(character for character in text if character.isprintable())


def runs(marked: str) -> tuple[Run, ...]:
    """The pieces of one marked line, in order."""
    pieces, at = [], 0
    for found in _MARKED.finditer(marked):
        if found.start() > at:
            pieces.append(Run(marked[at : found.start()]))
        pieces.append(Run(found[2], found[1]))
        at = found.end()
    if at < len(marked):
        pieces.append(Run(marked[at:]))
    return tuple(pieces)


def bare(text: str) -> str:
    """Without the stop at its end, to stand within a sentence."""
    return unmarked(" ".join(text.split())).rstrip("。；;.，,")
