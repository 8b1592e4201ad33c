"""The template of an adopted document: what it begins with, what is written on it, and the file
that is filled by it."""

import io

import pytest
from django.utils import timezone
from docx import Document

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from documents.templating.rendering import TemplateFaulty
from figures.tests.scene import JUNE
from measures.months import Month
from reports.adopted.filling import filled_document
from reports.adopted.services import adopt_document
from reports.adopted.templated.filling import begun_from, said_at
from reports.adopted.templated.origins import carried, in_place
from reports.adopted.templated.services import restore_template, write_template
from reports.adopted.tests.test_adopting import REPORT, TODAY, adopted, file_of, shown

MAY = Month(2019, 5)


@pytest.fixture
def document(county, lines, reviewer):
    return adopted(county, reviewer, accept=True)


def written(document, text, by, version=None):
    return write_template(
        document=document,
        text=text,
        by=by,
        version=version or document.version,
        now=timezone.now(),
    )


GENERATED = """\
{{ 截止年份 }}年{{ 截止时段 }}总结
县级重点项目{{ 县级.全部.项目数 }}个，年度计划投资{{ 县级.全部.年度计划投资|万元(0) }}。\
截至{{ 截止月份 }}月底，完成投资{{ 县级.全部.完成投资|万元(0) }}，\
占年度计划的{{ 县级.全部.完成率|百分比(2) }}。
县级重点项目达到序时进度的{{ 县级.全部.达序时数 }}个，另有{县级.全部.完成率}等资料\
{{ '5份'|待核 }}。"""


def test_a_template_begins_with_the_words_and_the_figures_under_their_names(document):
    assert begun_from(document) == (GENERATED, [0, 1, 2])


def test_the_template_as_it_begins_says_at_its_own_cut_off_what_was_typed(county, lines, reviewer):
    typed = [
        "2019年1—6月，总投资约0.62亿元的县级重点项目三个，完成投资2,800万元。",
        "截至2019年6月30日，县级重点项目年度计划投资6200万元，完成率45.2%，落后序时进度4.8个百分点。",
        "括号{{ 县级 }}、{% if %}是原来的字。",
    ]
    document = adopted(county, reviewer, file_of(*([line] for line in typed)), accept=True)
    text, _ = begun_from(document)
    assert [line.text for line in said_at(document, text, JUNE)] == typed


@pytest.mark.slow
def test_a_file_is_filled_by_what_was_written_in_its_own_formatting(document, reviewer):
    lines = GENERATED.split("\n")
    lines[1] = lines[1].replace("截至", "统计至")
    added = [
        "{% for 单位 in 分列('县级.全部', '填报单位')|从高到低('完成率') %}",
        "{{ 单位.名称 }}完成投资{{ 单位.完成投资|万元 }}。",
        "{% endfor %}",
        "{% if 县级.全部.超序时 >= 0 %}",
        "实现双过半。",
        "{% endif %}",
    ]
    written(document, "\n".join([*lines[:2], *added, lines[2]]), reviewer)
    filled = filled_document(document, MAY)
    assert shown(filled) == [
        "2019年1—5月总结",
        "县级重点项目3个，年度计划投资6200万元。统计至5月底，完成投资400万元，占年度计划的6.45%。",
        "交通运输局完成投资100万元。",
        "水利局完成投资300万元。",
        "县级重点项目达到序时进度的[0]个，另有{县级.全部.完成率}等资料[5份]。",
    ]
    sizes = [
        [run.font.size.pt for run in paragraph.runs if run.text]
        for paragraph in Document(io.BytesIO(filled)).paragraphs
    ]
    assert sizes[1:3] == [[16, 16], [16]]


def test_a_version_is_restored_as_a_new_one(document, reviewer, approver):
    first = written(document, GENERATED + "\n附件：名单", reviewer)
    second = written(document, "{{ 截止年份 }}年总结", approver)
    restored = restore_template(
        document=document, number=1, by=reviewer, version=document.version, now=timezone.now()
    )
    assert [each.number for each in (restored, second, first)] == [3, 2, 1]
    assert (restored.text, restored.lines) == (first.text, [0, 1, 2, None])
    with pytest.raises(WrongState, match="第3版就是现在用的"):
        restore_template(
            document=document, number=3, by=reviewer, version=document.version, now=timezone.now()
        )


def test_two_who_write_at_once_are_told(document, reviewer, approver):
    read = document.version
    written(document, "甲", approver, read)
    with pytest.raises(Stale):
        written(document, "乙", reviewer, read)
    assert document.templates.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "甲\n{{ 县级.全部.完成律 }}",
            "第2行：没有“县级.全部.完成律”这个数字，是不是：县级.全部.完成率、",
        ),
        ("{{ 截止年分 }}", "第1行：没有“截止年分”这个名称，是不是：截止年份、"),
        (
            "{% for a in 分列('县级.全部', '单位') %}\n{% endfor %}",
            "第1行：没有这样的分列，写法是 分列('县级.全部', '填报单位')，可以分列的有：",
        ),
        (
            "{% for a in 分列('县级.全部', '包抓领导') %}\n{% endfor %}",
            "第1行：没有这样的分列，",
        ),
        ("{{ 值 }}", "第1行：“值”后面要写括号，如 值('…')"),
    ],
)
def test_what_is_wrong_with_it_is_told_and_nothing_is_saved(document, reviewer, text, sentence):
    with pytest.raises(TemplateFaulty) as refused:
        written(document, text, reviewer)
    assert refused.value.faults["text"].startswith(sentence)
    assert not document.templates.exists()


def test_who_may_not_and_what_waits_is_refused(county, lines, document, leader, reviewer):
    with pytest.raises(NotAllowed):
        written(document, "甲", leader)
    waiting = adopt_document(
        county=county, content=REPORT, name="总结.docx", month=JUNE, by=reviewer, today=TODAY
    )
    with pytest.raises(WrongState, match="还有3个数字没有确认"):
        written(waiting, "甲", reviewer)
    written(document, "甲", reviewer)
    with pytest.raises(DomainError, match="没有要保存的改动"):
        written(document, "甲", reviewer)


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("甲乙丙丁\n戊己庚辛\n壬癸", [0, 1, 2]),
        ("甲乙丙丁\n新的一段\n戊己庚辛\n壬癸", [0, None, 1, 2]),
        ("甲乙丙丁\n戊己改辛\n{% if 县级 %}\n壬癸\n{% endif %}", [0, 1, None, 2, None]),
        ("戊己庚辛\n壬癸\n甲乙丙丁", [1, 2, 0]),
        ("壬癸", [2]),
    ],
    ids=["same", "added", "changed", "moved", "left out"],
)
def test_a_line_stays_the_line_of_the_file_that_it_was(text, origins):
    assert carried(text, "甲乙丙丁\n戊己庚辛\n壬癸", [0, 1, 2]) == origins


@pytest.mark.parametrize(
    ("origins", "places"),
    [([0, 1, 2], {0, 1, 2}), ([2, 0, 1], {1, 2}), ([0, 1, 0, 1, 3], {0, 1, 4}), ([None, 4], {1})],
)
def test_of_lines_in_another_order_as_many_stay_as_can(origins, places):
    assert in_place(origins) == places
