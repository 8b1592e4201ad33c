"""Which characters the fonts can print: those that are shipped, and what a site put beside them."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from pylopdf_fonts_zh_cn import serif_path

SHIPPED = serif_path().parent
# Typst's own fonts have these, which the shipped ones lack; ≒ alone of them is in GBK.
BESIDE = frozenset("≒")

_SUFFIXES = (".otf", ".ttf", ".ttc")
_UNPRINTED = ("Cc", "Cf", "Cs")
_COLLECTION = b"ttcf"
_SEGMENTED = 12


def folders() -> list[Path]:
    """Where fonts are looked for: in the site's folder, and among those that are shipped."""
    return [*([Path(settings.FONTS_DIR)] if settings.FONTS_DIR else []), SHIPPED]


def printable(text: str) -> str:
    """The text as it is printed: without control characters, and with the code of a character for
    which there is no glyph: 〔U+20BB7〕."""
    known = _characters(*folders())
    return "".join(
        character if ord(character) in known else f"〔U+{ord(character):04X}〕"
        for character in text
        if unicodedata.category(character) not in _UNPRINTED
    )


def lacking(text: str) -> list[str]:
    """The characters of a text that no font has, each once, in their order."""
    known = _characters(*folders())
    unknown = (
        character
        for character in text
        if ord(character) not in known and unicodedata.category(character) not in _UNPRINTED
    )
    return list(dict.fromkeys(unknown))


@cache
def _characters(*places: Path) -> frozenset[int]:
    """20 MB of fonts are read once a process, in 0.04 s."""
    known = set(map(ord, BESIDE))
    for folder in places:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES:
                known.update(_in_font(path.read_bytes()))
    return frozenset(known)


def _in_font(content: bytes) -> Iterator[int]:
    """The characters of every font of a file, by the tables ``cmap`` of OpenType."""
    starts = [0]
    if content.startswith(_COLLECTION):
        count = struct.unpack_from(">I", content, 8)[0]
        starts = list(struct.unpack_from(f">{count}I", content, 12))
    for start in starts:
        tables = struct.unpack_from(">H", content, start + 4)[0]
        for place in range(start + 12, start + 12 + 16 * tables, 16):
            tag, _, offset, _ = struct.unpack_from(">4sIII", content, place)
            if tag == b"cmap":
                yield from _in_map(content, offset)


def _in_map(content: bytes, start: int) -> Iterator[int]:
    """Of the segmented map of all of Unicode (format 12), which every font of Chinese has."""
    maps = struct.unpack_from(">H", content, start + 2)[0]
    for place in range(start + 4, start + 4 + 8 * maps, 8):
        at = start + struct.unpack_from(">I", content, place + 4)[0]
        if struct.unpack_from(">H", content, at)[0] != _SEGMENTED:
            continue
        for group in range(struct.unpack_from(">I", content, at + 12)[0]):
            first, last, _ = struct.unpack_from(">III", content, at + 16 + 12 * group)
            yield from range(first, last + 1)
