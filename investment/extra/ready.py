"""附加指标 that many a county asks, ready to be turned on: a page fills its form with one of them,
and the bureau says from which month, and by which notice."""

from dataclasses import asdict, dataclass

from investment.models import ExtraColumn, ExtraKind


@dataclass(frozen=True)
class ReadyColumn:
    name: str
    kind: str
    definition: str
    unit: str = ""
    months: tuple[str, ...] = ()

    @property
    def initial(self) -> dict[str, object]:
        """What the form begins with."""
        return asdict(self) | {"months": list(self.months)}


_FROM_SEPTEMBER = ("9", "10", "11", "12")

READY = (
    ReadyColumn(
        "全年预计完成投资",
        ExtraKind.NUMBER,
        "到本年12月底预计累计完成的投资，含已完成的",
        unit="万元",
        months=_FROM_SEPTEMBER,
    ),
    ReadyColumn(
        "余下各月计划",
        ExtraKind.TEXT,
        "本月以后各月计划完成的投资，逐月写明，如10月800万元、11月900万元、12月1000万元",
        months=_FROM_SEPTEMBER,
    ),
    ReadyColumn(
        "民间投资完成额",
        ExtraKind.NUMBER,
        "本月完成投资中由民间资本完成的部分，没有的填0",
        unit="万元",
    ),
)
BY_NAME = {each.name: each for each in READY}


def ready_for(columns: list[ExtraColumn]) -> list[ReadyColumn]:
    """Those that the county does not have yet."""
    known = {name for column in columns for name in column.every_name}
    return [each for each in READY if each.name not in known]
