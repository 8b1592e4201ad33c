"""The reasons of returns that a county has ready, for the desk on which entries are judged."""

from accounts.models import Unit
from investment.models import ReadyReason

SHIPPED = (
    "本月完成与上月累计、本年累计对不上，请核对",
    "形象进度与上月相同，请写明本月新完成的内容",
    "本月投资与形象进度不符，请核实并附依据",
    "投资为0的原因请写具体，何时恢复请一并说明",
    "存在问题请写清卡在哪里、需要哪个部门解决",
    "情况说明不清楚，请写明原因和依据",
)
"""For a county that has entered none of its own."""


def ready_reasons(county: Unit) -> list[str]:
    """In the county's order; one query."""
    own = list(ReadyReason.objects.filter(county=county).values_list("text", flat=True))
    return own or list(SHIPPED)
