"""By whose numbers and by which pace a figure is reckoned: what its key may say beside its cuts.

口径=上报 and 进度=季度目标 narrow a figure to no rows: they change what each row says. A key
without them means what stands for everything else: 核定数 where there is one, and the pace by which
the county and its lists go.
"""

from dataclasses import dataclass

from investment.basis import Basis
from investment.models import PaceKind

BASIS, PACE = "口径", "进度"

PACES = {
    "月数": PaceKind.MONTHS,
    "半月": PaceKind.HALVES,
    "季度目标": PaceKind.QUARTERS,
    "进度曲线": PaceKind.CURVE,
    "当月定值": PaceKind.FIXED,
}
"""What may stand behind 进度= of a key."""

IN_FULL = {
    Basis.REPORTED: "已审定的填报，用单位上报数，核定数不计",
    Basis.VERIFIED: "核定数优先，未核定的用上报数",
    Basis.RECOGNISED: "用上级认定数，没有认定的不计、不作零",
}
"""What an amount is that was completed."""

_NAMES = {kind: name for name, kind in PACES.items()}

PACE_WORDS = {
    PaceKind.MONTHS: "序时按月数",
    PaceKind.HALVES: "序时按半月",
    PaceKind.QUARTERS: "序时按季度目标",
    PaceKind.CURVE: "序时按进度曲线",
    PaceKind.FIXED: "序时按当月定值",
}


@dataclass(frozen=True)
class Reckoning:
    """``pace`` is the kind that was chosen; None where every list goes by its own rule."""

    basis: Basis = Basis.VERIFIED
    pace: PaceKind | None = None

    def __bool__(self) -> bool:
        """Whether it is another than that of all that says nothing of it."""
        return self != USUAL

    @property
    def words(self) -> str:
        """上报数，序时按季度目标; "" of the usual one."""
        told = [] if self.basis is Basis.VERIFIED else [self.basis.words]
        return "，".join([*told, *([PACE_WORDS[self.pace]] if self.pace else [])])


USUAL = Reckoning()


def pace_name(kind: PaceKind) -> str:
    return _NAMES[kind]
