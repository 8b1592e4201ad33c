"""Run typst over data, in a process of its own that is bounded in memory, time and output.

A page takes some 0.1 s, of which starting the process is 0.02 s (2026-11-29): what a document of
any size does to typst, the process that serves pages lives on.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from accounts.errors import DomainError
from documents.printing.glyphs import folders
from files.apart import Bounds, Died, run_apart
from files.sizes import MEGABYTE

LAYOUT = Path(__file__).parent / "layout"
BOUNDS = Bounds(memory=1024 * MEGABYTE, seconds=60, output=128 * MEGABYTE)
# PDF/A for archives; it also refuses to print a box where a font has no glyph.
_PDF = {"format": "pdf", "pdf_standards": "a-2u", "pdf_tags": False}


class TooLargeToPrint(DomainError):
    """Typst did not come to an end within its bounds."""

    def __init__(self) -> None:
        super().__init__("文稿太长，排不出来，请减少内容后再试，或下载 Word 文档")


Photos = Mapping[str, bytes]
"""Their files by the name that the paper has for them."""


def pdf_of(layout: str, paper: Mapping[str, Any], photos: Photos) -> bytes:
    """Raises TooLargeToPrint."""
    return _compiled(layout, paper, photos, _PDF)


def png_of(layout: str, paper: Mapping[str, Any], ppi: int, photos: Photos) -> bytes:
    """Raises TooLargeToPrint."""
    return _compiled(layout, paper, photos, {"format": "png", "ppi": ppi})


def _compiled(
    layout: str, paper: Mapping[str, Any], photos: Photos, options: Mapping[str, Any]
) -> bytes:
    """Typst sees one folder and nothing beside it: the layouts, and the photos of this paper. They
    are files since it takes no bytes but as text; who waits for the process removes them."""
    with TemporaryDirectory(prefix="xushi-print-") as folder:
        root = Path(folder)
        shutil.copytree(LAYOUT, root, dirs_exist_ok=True)
        for name, content in photos.items():
            (root / name).write_bytes(content)
        return _asked(root, layout, paper, options)


def _asked(root: Path, layout: str, paper: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    request = {
        "root": str(root),
        "layout": layout,
        "paper": json.dumps(paper, ensure_ascii=False),
        "options": options,
        "fonts": [str(folder) for folder in folders()],
    }
    try:
        return run_apart("documents.printing.child", json.dumps(request).encode(), BOUNDS)
    except Died as error:
        raise TooLargeToPrint from error
