"""Whether a workbook's macro project holds any code ([MS-OVBA]).

Templates of authorities often come as .xlsm with the modules that Excel makes by itself, one for
the book and one for each sheet, and nothing written in them: such a file does nothing, and is let
in. A project that is not understood counts as code. `oletools` would tell the same; it brings a
dozen packages for the two pages of rules that are needed here.
"""

import io
import re
import struct
from collections.abc import Iterator

from xlrd.compdoc import CompDoc, CompDocError

from workbooks.guard import compound
from workbooks.guard.refusals import MACROS, Refused

_XLS_PROJECT = "_VBA_PROJECT_CUR"

_LARGEST_MODULE = 1024 * 1024
_LARGEST_COMPILED = 6144
"""Beside its text a module keeps what was compiled of it: 0.8 KB where nothing is written, and 5.2
at most in 26 public workbooks. More of it means that the text was taken away and the code left."""
_PROJECT_VERSION, _STREAM_NAME, _TEXT_OFFSET, _END_OF_MODULE = 0x0009, 0x0032, 0x0031, 0x002B
_EMPTY_LINE = re.compile(
    rb"""\s*(?:Attribute\ [\w.]+\ =\ (?:"[^"]*"|-?\w+)"""
    rb"""|Option\ (?:Explicit|Base\ [01]|Compare\ \w+|Private\ Module))?\s*"""
)
_NOT_UNDERSTOOD = (
    CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
)


def refuse_code(project: bytes, folder: str = "") -> None:
    """`project` is the compound file, `folder` the storage of the project in it. Raises Refused
    where a module has a line of code."""
    try:
        holds_code = any(map(_is_code, _modules(project, f"{folder}/" if folder else "")))
    except _NOT_UNDERSTOOD as error:
        raise Refused(MACROS) from error
    if holds_code:
        raise Refused(MACROS)


def refuse_xls_code(content: bytes) -> None:
    """Raises Refused where an .xls has a macro project with a line of code."""
    if _XLS_PROJECT in compound.root_names(content):
        refuse_code(content, _XLS_PROJECT)


def _is_code(text: bytes) -> bool:
    return any(not _EMPTY_LINE.fullmatch(line) for line in text.splitlines())


def _modules(project: bytes, folder: str) -> Iterator[bytes]:
    """The text of each module."""
    parts = CompDoc(project, logfile=io.StringIO())
    directory = _unpacked(parts.get_named_stream(f"{folder}VBA/dir"))
    name, offset = "", 0
    for kind, data in _records(directory):
        if kind == _STREAM_NAME:
            name = data.decode("utf-16-le")
        elif kind == _TEXT_OFFSET:
            offset = struct.unpack("<I", data)[0]
        elif kind == _END_OF_MODULE:
            stream = parts.get_named_stream(f"{folder}VBA/{name}")
            if offset > _LARGEST_COMPILED:
                raise ValueError("compiled code without its text")
            yield _unpacked(stream[offset:])


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(directory):
        kind, length = struct.unpack_from("<HI", directory, at)
        # This one counts its last two bytes nowhere.
        length += 2 if kind == _PROJECT_VERSION else 0
        data = directory[at + 6 : at + 6 + length]
        if len(data) < length:
            raise ValueError("cut off")
        yield kind, data
        at += 6 + length


def _unpacked(container: bytes) -> bytes:
    """A compressed container ([MS-OVBA] 2.4.1). Raises ValueError, struct.error."""
    if container[:1] != b"\x01":
        raise ValueError("no container")
    made = bytearray()
    at = 1
    while at < len(container):
        header = struct.unpack_from("<H", container, at)[0]
        end = at + (header & 0x0FFF) + 3
        if header >> 12 & 0b111 != 0b011 or len(made) > _LARGEST_MODULE:
            raise ValueError("no chunk")
        chunk = container[at + 2 : end]
        made += _unpacked_chunk(chunk) if header & 0x8000 else chunk
        at = end
    return bytes(made)


def _unpacked_chunk(chunk: bytes) -> bytes:
    made = bytearray()
    at = 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                made.append(chunk[at])
                at += 1
                continue
            token = struct.unpack_from("<H", chunk, at)[0]
            at += 2
            # The further on in the chunk, the more bits say how far back.
            places = max((len(made) - 1).bit_length(), 4)
            back = (token >> 16 - places) + 1
            for _ in range((token & 0xFFFF >> places) + 3):
                made.append(made[-back])
    return bytes(made)
