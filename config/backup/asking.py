"""A backup that the administrator asks for on a page: the same as by the command, made in the
background. Nobody fetches it by page; it is told where it lies and how to know it again."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditHead
from accounts.pages.full_disk import is_full
from accounts.trail.audit import Trail
from config.backup.making import KEEP, Backup, NotBackedUp, backups_in, make_backup
from config.backup.manifest import CHECKSUM
from jobs.kinds import JobKind, JobOutcome, Work

AN_HOUR = 3600


@dataclass(frozen=True)
class BackupAsked:
    """Nothing is chosen: it holds everything."""


@dataclass(frozen=True)
class FoundBackup:
    """A finished backup: its folder, and the SHA-256 of its manifest, which holds those of all its
    parts."""

    folder: Path
    sha256: str


def found_backups() -> list[FoundBackup]:
    """Those in the folder of the settings, the newest first."""
    into = settings.BACKUP_DIR
    folders = backups_in(into) if into.is_dir() else []
    return [FoundBackup(folder, _sha256(folder)) for folder in reversed(folders)]


def back_up(work: Work[BackupAsked]) -> JobOutcome:
    """Made twice, where the process was killed at its very end, it is two backups, both whole.
    Raises NotBackedUp."""
    try:
        # The real time, also where a demonstration stands still: the names give the order.
        made = make_backup(into=settings.BACKUP_DIR, keep=KEEP, at=timezone.localtime())
    except OSError as error:
        if is_full(error):
            raise
        raise NotBackedUp(f"备份目录 {settings.BACKUP_DIR} 写不进去，请检查权限") from error
    sha256 = _sha256(made.folder)

    def tell(audit: Trail) -> None:
        head = AuditHead.objects.get_or_create(pk=1)[0]
        changes = {"sha256": (None, sha256)}
        audit.record(
            head, "trail.backup", county=work.county, label=made.folder.name, changes=changes
        )

    return JobOutcome(_told(made, sha256), effect=tell)


def _told(made: Backup, sha256: str) -> str:
    manifest = made.manifest
    told = f"备份完成：{made.folder}，{manifest.words}，manifest.json 的 SHA-256 为 {sha256}"
    if manifest.has_all_files:
        return told
    faulty = len(manifest.missing) + len(manifest.damaged)
    return f"{told}；有 {faulty} 个文件缺失或损坏，旧的备份都没有删除，请运行 verify 查看"


def _sha256(folder: Path) -> str:
    return (folder / CHECKSUM).read_text(errors="replace").split()[0]


BACKUP = JobKind(
    key="config.backup",
    right="backup.make",
    asked=BackupAsked,
    shape=1,
    title=lambda _asked: "备份全部数据",
    work=back_up,
    seconds=AN_HOUR,
    back=lambda _asked: reverse("backups"),
)
