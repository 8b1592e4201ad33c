"""How much room the files of a unit may take."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Sum

from accounts.errors import DomainError
from accounts.models import Unit
from files.sizes import MEGABYTE

if TYPE_CHECKING:
    from files.models import KeptFile


class QuotaReached(DomainError):
    """The unit's files take all the room that it may have."""


def require_quota(unit: Unit, size: int, kinds: Iterable[type["KeptFile"]]) -> None:
    """Raises QuotaReached where UNIT_QUOTA_MB has no room for ``size`` more bytes of the unit; its
    files are rows of ``kinds``."""
    most = settings.UNIT_QUOTA_MB
    if not most:
        return
    used = used_by(unit, kinds)
    if used + size > most * MEGABYTE:
        raise QuotaReached(
            f"{unit.name}存放的文件已有{_megabytes(used)} MB，加上这个文件超过{most} MB的限额，"
            "没有保存；请压缩后上传，或联系系统管理员调整限额",
            field="file",
        )


def used_by(unit: Unit, kinds: Iterable[type["KeptFile"]]) -> int:
    """The bytes of the unit's files; one query for each kind of them."""
    sums = [
        kind._default_manager.filter(**{kind.unit_path: unit}).aggregate(sum=Sum("size"))["sum"]
        for kind in kinds
    ]
    return sum(size or 0 for size in sums)


def _megabytes(size: int) -> str:
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10}"
