"""What is said of a leader in one deed, and as a proposal keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Unit, User
from accounts.trail.words import EMPTY
from projects.models import Leader, ProjectCategory


@dataclass(frozen=True)
class Particulars:
    """A leader's own columns, and by their keys in order what they look after and who may act for
    them."""

    name: str
    office: str
    phone: str = ""
    position: int = 0
    user_id: int | None = None
    units: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    secretaries: tuple[int, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Particulars":
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**values)


OWN = ("name", "office", "phone", "position", "user_id")
LABELS = {
    "name": "姓名",
    "office": "职务",
    "phone": "电话",
    "position": "排序",
    "user_id": "用户",
    "units": "分管单位",
    "categories": "分管项目类别",
    "secretaries": "授权秘书",
}
_ROWS: dict[str, Any] = {
    "user_id": User,
    "units": Unit,
    "categories": ProjectCategory,
    "secretaries": User,
}


def particulars_of(leader: Leader) -> Particulars:
    """As they stand."""

    def keys(rows: Any, column: str) -> tuple[int, ...]:
        held = rows.filter(until=None).exclude(**{column: None})
        return tuple(sorted(held.values_list(column, flat=True)))

    return Particulars(
        **{name: getattr(leader, name) for name in OWN},
        units=keys(leader.portfolio, "unit_id"),
        categories=keys(leader.portfolio, "category_id"),
        secretaries=keys(leader.secretaries, "user_id"),
    )


def differences_in_words(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Label, old and new of each that is another; of who is not registered yet, what is said."""
    return [
        (LABELS[name], _words(name, before.get(name)), _words(name, value))
        for name, value in after.items()
        if (value or None) != (before.get(name) or None)
    ]


def _words(name: str, value: Any) -> str:
    if name in _ROWS:
        keys = value if isinstance(value, list) else [value] if value else []
        value = "、".join(str(row) for row in _ROWS[name].objects.filter(pk__in=keys))
    return EMPTY if value in (None, "") else str(value)
