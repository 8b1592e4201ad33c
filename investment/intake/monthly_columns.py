"""The columns of a monthly workbook, by the titles that units write over them."""

from projects.intake.columns import COLUMNS
from workbooks.columns import Column, ColumnKind
from workbooks.senses import Sense
from workbooks.titles import compact

MONTHLY = (
    COLUMNS["serial"],
    COLUMNS["code"],
    COLUMNS["name"].also("建设项目"),
    COLUMNS["unit"].also("牵头单位"),
    COLUMNS["plan"].also("年度投资计划", "年度计划"),
    COLUMNS["month_amount"].also("{月}月完成", "{月}月份完成", "{月}月投资完成"),
    COLUMNS["year_to_date"].also(
        "本年累计",
        "本年完成投资",
        "本年度完成投资",
        "今年完成投资",
        "年初以来完成投资",
        "{起月}-{月}月完成",
        "{起月}-{月}月完成投资",
        "{起月}-{月}月实际完成",
        "{起月}-{月}月投资完成",
        "{起月}-{月}月累计完成",
        "{月}月累计完成",
        "截至{月}月底累计完成",
    ),
    Column(
        "correction",
        "补报或冲减",
        ("补报或冲减", "补报", "冲减", "调整数"),
        ColumnKind.MONEY,
        sense=Sense.DONE,
    ),
    Column("rate", "占年度计划%", ("占年度计划%", "占年计划%", "完成率"), ColumnKind.PERCENT),
    Column(
        "actual_start",
        "开工日期",
        ("开工日期", "开工时间", "实际开工日期"),
        ColumnKind.DATE,
        sense=Sense.DONE,
    ),
    Column(
        "progress",
        "形象进度",
        ("形象进度", "工程形象进度", "进度", "目前进展", "进展情况"),
        excludes=("前期", "手续", "资金", "征地", "审批", "整改", "招标"),
        sense=Sense.DONE,
    ),
    Column("zero_reason", "零投资原因", ("零投资原因", "零投资的原因", "无投资原因", "未投资原因")),
    Column(
        "problem",
        "存在问题",
        (
            "存在问题",
            "问题",
            "存在的问题",
            "问题及建议",
            "需要省、市协调解决问题",
            "需要协调解决的问题",
        ),
    ),
    Column("suggestion", "建议", ("建议", "工作建议", "意见建议")),
    Column(
        "explanation",
        "情况说明",
        ("情况说明", "说明", "填报说明", "填报情况说明", "数据说明", "变动说明", "变动原因"),
        is_whole=True,
    ),
    Column("remark", "备注", ("备注",)),
    Column("is_estimate", "预计数", ("预计数", "是否预计数"), ColumnKind.YES_NO),
)

# No plan and no list of preliminary projects has this column.
OF_A_MONTH = COLUMNS["month_amount"].also(
    "{月}月份完成投资",
    "{起月}-{月}月完成投资",
    "{起月}-{月}月累计完成",
    key="of_a_month",
    excludes=("上年", "去年"),
)
# A plan may have what was completed in former years.
DONE = COLUMNS["year_to_date"].also(
    "{月}月完成", key="done", excludes=("上年", "去年", "开工", "年底")
)

_TITLES = frozenset(
    compact(title) for column in MONTHLY for title in (column.label, *column.aliases)
)


def is_title_of_import(name: str) -> bool:
    """Whether a name is that of a column which every monthly workbook may have."""
    return compact(name) in _TITLES
