"""A document in its vessel as .pdf, laid out after GB/T 9704-2012."""

from documents.paragraphs import Document
from documents.printing.compiling import pdf_of
from documents.printing.glyphs import printable
from documents.printing.laying_out import paper_data
from documents.prints import Prints
from documents.vessels import MATERIAL, Vessel


def pdf_document(document: Document, vessel: Vessel = MATERIAL) -> bytes:
    """One document in one vessel is always the same bytes. A character that no font has is printed
    as its code, which ``glyphs.lacking`` tells beforehand. Raises TooLargeToPrint."""
    prints = Prints()
    return pdf_of("paper.typ", paper_data(document, vessel, printable, prints), prints.files)
