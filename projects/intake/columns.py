"""The columns that workbooks about projects share, by key, and the titles that they go by.

Each kind of table takes the columns it has (``COLUMNS["name"]``) and adds only what is its own:
titles that mean the column in its tables alone, and whether the column must be there.
"""

from workbooks.columns import Column, ColumnKind
from workbooks.senses import Sense

OF_FORMER_TIMES = (
    "上年",
    "去年",
    "往年",
    "历年",
    "以前年度",
    "上月",
    "上期",
    "同期",
    "开工",
    "开始",
    "以来",
    "截至本期",
    "截止本期",
    "{年}年底",
    "资金",
    "到位",
)
"""Words in a title of a total that is not that of this year's investment."""

COLUMNS = {
    column.key: column
    for column in (
        Column("serial", "序号", ("序号", "编号"), ColumnKind.SERIAL),
        Column("code", "项目代码", ("项目代码",), ColumnKind.CODE),
        Column(
            "name",
            "项目名称",
            ("项目名称", "工程名称", "名称", "项目名", "工程名", "项目单位及名称"),
            ColumnKind.NAME,
            required=True,
        ),
        Column(
            "unit",
            "责任单位",
            ("责任单位", "填报单位", "主责单位", "责任部门"),
            excludes=("挂钩", "挂点", "联系", "配合", "协办", "监管"),
        ),
        Column(
            "total",
            "总投资",
            ("总投资", "项目总投资", "总投资额", "计划总投资", "估算投资"),
            ColumnKind.MONEY,
            sense=Sense.PLANNED,
        ),
        Column(
            "plan",
            "年度计划投资",
            ("年度计划投资", "{年}年计划投资", "年计划投资", "年度计划完成投资", "本年度计划投资"),
            ColumnKind.MONEY,
            excludes=("月", "季度", "旬", "半年", "上年", "去年"),
            sense=Sense.PLANNED,
        ),
        Column(
            "content", "建设内容及规模", ("建设内容及规模", "主要建设内容", "建设内容", "建设规模")
        ),
        Column("location", "建设地点", ("建设地点", "项目地点", "建设地址", "项目位置", "所在地")),
        Column(
            "town",
            "属地",
            (
                "属地",
                "乡镇",
                "镇街",
                "乡镇（街道）",
                "镇（街道）",
                "所在乡镇",
                "所属乡镇",
                "所在镇街",
                "所属镇街",
                "所在乡镇（街道）",
            ),
            excludes=("单位", "责任", "领导", "联系", "包抓"),
        ),
        Column(
            "milestone",
            "前期工作进展",
            ("前期工作进展", "前期进展", "截至{月}月底前期进展", "前期工作进展情况"),
        ),
        Column(
            "month_amount",
            "本月完成投资",
            (
                "本月完成",
                "本月投资完成",
                "本月完成投资",
                "本月实际完成",
                "当月完成",
                "{月}月完成投资",
                "{月}月实际完成",
            ),
            ColumnKind.MONEY,
            excludes=("累计", "上年", "去年", "上月", "下月", "同期", "旬"),
            sense=Sense.DONE,
        ),
        Column(
            "year_to_date",
            "本年累计完成投资",
            ("累计完成投资", "累计投资完成", "累计完成", "累计实际完成"),
            ColumnKind.MONEY,
            excludes=OF_FORMER_TIMES,
            sense=Sense.DONE,
            since_january=True,
        ),
    )
}
