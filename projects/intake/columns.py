"""The columns that workbooks about projects share, by key, and the titles that they go by.

Each kind of table takes the columns it has (``COLUMNS["name"]``) and adds only what is its own:
titles that mean the column in its tables alone, and whether the column must be there.
"""

from workbooks.headers import Column, ColumnKind

COLUMNS = {
    column.key: column
    for column in (
        Column("serial", "序号", ("序号", "编号"), ColumnKind.SERIAL),
        Column("code", "项目代码", ("项目代码",)),
        Column(
            "name",
            "项目名称",
            ("项目名称", "工程名称", "名称", "项目名"),
            ColumnKind.NAME,
            required=True,
        ),
        Column("unit", "责任单位", ("责任单位", "填报单位")),
        Column(
            "total",
            "总投资",
            ("总投资", "项目总投资", "总投资额", "计划总投资", "估算投资"),
            ColumnKind.MONEY,
        ),
        Column("plan", "年度计划投资", ("年度计划投资", "{年}年计划投资"), ColumnKind.MONEY),
        Column(
            "content", "建设内容及规模", ("建设内容及规模", "主要建设内容", "建设内容", "建设规模")
        ),
        Column("location", "建设地点", ("建设地点", "项目地点", "建设地址")),
        Column(
            "milestone",
            "前期工作进展",
            ("前期工作进展", "前期进展", "截至{月}月底前期进展", "前期工作进展情况"),
        ),
        Column(
            "month_amount",
            "本月完成投资",
            ("本月完成", "本月投资完成", "本月完成投资", "当月完成", "{月}月完成投资"),
            ColumnKind.MONEY,
        ),
        Column(
            "year_to_date",
            "本年累计完成投资",
            ("累计完成投资", "累计投资完成", "累计完成"),
            ColumnKind.MONEY,
        ),
    )
}
