"""开工认定: the bureau recognises a start on the evidence that the county's rule names."""

import datetime
from fractions import Fraction

import pytest
from django.urls import reverse

from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, sign_in
from projects.models import PlanCategory, Project, StartEvidence
from projects.recognition import Unproven, evidence_asked
from projects.services import update_project

JULY = datetime.date(2019, 7, 8)
PERMIT = "施工许可证（示建许〔2019〕7号）"
PHOTO = "现场照片（2019年6月3日）"


@pytest.fixture
def rule(county):
    for name in ("施工许可证", "现场照片"):
        StartEvidence.objects.create(county=county, name=name, from_date=datetime.date(2019, 3, 1))


@pytest.fixture
def new(unit_a):
    return [
        make_line(unit_a, name, 1000, {6: 100}, category=PlanCategory.NEW).project
        for name in ("滨河路", "城南学校", "丙水库")
    ]


def recognise(project, by, evidence, day=datetime.date(2019, 6, 3)):
    project = Project.objects.get(pk=project.pk)
    return update_project(
        project=project,
        by=by,
        version=project.version,
        changes={"start_recognised_on": day, "start_evidence": evidence},
        today=JULY,
        reason="现场核查",
    )


def figures(county, *names):
    book = FigureBook(load_facts(county, JUNE))
    return [book.of("县级", "全部", name).value for name in names]


def test_a_start_is_recognised_where_the_evidence_names_all_that_the_rule_asks_for(
    county, approver, rule, new
):
    with pytest.raises(Unproven) as refused:
        recognise(new[0], approver, PERMIT)
    assert refused.value.message == (
        "开工认定依据里还没有写明“现场照片”，请逐项写上文号或日期；没有的先不认定。"
    )
    recognise(new[0], approver, f"{PERMIT}；{PHOTO}")
    project = Project.objects.get(pk=new[0].pk)
    assert project.start_recognised_on == datetime.date(2019, 6, 3)


def test_without_a_rule_some_evidence_is_still_told(county, approver, new):
    with pytest.raises(Unproven):
        recognise(new[0], approver, "")
    recognise(new[0], approver, "开工令")
    assert Project.objects.get(pk=new[0].pk).start_evidence == "开工令"


def test_a_start_of_before_the_rule_is_not_asked_what_the_rule_asks(county, approver, rule, new):
    assert evidence_asked(county, datetime.date(2019, 2, 28)) == []
    recognise(new[0], approver, "开工令", datetime.date(2019, 2, 28))
    StartEvidence.objects.filter(name="现场照片").update(until=datetime.date(2019, 6, 1))
    assert evidence_asked(county, datetime.date(2019, 6, 3)) == ["施工许可证"]


def test_recognised_starts_are_counted_beside_those_reported(county, approver, new):
    names = ("开工数", "认定开工数", "待认定开工数", "认定开工率")
    assert figures(county, *names)[1:] == [None, None, None]
    recognise(new[0], approver, "开工令")
    # Of a start that is recognised from July on June knows nothing.
    recognise(new[1], approver, "开工令", datetime.date(2019, 7, 1))
    assert figures(county, *names) == [3, 1, 2, Fraction(1, 3)]


def test_the_page_asks_for_the_evidence_and_tells_what_was_recognised(
    client, county, approver, rule, new
):
    address = reverse("projects:edit", args=[new[0].pk])
    page = sign_in(client, approver).get(address).content.decode()
    assert "须写明施工许可证、现场照片的文号或日期。" in page
    recognise(new[0], approver, f"{PERMIT}；{PHOTO}")
    shown = client.get(reverse("projects:data", args=[new[0].pk])).content.decode()
    assert f"2019年6月3日（{PERMIT}；{PHOTO}）" in shown
