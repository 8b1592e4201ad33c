"""How much a page has to show of a paper of cards or photos."""

from documents.paragraphs import Document, Paragraph, PhotoRow

SHOWN_AT_ONCE = 60
"""Photos, and pages that a paper begins: each photo takes 10 ms and 15 KB of the page."""


def weight_of(document: Document) -> int:
    """Its photos, and the pages that it begins."""
    return sum(
        len(block.photos)
        if isinstance(block, PhotoRow)
        else isinstance(block, Paragraph) and block.on_new_page
        for block in document.all_blocks
    )
