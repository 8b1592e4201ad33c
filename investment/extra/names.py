"""What a column may be called: its name is a title of workbooks and the last part of a figure's
key, so it must be nobody else's.

A higher room says with ``register`` which names it has (the indicators of figures).
"""

import re
from collections.abc import Callable

from accounts.errors import DomainError
from accounts.models import Unit
from investment.models import ExtraColumn

Taken = Callable[[str], bool]

_SIGNS = re.compile(r"[.=+%/\-−,，、;；:：|（）()\[\]{}<>“”\"'\s]")
_taken: list[Taken] = []


def register(taken: Taken) -> None:
    _taken.append(taken)


def refuse_taken(county: Unit, name: str, column: ExtraColumn | None = None) -> None:
    """Raises DomainError where a name cannot be that of the ``column``, or of a new one; one that a
    column once had stays its own."""
    if not name:
        raise DomainError("请填写名称", field="name")
    if found := _SIGNS.search(name):
        raise DomainError(f"名称里不能有“{found[0]}”，只用文字和数字", field="name")
    if name.isdigit():
        raise DomainError("名称不能只是数字", field="name")
    if any(taken(name) for taken in _taken):
        raise DomainError(f"“{name}”已经是系统里的指标或栏目，请换一个名称", field="name")
    for other in ExtraColumn.objects.of_county(county):
        if name not in other.every_name:
            continue
        if column is None or other.pk != column.pk:
            raise DomainError(f"已经有附加指标“{other.name}”用过这个名称", field="name")
        if name == column.name:
            raise DomainError("与现在的名称相同", field="name")
