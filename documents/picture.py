"""A document as one long picture, for groups on telephones."""

from collections.abc import Iterable

from documents.paragraphs import Document
from documents.printing.compiling import png_of
from documents.printing.glyphs import printable
from documents.printing.laying_out import picture_data
from documents.prints import Prints

PIXELS_PER_INCH = 216
"""At which a picture of 360 pt is 1080 px wide."""


def picture(document: Document, foot: Iterable[str]) -> bytes:
    """A .png, 1080 px wide. ``foot``: what its figures are, a line each: at which cut-off, by which
    口径. Raises TooLargeToPrint."""
    prints = Prints()
    paper = picture_data(document, foot, printable, prints)
    return png_of("picture.typ", paper, PIXELS_PER_INCH, prints.files)
