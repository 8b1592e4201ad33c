"""Run typst over data, in a process of its own that is bounded in memory and time.

A page takes some 0.1 s, of which starting the process is 0.02 s (2026-11-29): what a document of
any size does to typst, the process that serves pages lives on.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accounts.errors import DomainError
from documents.printing.glyphs import folders

logger = logging.getLogger(__name__)

SECONDS = 60
_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from documents.printing.child import main; main()"
)
# PDF/A for archives; it also refuses to print a box where a font has no glyph.
_PDF = {"format": "pdf", "pdf_standards": "a-2u", "pdf_tags": False}


class TooLargeToPrint(DomainError):
    """Typst did not come to an end within its bounds."""

    def __init__(self) -> None:
        super().__init__("文稿太长，排不出来，请减少内容后再试，或下载 Word 文档")


def pdf_of(layout: str, paper: Mapping[str, Any]) -> bytes:
    """Raises TooLargeToPrint."""
    return _compiled(layout, paper, _PDF)


def png_of(layout: str, paper: Mapping[str, Any], ppi: int) -> bytes:
    """Raises TooLargeToPrint."""
    return _compiled(layout, paper, {"format": "png", "ppi": ppi})


def _compiled(layout: str, paper: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    request = {
        "layout": layout,
        "paper": json.dumps(paper, ensure_ascii=False),
        "options": options,
        "fonts": [str(folder) for folder in folders()],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START, _ROOT],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLargeToPrint from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        logger.warning("Typst ended with %d: %s", done.returncode, *(said or ["-"]))
        raise TooLargeToPrint
    return done.stdout
