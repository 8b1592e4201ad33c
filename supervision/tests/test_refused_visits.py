"""A form about a visit or a finding that is refused: it keeps what was typed, says why where the
person looks, and where another was faster shows what stands now."""

import re

import pytest
from django.urls import reverse

from supervision.models import Inspection, InspectionFinding, Problem
from supervision.tests.scene_inspections import *  # noqa: F403 - the same scene
from supervision.tests.scene_inspections import TODAY, sign_in
from supervision.tests.scene_meetings import versions
from supervision.visits import services
from supervision.visits.forms import FindingForm, InspectionForm, RaiseForm, SettleForm

NUL = "含有无法保存的特殊字符，请删去后再提交"
TOO_LONG = "最多1000字，现有5000字，请缩短"


# --- Refused -----------------------------------------------------------------


def test_a_visit_before_the_one_it_looks_back_at_is_said_beside_its_day(
    client,
    visit,
    inspector,
):
    sign_in(client, inspector)
    typed = {
        "kind": "second_look",
        "visited_on": "2019-07-19",
        "team": "孙督查",
        "looks_back_at": visit.pk,
    }
    form = client.post(reverse("supervision:inspection_record"), typed).context["form"]
    assert form.errors == {"visited_on": ["回头看的日期不能早于所回头看的督查"]}
    assert form["team"].value() == "孙督查"


def test_a_finding_of_a_visit_voided_meanwhile_is_kept(
    client,
    visit,
    project,
    inspector,
):
    services.void_inspection(inspection=visit, reason="记错日期", by=inspector, version=1)
    sign_in(client, inspector)
    address = reverse("supervision:finding_add", args=[visit.pk])
    answer = client.post(address, {"project": project.pk, "text": "停工"})
    refusal = answer.context["refusal"]
    assert (answer.status_code, refusal.sentence) == (409, "这次督查已作废：记错日期")
    assert refusal.differences == [("项目", "", project.name), ("发现的情况", "", "停工")]


def test_settling_what_another_made_a_problem_of_shows_both(
    client,
    finding,
    inspector,
    reviewer,
):
    services.raise_finding(
        finding=finding,
        category="site",
        severity="general",
        suggestion="",
        by=reviewer,
        version=1,
        today=TODAY,
    )
    sign_in(client, inspector)
    address = reverse("supervision:finding_settle", args=[finding.pk])
    answer = client.post(address, {"settled": "当场整改", "version": 1})
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert (refusal.at, refusal.sentence) == (finding, "这条发现已转为问题，不能再改")
    assert refusal.differences == [
        ("发现的情况", "现场无人施工", ""),
        ("现场解决情况", "", "当场整改"),
        ("处理", "转为一般问题（施工环境）", ""),
    ]
    assert answer.content.decode().count("当场整改") == 1


def test_raising_what_another_raised_otherwise_shows_both(
    client,
    finding,
    inspector,
    reviewer,
):
    how = {"severity": "general", "suggestion": "", "version": 1}
    services.raise_finding(finding=finding, category="site", by=reviewer, today=TODAY, **how)
    sign_in(client, inspector)
    address = reverse("supervision:finding_raise", args=[finding.pk])
    answer = client.post(address, how | {"category": "funds"})
    assert answer.status_code == 409
    assert answer.context["refusal"].differences == [
        ("发现的情况", "现场无人施工", ""),
        ("类别", "", "资金"),
        ("程度", "", "一般"),
        ("处理", "转为一般问题（施工环境）", ""),
    ]
    assert Problem.objects.get().category == "site"


def test_words_that_another_corrected_are_not_made_a_problem_of_unseen(
    client,
    finding,
    inspector,
    reviewer,
):
    services.correct_finding(finding=finding, text="只有两人施工", by=reviewer, version=1)
    sign_in(client, inspector)
    typed = {"category": "site", "severity": "general", "suggestion": "增加人手"}
    address = reverse("supervision:finding_raise", args=[finding.pk])
    answer = client.post(address, typed | {"version": 1})
    assert answer.status_code == 409
    line = answer.context["lines"][0]
    refusal = answer.context["refusal"]
    assert refusal.sentence == "打开页面之后这条发现已由他人改动，请核对现在的内容"
    assert refusal.differences[0] == ("发现的情况", "只有两人施工", "")
    assert line.raising["suggestion"].value() == "增加人手"
    assert versions(answer, "finding_raise", finding.pk) == ["2"]
    assert client.post(address, typed | {"version": 2}).status_code == 302
    assert Problem.objects.get().text == "只有两人施工"


# --- Odd input ---------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "told"), [("停\x00工", NUL), ("停" * 5000, TOO_LONG)])
def test_a_text_that_cannot_be_kept_is_refused_in_words(
    client, visit, finding, project, approver, words, told
):
    sign_in(client, approver)
    about = {"category": "site", "severity": "general", "version": 1}
    faults = {}
    for name, key, field, typed in (
        ("finding_add", visit.pk, "text", {"project": project.pk}),
        ("finding_settle", finding.pk, "settled", {"version": 1}),
        ("finding_raise", finding.pk, "suggestion", about),
        ("finding_correct", finding.pk, "text", {"version": 1}),
    ):
        answer = client.post(reverse(f"supervision:{name}", args=[key]), typed | {field: words})
        faults[name] = (answer.status_code, told in answer.content.decode())
    names = ("finding_add", "finding_settle", "finding_raise", "finding_correct")
    assert faults == dict.fromkeys(names, (400, True))


@pytest.mark.parametrize("words", ["督\x00查", "督" * 5000])
def test_a_line_that_cannot_be_kept_is_refused_in_words(client, visit, finding, approver, words):
    sign_in(client, approver)
    faults = []
    for name, key, typed in (
        ("inspection_record", [], {"kind": "joint", "visited_on": "2019-08-01", "team": words}),
        ("finding_void", [finding.pk], {"reason": words, "version": 1}),
        ("visit_void", [visit.pk], {"reason": words, "version": 2}),
    ):
        page = client.post(reverse(f"supervision:{name}", args=key), typed).content.decode()
        faults.append(NUL in page or re.search(r"最多\d+字，现有5000字，请缩短", page) is not None)
    assert faults == [True] * 3
    assert [visit.is_void for visit in Inspection.objects.all()] == [False]
    assert not InspectionFinding.objects.get().is_void


@pytest.mark.parametrize("version", [2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30])
def test_a_version_that_no_row_has_is_answered(client, visit, finding, approver, version):
    sign_in(client, approver)
    for name, thing, typed in (
        ("finding_correct", finding, {"text": "改"}),
        ("finding_void", finding, {"reason": "记错"}),
        ("finding_settle", finding, {"settled": "已改"}),
        ("visit_void", visit, {"reason": "记错"}),
    ):
        address = reverse(f"supervision:{name}", args=[thing.pk])
        assert client.post(address, typed | {"version": version}).status_code in (404, 409)


def test_nothing_filled_in_is_said_in_the_words_of_this_house(county):
    empty = [
        InspectionForm({}, county=county, today=TODAY),
        FindingForm({}, county=county),
        SettleForm({}, key=1),
        RaiseForm({}, key=1),
    ]
    assert [dict(form.errors) for form in empty] == [
        {"kind": ["请选择方式"], "visited_on": ["请填写督查日期"], "team": ["请填写督查人员"]},
        {"project": ["请选择项目"], "text": ["请填写发现的情况"]},
        {"settled": ["请填写现场解决情况"]},
        {"category": ["请选择类别"], "severity": ["请选择程度"]},
    ]


def test_what_is_on_no_list_is_refused_in_words(county):
    typed = {"kind": "x", "visited_on": "2019-08-01", "team": "组", "looks_back_at": "999"}
    assert InspectionForm(typed, county=county, today=TODAY).errors == {
        "kind": ["请从列表中选择方式"],
        "looks_back_at": ["请从列表中选择回头看的督查"],
    }
