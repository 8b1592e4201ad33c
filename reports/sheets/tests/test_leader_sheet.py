"""领导情况表: the projects that a leader answers for and looks after; and who may see it."""

import re

import pytest

from accounts.errors import DomainError
from accounts.models import Role
from figures.tests.scene import JUNE, sign_in
from projects.models import Leader
from reports.models import IssuedPaper
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.papers.services import issue_paper
from reports.papers.tests.test_pages import AUGUST_2


def test_it_tells_what_they_answer_for_apart_from_what_they_look_after(written, lines, vice):
    assert written("leader", vice.pk) == (
        "副县长李建国包抓、分管项目情况表\n"
        "李建国同志包抓、分管重点建设项目2个，总投资5000万元，年度计划投资5000万元。"
        "截至6月底，完成投资1900万元，占年度计划的38.0%。\n"
        "2个项目中，1个投资滞后。\n"
        "包抓项目\n"
        "截至2019年6月底　金额单位：万元\n"
        "序号\t项目名称\t填报单位\t年度计划\t完成投资\t超/欠序时 （百分点）\t亮灯\t存在问题\n"
        "1\t东河大桥\t交通运输局\t2,000\t400\t−30.0\t滞后\t征迁未完成\n"
        "分管项目\n"
        "截至2019年6月底　金额单位：万元\n"
        "序号\t项目名称\t填报单位\t年度计划\t完成投资\t超/欠序时 （百分点）\t亮灯\n"
        "1\t实验学校\t水利局\t3,000\t1,500\t0.0\t达序时\n"
    )


def test_the_leader_is_not_held_against_the_pace_and_no_figure_cuts_by_leaders(
    written, lines, vice
):
    document = written.document("leader", vice.pk)
    sentences = "".join(paragraph.text for paragraph in document.paragraphs)
    assert not re.search("低于|超序时|名次|居", sentences)
    assert not any("领导=" in run.key for run in document.figures)
    ids = "-".join(str(pk) for pk in sorted([lines[1].project_id, lines[3].project_id]))
    assert f"县级.全部.项目号={ids}.完成率" in {run.key for run in document.figures}


def test_one_who_has_no_projects_has_no_sheet(written, lines, county):
    alone = Leader.objects.create(
        county=county, name="王志强", office="副县长", from_date="2019-01-01"
    )
    with pytest.raises(DomainError, match="副县长王志强没有包抓、分管的列入计划的项目"):
        written("leader", alone.pk)


def test_a_leader_reads_their_own_alone_and_an_inspector_none(
    client, lines, county, vice, leader, inspector, make_user, reviewer
):
    other = Leader.objects.create(
        county=county,
        name="王志强",
        office="副县长",
        from_date="2019-01-01",
        user=make_user("fuxian", Role.LEADER),
    )
    for user, seen in ((leader, True), (other.user, False), (inspector, False), (reviewer, True)):
        sign_in(client, user)
        answer = client.get(address_now(PaperKind.LEADER, vice.pk))
        assert (answer.status_code == 200) is seen


def test_one_that_was_issued_is_read_by_those_who_read_of_all_leaders_and_by_the_leader(
    lines, county, vice, leader, inspector, approver, auditor, make_user
):
    about = (str(vice.pk),)
    issue_paper(county=county, kind="leader", month=JUNE, by=approver, today=AUGUST_2, about=about)
    another = make_user("fuxian", Role.LEADER)
    readers = (leader, inspector, approver, auditor, another)
    assert [IssuedPaper.objects.visible_to(user).exists() for user in readers] == [
        True,
        False,
        True,
        True,
        False,
    ]
