"""What a backup says of itself, and whether it is whole."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from accounts.errors import DomainError
from config.backup.tables import Row
from config.version import VERSION
from files.sizes import MEGABYTE

FORMAT = 1
PRODUCT = "xushi"
MANIFEST, CHECKSUM, TABLES, FILES = "manifest.json", "manifest.json.sha256", "tables", "files"


class NotABackup(DomainError):
    """The folder is no backup that this version can restore: damaged, incomplete or foreign."""


@dataclass(frozen=True)
class TableDump:
    """``sha256`` is of the file as it stands; ``last_number`` the last key given in the table."""

    table: str
    columns: list[str]
    rows: int
    last_number: int | None
    sha256: str

    @property
    def path(self) -> str:
        return f"{TABLES}/{self.table}.jsonl.gz"


@dataclass(frozen=True)
class KeptFile:
    """``name`` is that of the row, a path below the folder of files; ``size`` in bytes."""

    name: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        return f"{FILES}/{self.name}"


@dataclass(frozen=True)
class Manifest:
    """``missing`` names the files that rows name and the installation did not have, ``damaged``
    those that it had otherwise than their rows say: they are kept as they were found."""

    made_at: str
    database: str
    migrations: list[str]
    trail_count: int
    trail_head: str
    tables: list[TableDump]
    files: list[KeptFile]
    missing: list[str]
    damaged: list[str] = field(default_factory=list)
    version: str = VERSION
    product: str = PRODUCT
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def words(self) -> str:
        return (
            f"{len(self.tables)} 张表 {self.rows} 行，"
            f"文件 {len(self.files)} 个 {self.bytes_of_files / MEGABYTE:.1f} MB"
        )

    @property
    def has_all_files(self) -> bool:
        return not (self.missing or self.damaged)

    @property
    def bytes_of_files(self) -> int:
        return sum(file.size for file in self.files)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest and its checksum, which ``sha256sum -c`` understands."""
    content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / CHECKSUM).write_text(f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup of ours. Raises NotABackup."""
    try:
        content = (folder / MANIFEST).read_bytes()
        promised = (folder / CHECKSUM).read_text(errors="replace")
    except OSError as error:
        raise NotABackup(f"{folder} 不是完整的备份：读不到 {error.filename}") from error
    if promised.split()[:1] != [hashlib.sha256(content).hexdigest()]:
        raise NotABackup(f"备份已损坏：{MANIFEST} 与它的校验值不符")
    try:
        told = json.loads(content)
        _require_our_format(told)
        return _manifest(told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotABackup(f"{MANIFEST} 不是本系统的备份清单") from error


def require_whole(folder: Path, manifest: Manifest) -> None:
    """Read every byte of the backup. Raises NotABackup at the first that is not as promised."""
    parts: list[TableDump | KeptFile] = [*manifest.tables, *manifest.files]
    for part in parts:
        try:
            found = sha256_of(folder / part.path)
        except OSError as error:
            raise NotABackup(f"备份不完整：缺少 {part.path}") from error
        if found != part.sha256:
            raise NotABackup(f"备份已损坏：{part.path} 与校验值不符")


def dumped_rows(folder: Path, dump: TableDump) -> Iterator[Row]:
    with gzip.open(folder / dump.path, "rt", encoding="ascii") as lines:
        yield from map(json.loads, lines)


@contextmanager
def private() -> Iterator[None]:
    """Whatever is made inside is its owner's alone: a backup holds everything."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_our_format(told: dict[str, Any]) -> None:
    if told["product"] != PRODUCT:
        raise NotABackup(f"这是“{told['product']}”的备份，不是本系统的")
    if told["format"] != FORMAT:
        raise NotABackup(
            f"备份格式为 {told['format']}（版本 {told['version']}），这里只读格式 {FORMAT}，"
            "请安装那个版本再恢复"
        )


def _manifest(told: dict[str, Any]) -> Manifest:
    tables = [TableDump(**table) for table in told.pop("tables")]
    files = [KeptFile(**file) for file in told.pop("files")]
    for path in [PurePosixPath(file.name) for file in files]:
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(path)
    return Manifest(tables=tables, files=files, **told)
