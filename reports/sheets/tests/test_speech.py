"""讲话数据页 and 汇报材料: what is said, beside the exact number; short and upward."""

import pytest

from accounts.errors import DomainError
from figures.tests.scene import make_line
from projects.models import PlanCategory


def test_each_number_is_said_beside_the_exact_one_and_what_it_is_of(written, lines):
    assert written("speech") == (
        "2019年上半年全县重点项目讲话数据\n"
        "数字截至2019年6月底；未另说明的，均指3个县级重点项目。"
        "完成投资有核定数的用核定数，其余用单位上报数；年度计划为年初计划。\n"
        "讲什么\t怎样讲\t准确数\t口径\n"
        "重点项目\t3个\t新建2个、续建1个\t计入完成率的项目\n"
        "年度计划投资\t6000万元\t6,000万元\t所列项目计划之和\n"
        "完成投资\t2500万元\t2,500万元\t本年累计\n"
        "占年度计划\t四成二\t41.67%\t完成投资÷年度计划投资\n"
        "比序时进度\t慢8.3个百分点\t−8.33个百分点\t完成率−序时进度50%\n"
        "6月份完成投资\t2100万元\t2,100万元\t当月数\n"
        "新建项目开工\t全部\t2个\t占新建项目\n"
        "达到序时进度的项目\t六成七\t3个中2个，66.7%\t占全部项目\n"
        "进度滞后的项目\t1个\t投资滞后1个\t黄灯和红灯\n"
    )


def test_of_what_nobody_reported_nothing_is_said(written, unit_a):
    make_line(unit_a, "东河大桥", 2000)
    assert written("speech").splitlines()[3:] == [
        "重点项目\t1个\t新建1个\t计入完成率的项目",
        "年度计划投资\t2000万元\t2,000万元\t所列项目计划之和",
        "新建项目开工\t全部\t1个\t占新建项目",
    ]


def test_of_preliminary_projects_alone_there_is_no_speech(written, unit_a):
    make_line(unit_a, "通用机场", None, category=PlanCategory.PRELIMINARY)
    with pytest.raises(DomainError, match="县级清单上没有计入完成率的项目"):
        written("speech")


def test_what_is_told_to_a_visitor_names_nobody_that_was_not_ticked(written, lines):
    assert written("briefing") == (
        "示范县发展和改革局关于2019年上半年重点项目建设情况的汇报\n"
        "现将截至6月底我县重点项目建设情况汇报如下：\n"
        "一、基本情况\n"
        "2019年全县共安排重点建设项目3个，总投资5000万元，年度计划投资6000万元。"
        "其中新建项目2个，总投资5000万元，年度计划投资5000万元；续建项目1个，年度计划投资1000万元。\n"
        "二、工作进展情况\n"
        "截至6月底，3个县级重点建设项目完成投资2500万元，占年度计划的41.7%，"
        "低于序时进度8.3个百分点。6月份完成投资2100万元，占年度计划的35.0%。"
        "2个新建项目均已开工建设。1个续建项目已复工。\n"
        "1个重大前期项目已完成可研报告。\n"
        "三、存在的主要问题\n"
        "一是投资进度低于序时进度。距“双过半”的要求还差8.3个百分点，年度计划尚有3500万元未完成。\n"
        "二是部分项目推进较慢。3个项目中，1个进度滞后，占33.3%。\n"
    )
