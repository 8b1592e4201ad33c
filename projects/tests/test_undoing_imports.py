"""A plan that was imported is taken back: exactly what it wrote, where nothing touched it since."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Unit
from accounts.tests.trail import told as told_words
from accounts.trail.rebuilding import differences
from projects.leaders.particulars import Particulars
from projects.leaders.services import register_leader
from projects.models import (
    AnnualPlan,
    Leader,
    LeadOfficial,
    Milestone,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectSource,
    ProjectUnit,
)
from projects.services import add_alias, update_project
from projects.tests.conftest import JUNE_30
from workbooks.intake.uploads import undo_upload
from workbooks.models import Upload
from workbooks.sealing import seal_faults

REGISTER = (
    AnnualPlan, LeadOfficial, Milestone, PlanItem, Project, ProjectCategory, ProjectUnit
)  # fmt: skip
AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def office(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def bring(office):
    """Upload and confirm a workbook; the upload."""

    def bring(content, page="import_plan", without=(), **chosen):
        sent = {"file": SimpleUploadedFile("表.xlsx", content), "year": 2019, **chosen}
        url = office.post(reverse(f"projects:{page}"), sent).url
        preview = office.get(url).context["preview"]
        shown = [line.key for line in preview.applicable]
        ticked = [key for key in shown if key not in without]
        form = {"fingerprint": preview.fingerprint, "shown": shown, "row": ticked}
        assert office.post(url, form, follow=True).status_code == 200
        return Upload.objects.latest("pk")

    return bring


@pytest.fixture
def undo(client):
    def undo(person, upload):
        client.force_login(person)
        address = reverse("projects:upload_undo", args=[upload.pk])
        return client.post(address, follow=True)

    return undo


def told(response):
    refusal = response.context.get("refusal")
    messages = [str(message) for message in response.context["messages"]]
    return messages + ([refusal.sentence] if refusal else [])


def everything():
    """Every row of the register, without its version: that goes on."""
    return {
        model: [
            {name: value for name, value in row.items() if name != "version"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (*REGISTER, Unit)
    }


@pytest.mark.slow
def test_what_the_file_made_is_gone(bring, undo, county, reviewer, plan_file):
    before = everything()
    upload = bring(plan_file)
    assert Project.objects.count() == 85
    answer = undo(reviewer, upload)
    made = 85 + 17 + 15 + 3  # projects, units, categories, lists
    assert told(answer) == [f"已撤销 {made} 项。"]
    assert everything() == before
    assert differences(*REGISTER) == []
    line = AuditEvent.objects.get(action="project.undo", object_label="抽水蓄能电站项目")
    assert line.changes["total_investment"] == [8_600_000_000, None]
    assert AuditEvent.objects.filter(action="unit.undo").count() == 17


def test_what_the_file_changed_has_its_former_values(
    bring, undo, sample_county, reviewer, plan_file, edited
):
    before = everything()
    changed = edited(plan_file, {"M7": 600, "K7": 700, "I7": "县长", "N7": 100, "H7": "县水利局"})
    upload = bring(changed)
    assert everything() != before
    project = Project.objects.get(name="镇区道路改造工程")
    assert (project.total_investment, project.version) == (7_000_000, 2)
    assert told(undo(reviewer, upload)) == ["已撤销 1 项。"]
    assert everything() == before
    assert differences(*REGISTER) == []
    project.refresh_from_db()
    assert project.version == 3
    words = told_words(AuditEvent.objects.get(action="project.undo"))
    assert words["总投资"] == ["700万元", "531万元"]
    assert words["责任单位"] == ["水利局", "交通运输局"]
    assert words["包抓领导"] == ["县长", "常务副县长"]


def test_a_milestone_is_taken_back(bring, undo, sample_county, reviewer, preliminary_file, edited):
    before = everything()
    later = edited(preliminary_file, {"A2": "截至2019年7月底", "F6": "施工图设计完成"})
    upload = bring(later, page="import_preliminary", as_of="2019-07-31")
    assert Milestone.objects.filter(kind="working_drawings").exclude(reached_on=JUNE_30).exists()
    assert told(undo(reviewer, upload)) == ["已撤销 1 项。"]
    assert everything() == before
    assert differences(*REGISTER) == []


def test_a_project_that_was_changed_since_is_left_alone_and_named(
    bring, undo, sample_county, reviewer, approver, plan_file, edited
):
    upload = bring(edited(plan_file, {"K7": 700, "K8": 900}))
    touched = Project.objects.get(name="镇区道路改造工程")
    update_project(
        project=touched, by=approver, version=2, changes={"total_investment": 8_000_000},
        today=AUGUST_2, reason="概算批复",
    )  # fmt: skip
    answer = undo(reviewer, upload)
    assert told(answer) == ["已撤销 1 项，1 项此后有改动，没有动。"]
    touched.refresh_from_db()
    assert touched.total_investment == 8_000_000
    assert [(source.name, why) for source, why in answer.context["sources"]] == [
        ("镇区道路改造工程", "导入之后又有改动"),
        ("客运站迁建工程", ""),
    ]


def test_what_else_was_learned_of_a_project_does_not_stand_in_the_way(
    bring, undo, sample_county, reviewer, approver, plan_file, edited
):
    upload = bring(edited(plan_file, {"K7": 700}))
    project = Project.objects.get(name="镇区道路改造工程")
    update_project(
        project=project, by=approver, version=2, changes={"contact_name": "王五"},
        today=AUGUST_2, reason="",
    )  # fmt: skip
    assert told(undo(reviewer, upload)) == ["已撤销 1 项。"]
    project.refresh_from_db()
    assert (project.total_investment, project.contact_name) == (5_310_000, "王五")


@pytest.mark.slow
def test_a_project_on_which_something_rests_stays_with_its_unit_and_its_lists(
    bring, undo, county, reviewer, approver, plan_file
):
    upload = bring(plan_file)
    project = Project.objects.get(name="镇区道路改造工程")
    add_alias(project=project, name="镇区路网改造", by=approver)
    answer = undo(reviewer, upload)
    stays = {source.name for source, why in answer.context["sources"] if why}
    assert stays == {
        "镇区道路改造工程",
        "交通运输局",
        "交通",
        "2019年县级重点建设项目",
        "2019年市级重点建设项目",
    }
    assert [project.name for project in Project.objects.all()] == ["镇区道路改造工程"]
    assert PlanItem.objects.count() == 2
    assert differences(*REGISTER) == []


def test_a_row_that_was_left_out_is_not_written_nor_the_unit_it_alone_names(
    bring, county, plan_file, edited
):
    upload = bring(edited(plan_file, {"H7": "县气象局"}), without=["Sheet!7"])
    assert (Project.objects.count(), upload.outcome["left_out"]) == (84, 1)
    assert not Unit.objects.filter(name="气象局").exists()


def test_undone_twice_is_undone_once(bring, undo, county, reviewer, plan_file):
    upload = bring(plan_file)
    undo(reviewer, upload)
    lines = AuditEvent.objects.count()
    assert told(undo(reviewer, upload)) == ["这次导入此前已经撤销，没有重复处理。"]
    assert AuditEvent.objects.count() == lines


@pytest.mark.slow
def test_who_sent_it_and_the_approver_may_undo(
    bring, undo, county, make_user, auditor, leader, approver, plan_file
):
    upload = bring(plan_file)
    colleague = make_user("shenhe2", "reviewer")
    for person in (colleague, auditor, leader):
        assert undo(person, upload).status_code == 404
    assert Project.objects.count() == 85
    undo(approver, upload)
    assert Project.objects.count() == 0


def test_the_page_of_a_project_says_where_its_values_come_from(
    bring, client, county, approver, plan_file
):
    bring(plan_file)
    project = Project.objects.get(name="镇区道路改造工程")
    page = client.get(reverse("projects:data", args=[project.pk]))
    [given] = page.context["sources"]
    cells = dict(given.cells)
    assert (cells["总投资"], cells["责任单位"], cells["包抓领导"]) == (
        "Sheet!K7",
        "Sheet!H7",
        "Sheet!I7",
    )
    assert cells["2019年县级年度计划投资"] == "Sheet!M7"
    assert cells["2019年市级年度计划投资"] == "Sheet!O7"
    update_project(
        project=project, by=approver, version=1, changes={"total_investment": 8_000_000},
        today=AUGUST_2, reason="概算批复",
    )  # fmt: skip
    [given] = client.get(reverse("projects:data", args=[project.pk])).context["sources"]
    assert "总投资" not in dict(given.cells)


def test_a_command_in_the_name_of_a_person_keeps_the_file_and_where_values_came_from(
    county, reviewer, plan_file, tmp_path
):
    file = tmp_path / "计划.xlsx"
    file.write_bytes(plan_file)
    call_command("import_plan", str(file), year=2019, username="shenhe")
    upload = Upload.objects.get()
    assert (upload.state, upload.uploaded_by, upload.outcome["added"]) == ("applied", reviewer, 85)
    assert ProjectSource.objects.filter(upload=upload, project__isnull=False).count() == 85
    call_command("import_plan", str(file), year=2019, username="shenhe")
    assert Upload.objects.count() == 1


def test_the_bad_cells_come_back_marked(office, plan_file, edited, county):
    sent = {"file": SimpleUploadedFile("表.xlsx", edited(plan_file, {"M7": "五百"})), "year": 2019}
    office.post(reverse("projects:import_plan"), sent)
    address = reverse("projects:upload_marked", args=[Upload.objects.get().pk])
    cell = openpyxl.load_workbook(io.BytesIO(office.get(address).content)).active["M7"]
    assert (cell.value, "无法识别" in cell.comment.text) == ("五百", True)


@pytest.mark.slow
def test_the_page_of_an_upload_and_its_undoing_ask_no_more_for_more_rows(
    bring, undo, client, county, reviewer, plan_file, edited, django_assert_max_num_queries
):
    few = bring(edited(plan_file, {}, deleted_rows=[*range(10, 58), *range(60, 93)]))
    assert Project.objects.count() == 4
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("projects:upload", args=[few.pk]))
        asked = len(captured)
    with CaptureQueriesContext(connection) as captured:
        undo_upload(upload=few, by=reviewer, today=AUGUST_2)
        undone = len(captured)
    many = bring(plan_file)
    with django_assert_max_num_queries(asked):
        client.get(reverse("projects:upload", args=[many.pk]))
    with django_assert_max_num_queries(undone):
        undo_upload(upload=many, by=reviewer, today=AUGUST_2)
    assert Project.objects.count() == 0


def test_what_a_plan_found_and_left_is_sealed(bring, plan_file):
    """Seen to be overlooked while sources were called derived from the file."""
    bring(plan_file)
    assert seal_faults() == []
    ProjectSource.objects.filter(pk=ProjectSource.objects.earliest("pk").pk).update(before={})
    assert len(seal_faults()) == 1


def test_leaders_that_were_registered_since_do_not_stand_in_the_way(
    bring, undo, county, reviewer, approver, plan_file
):
    upload = bring(plan_file)
    said = Particulars(name="李建国", office="常务副县长")
    register_leader(county=county, said=said, on=datetime.date(2019, 1, 1), by=approver)
    assert LeadOfficial.objects.exclude(leader=None).exists()
    undo_upload(upload=upload, by=reviewer, today=AUGUST_2)
    assert Project.objects.count() == 0
    assert differences(*REGISTER, Leader) == []
