"""Compound files (OLE2) built in code: the containers of .xls and of macro projects."""

import struct

Tree = dict[str, "bytes | Tree"]

_SECTOR, _ENTRY = 512, 128
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _STORAGE, _STREAM = 5, 1, 2


def compound(*names: str) -> bytes:
    """With empty streams of these names at its root."""
    return compound_file(dict.fromkeys(names, b""))


def compound_file(tree: Tree) -> bytes:
    """With these streams; a name with names below it is a storage."""
    entries = [_Entry("Root Entry", _ROOT)]
    _add(tree, entries[0], entries)
    count = -(-len(entries) * _ENTRY // _SECTOR)
    sectors = sum(_sectors(entry.content) for entry in entries) + count
    tables = 1
    while tables * (_SECTOR // 4) < sectors + tables:
        tables += 1
    links = [_TABLE] * tables
    _chain(links, count)
    for entry in entries:
        if entry.content:
            entry.first = len(links)
            _chain(links, _sectors(entry.content))
    links += [_NONE] * (tables * _SECTOR // 4 - len(links))
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    # No stream is so small that it would lie in the stream of the small ones.
    struct.pack_into("<IIIIIIII", header, 44, tables, tables, 0, 0, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 76, *range(tables), *[_NONE] * (109 - tables))
    directory = b"".join(entry.packed() for entry in entries).ljust(count * _SECTOR, b"\0")
    return b"".join(
        [
            bytes(header),
            struct.pack(f"<{len(links)}I", *links),
            directory,
            *(e.content.ljust(_sectors(e.content) * _SECTOR, b"\0") for e in entries),
        ]
    )


class _Entry:
    def __init__(self, name: str, kind: int, content: bytes = b"") -> None:
        self.name, self.kind, self.content = name, kind, content
        self.following = self.child = _NONE
        self.first = _END

    def packed(self) -> bytes:
        made = bytearray(_ENTRY)
        raw = self.name.encode("utf-16-le")
        made[: len(raw)] = raw
        links = (_NONE, self.following, self.child)
        struct.pack_into("<HBBIII", made, 64, len(raw) + 2, self.kind, 1, *links)
        struct.pack_into("<II", made, 116, self.first, len(self.content))
        return bytes(made)


def _add(tree: Tree, parent: _Entry, entries: list[_Entry]) -> None:
    before = None
    for name, held in tree.items():
        kind = _STORAGE if isinstance(held, dict) else _STREAM
        entry = _Entry(name, kind, b"" if isinstance(held, dict) else held)
        if before is None:
            parent.child = len(entries)
        else:
            before.following = len(entries)
        entries.append(entry)
        before = entry
        if isinstance(held, dict):
            _add(held, entry, entries)


def _sectors(content: bytes) -> int:
    return -(-len(content) // _SECTOR)


def _chain(links: list[int], count: int) -> None:
    links += [*range(len(links) + 1, len(links) + count), _END]


def macro_project(modules: dict[str, str], compiled: int = 800) -> Tree:
    """A project of these modules, each behind `compiled` bytes of what was compiled of it."""
    records = [struct.pack("<HIIH", 0x0009, 4, 1, 2)]
    for name in modules:
        wide = name.encode("utf-16-le")
        for kind, data in (
            (0x0019, name.encode()),
            (0x001A, name.encode()),
            (0x0032, wide),
            (0x0031, struct.pack("<I", compiled)),
            (0x002B, b""),
        ):
            records.append(struct.pack("<HI", kind, len(data)) + data)
    streams = {name: bytes(compiled) + squeezed(text) for name, text in modules.items()}
    return {"VBA": {"dir": squeezed(b"".join(records)), **streams}}


def squeezed(content: str | bytes) -> bytes:
    """A compressed container in which nothing is compressed, of at most 3 KB."""
    raw = content.encode("gb18030") if isinstance(content, str) else content
    tokens = b"".join(b"\0" + raw[at : at + 8] for at in range(0, len(raw), 8))
    return b"\x01" + struct.pack("<H", 0xB000 | len(tokens) - 1) + tokens
