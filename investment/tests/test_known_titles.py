"""Titles of real reports (KNOWLEDGE §2), and which column of a monthly table or of a plan each is.

"" is a title that is told to be unused: the product has no field for it, or the title alone does
not say which field it is.
"""

import pytest

from investment.intake.monthly_columns import MONTHLY
from projects.intake import plan_workbook, preliminary_workbook
from workbooks.matching import Matcher

TITLES = [
    # Title, in a monthly table, in a plan.
    ("项目名称", "name", "name"),
    ("项目名", "name", "name"),
    ("工程名称", "name", "name"),
    ("工程名", "name", "name"),
    ("名称", "name", "name"),
    ("项目单位及名称", "name", "name"),
    ("建设项目", "name", ""),
    ("责任单位", "unit", "unit"),
    ("主责单位", "unit", "unit"),
    ("责任部门", "unit", "unit"),
    ("牵头单位", "unit", ""),
    ("项目主管单位", "", ""),
    ("监管单位", "", ""),
    ("主管部门", "", ""),
    ("挂钩责任单位", "", ""),
    ("市或县挂钩责任单位", "", ""),
    ("建设单位", "", ""),
    ("实施单位", "", ""),
    ("项目单位", "", ""),
    ("项目法人", "", ""),
    ("建设主体", "", ""),
    ("法人单位", "", ""),
    ("项目实施主体", "", ""),
    ("项目业主", "", ""),
    ("业主单位", "", ""),
    ("业主", "", ""),
    ("业主名称", "", ""),
    ("项目业主单位", "", ""),
    ("挂点领导", "", "official"),
    ("挂钩领导", "", "official"),
    ("市挂钩领导", "", ""),
    ("包抓领导", "", "official"),
    ("包联领导", "", "official"),
    ("包保责任领导", "", "official"),
    ("投资主体", "", "investor"),
    ("项目类别", "", "category"),
    ("产业类别", "", "category"),
    ("行业分类", "", "category"),
    ("所属行业", "", "category"),
    ("领域", "", "category"),
    ("建设性质", "", "nature"),
    ("项目性质", "", "nature"),
    ("建设阶段", "", "plan_category"),
    ("建设内容", "", "content"),
    ("主要建设内容", "", "content"),
    ("建设规模", "", "content"),
    ("建设规模及内容", "", "content"),
    ("建设内容及规模", "", "content"),
    ("项目建设规模和内容", "", "content"),
    ("建设地点", "", "location"),
    ("项目地点", "", "location"),
    ("建设地址", "", "location"),
    ("项目位置", "", "location"),
    ("所在地", "", "location"),
    ("所在市县", "", ""),
    ("隶属区县", "", ""),
    ("属地", "", "town"),
    ("建设起止年限", "", "years"),
    ("建设起止时间", "", "years"),
    ("建设年限", "", "years"),
    ("建设周期", "", "years"),
    ("起止年限", "", "years"),
    ("计划工期", "", ""),
    ("总投资", "", "total"),
    ("项目总投资", "", "total"),
    ("总投资额", "", "total"),
    ("投资额", "", "total"),
    ("估算投资", "", "total"),
    ("计划总投资", "", "total"),
    ("年度计划投资", "plan", "plan"),
    ("年度投资", "", "plan"),
    ("本年度计划投资", "plan", "plan"),
    ("年计划投资", "plan", "plan"),
    ("计划投资", "", "plan"),
    ("预计投资", "", "plan"),
    ("投资计划", "", "plan"),
    ("计划完成投资", "", "plan"),
    ("2010年计划投资", "plan", "plan"),
    ("年度计划完成投资", "plan", "plan"),
    ("2018年投资计划完成率", "", ""),
    ("7月计划投资额", "", ""),
    ("至上年底累计完成投资", "", "before"),
    ("至2009年底累计完成投资", "", "before"),
    ("开工至上一年度底累计完成投资", "", "before"),
    ("开工累计完成投资", "", ""),
    ("开工至报告期累计完成投资", "", ""),
    ("自开工累计完成投资", "", ""),
    ("自开始累积完成投资", "", ""),
    ("截止本期累计完成投资", "", ""),
    ("月完成投资", "month_amount", ""),
    ("当月完成投资", "month_amount", ""),
    ("当月完成投资额", "month_amount", ""),
    ("本月完成投资", "month_amount", ""),
    ("月实际完成投资", "month_amount", ""),
    ("旬完成投资额", "", ""),
    ("上月完成投资", "", ""),
    ("去年同期完成投资", "", ""),
    ("1-X月完成投资", "year_to_date", ""),
    ("1-X月累计完成投资", "year_to_date", ""),
    ("1-3月实际完成投资", "year_to_date", ""),
    ("年初至报告期累计完成投资", "year_to_date", ""),
    ("年初至今累计完成投资额", "year_to_date", ""),
    ("当年累计完成投资", "year_to_date", ""),
    ("自年初累计完成投资", "year_to_date", ""),
    ("上半年完成投资", "year_to_date", ""),
    ("本年完成投资", "year_to_date", ""),
    ("累计到位资金", "", ""),
    ("占年计划%", "rate", ""),
    ("占年计划（%）", "rate", ""),
    ("完成投资占年计划%", "rate", ""),
    ("完成年度投资计划%", "", ""),
    ("完成率", "rate", ""),
    ("年投资计划完成率", "", ""),
    ("投资计划完成率", "", ""),
    ("当年投资完成率", "", ""),
    ("本月投资完成率", "", ""),
    ("本年累计投资完成率", "", ""),
    ("形象进度", "progress", ""),
    ("工程形象进度", "progress", ""),
    ("1-X月实际形象进度", "progress", ""),
    ("目前项目建设形象进度", "progress", ""),
    ("月形象进度", "progress", ""),
    ("项目进展情况", "progress", ""),
    ("目前进展情况", "progress", ""),
    ("目前进展情况及下步计划", "progress", ""),
    ("前期工作进展情况", "", ""),
    ("年度工作目标", "", ""),
    ("年度目标", "", ""),
    ("进度目标或新增效益", "", ""),
    ("工程形象进度目标", "", ""),
    ("计划形象进度", "", ""),
    ("年计划形象进度", "", ""),
    ("后五个月项目进度关键节点的安排", "", ""),
    ("存在问题", "problem", ""),
    ("项目建设中存在问题", "problem", ""),
    ("需要省、市协调解决问题", "problem", ""),
    ("存在问题及困难", "problem", ""),
    ("情况说明", "explanation", ""),
    ("手续办理情况说明", "", ""),
    ("说明", "explanation", ""),
    ("开工时间", "actual_start", ""),
    ("开工年份", "", ""),
    ("竣工时间", "", ""),
    ("完工", "", ""),
    ("计划开工", "", "start_month"),
    ("拟开工时间", "", "start_month"),
    ("今年开工时间", "actual_start", "start_month"),
    ("计划开始时间", "", "start_month"),
    ("拟竣工时间", "", "end_month"),
    ("今年竣工时间", "", "end_month"),
    ("计划竣工时间", "", "end_month"),
    ("资金来源", "", ""),
    ("来源说明", "", ""),
    ("资金类别", "", ""),
]

OF_ANOTHER_KIND = [
    # What stands above a title is not what stands below it.
    (("责任单位", "名称"), "unit", "unit"),
    (("责任单位", "责任人"), "", ""),
    (("责任单位", "电话"), "", ""),
    (("项目业主", "名称"), "", ""),
    (("项目基本情况", "名称"), "name", "name"),
    (("包抓领导", "姓名"), "", "official"),
    (("7月完成情况", "月计划投资额"), "", ""),
    (("7月完成情况", "完成投资额"), "month_amount", ""),
    (("7月完成情况", "占月计划（%）"), "", ""),
    (("1-7月完成情况", "完成投资"), "year_to_date", ""),
    (("7月", "当月完成投资额"), "month_amount", ""),
    (("年度目标", "形象进度"), "", ""),
    (("手续办理", "情况说明"), "", ""),
    (("7月进展情况", "情况说明"), "explanation", ""),
    (("完成投资", "7月"), "month_amount", ""),
    (("计划投资", "7月"), "", ""),
    (("完成率", "1-7月"), "", ""),
]

MONTH, PLAN = Matcher(MONTHLY), Matcher(plan_workbook.VOCABULARY)


def key(matcher, *path):
    found = matcher.match(path)
    return found.column.key if found else ""


@pytest.mark.parametrize(("title", "month", "plan"), TITLES, ids=[line[0] for line in TITLES])
def test_a_real_title_is_the_column_it_says(title, month, plan):
    assert (key(MONTH, title), key(PLAN, title)) == (month, plan)


@pytest.mark.parametrize(("path", "month", "plan"), OF_ANOTHER_KIND)
def test_a_title_is_not_taken_for_what_stands_above_it(path, month, plan):
    assert (key(MONTH, *path), key(PLAN, *path)) == (month, plan)


def test_a_list_of_preliminary_projects_knows_its_own():
    matcher = Matcher(preliminary_workbook.VOCABULARY)
    titles = ["前期工作进展", "计划总投资", "责任部门", "总投资完成率"]
    assert [key(matcher, title) for title in titles] == ["milestone", "total", "unit", ""]
