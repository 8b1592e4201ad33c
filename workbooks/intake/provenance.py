"""Which upload, sheet and cell something has its present values from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from accounts.models import User
from workbooks.intake.kinds import kind_of
from workbooks.models import Upload, UploadSource

LONGEST_SHEET = 100

S = TypeVar("S", bound=UploadSource)


@dataclass(frozen=True)
class GivenBy:
    """An upload that gave some of the values that stand now: pairs of a value's label and its
    cell (本年累计完成投资, 6月!G12)."""

    upload: Upload
    cells: tuple[tuple[str, str], ...]
    may_download: bool

    @property
    def outcome(self) -> str:
        """The name of the address of the upload's page."""
        return kind_of(self.upload).addresses.outcome


def given_by(
    sources: Iterable[S],
    *,
    fields: Sequence[str],
    label_of: Callable[[str], str],
    still_holds: Callable[[S, str], bool],
    user: User,
) -> tuple[GivenBy, ...]:
    """Of ``sources``, the latest first, those that gave a value which stands as they left it. A
    value that was changed by hand since has none."""
    told: set[str] = set()
    found = []
    for source in sources:
        given = [
            name
            for name in fields
            if name in source.cells and name not in told and still_holds(source, name)
        ]
        told.update(given)
        if given:
            cells = tuple(
                (label_of(name), f"{source.sheet}!{source.cells[name]}") for name in given
            )
            upload = source.upload
            found.append(GivenBy(upload, cells, kind_of(upload).may_download(user, upload)))
    return tuple(found)
