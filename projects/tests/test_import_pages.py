"""Importing by page: upload → preview → confirm, once."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from conftest import page_text
from projects.models import AnnualPlan, Milestone, Project
from projects.services import update_project
from projects.tests.conftest import WORKBOOKS
from workbooks.models import Upload


@pytest.fixture
def office(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def upload_plan(office, plan_file):
    """Upload a plan as the reviewer; gives the preview page's address."""

    def send(content=plan_file, name="2019年计划.xlsx"):
        file = SimpleUploadedFile(name, content)
        response = office.post(reverse("projects:import_plan"), {"file": file, "year": 2019})
        assert response.status_code == 302, response.context["form"].errors
        return response.url

    return send


def confirm(client, url):
    fingerprint = client.get(url).context["preview"].fingerprint
    return client.post(url, {"fingerprint": fingerprint}, follow=True)


def told(response):
    """What the page says of the deed: its message, or why it was refused."""
    refusal = response.context.get("refusal")
    messages = [str(message) for message in response.context["messages"]]
    return messages + ([refusal.sentence] if refusal else [])


def test_an_upload_is_previewed_and_nothing_is_written_until_it_is_confirmed(office, upload_plan):
    url = upload_plan()
    page = office.get(url)
    assert "新增 85 项，变更 0 项，不变 0 项，拒绝 0 项。" in page.content.decode()
    assert Project.objects.count() == 0
    response = confirm(office, url)
    assert told(response) == ["已导入。新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"]
    assert Project.objects.count() == 85
    assert AuditEvent.objects.filter(action="upload.apply").count() == 1


@pytest.mark.slow
def test_pressing_confirm_twice_writes_once(office, upload_plan):
    url = upload_plan()
    fingerprint = office.get(url).context["preview"].fingerprint
    office.post(url, {"fingerprint": fingerprint}, follow=True)
    lines = AuditEvent.objects.count()
    again = office.post(url, {"fingerprint": fingerprint}, follow=True)
    assert told(again) == ["这个文件此前已经导入，没有重复处理。"]
    assert (Project.objects.count(), AuditEvent.objects.count()) == (85, lines)


@pytest.mark.slow
def test_a_register_that_changed_since_the_preview_gives_a_new_preview(
    office, upload_plan, plan_file, edited, approver
):
    confirm(office, upload_plan())
    url = upload_plan(edited(plan_file, {"K7": 700}))
    seen = office.get(url).context["preview"].fingerprint
    project = Project.objects.get(name="镇区道路改造工程")
    update_project(
        project=project, by=approver, version=1, changes={"total_investment": 6_000_000},
        today=datetime.date(2019, 8, 2), reason="概算批复",
    )  # fmt: skip
    response = office.post(url, {"fingerprint": seen})
    assert response.status_code == 409
    assert told(response) == ["预览之后数据有变动，没有导入，请按下面的新预览核对后再确认"]
    [change] = response.context["preview"].applicable
    assert [(edit.shown_old, edit.shown_new) for edit in change.edits] == [("600万元", "700万元")]
    project.refresh_from_db()
    assert project.total_investment == 6_000_000


@pytest.mark.slow
def test_findings_are_shown_with_their_cells_and_the_rest_can_be_imported(
    office, upload_plan, plan_file, edited
):
    url = upload_plan(edited(plan_file, {"M7": "五百"}))
    page = office.get(url).content.decode()
    assert "Sheet!M7" in page
    assert "导入所选 84 项" in page
    confirm(office, url)
    assert Project.objects.count() == 84
    outcome = office.get(url)
    assert outcome.context["upload"].outcome["refused"] == 1
    assert "Sheet!M7" in outcome.content.decode()


def test_a_discarded_upload_can_no_longer_be_applied(office, upload_plan):
    url = upload_plan()
    fingerprint = office.get(url).context["preview"].fingerprint
    office.post(f"{url}discard/")
    office.post(url, {"fingerprint": fingerprint}, follow=True)
    assert Project.objects.count() == 0
    assert Upload.objects.get().state == "discarded"


def test_a_file_that_is_no_workbook_is_refused_on_the_form(office):
    file = SimpleUploadedFile("计划.xlsx", "不是工作簿".encode())
    response = office.post(reverse("projects:import_plan"), {"file": file, "year": 2019})
    assert response.status_code == 400
    assert "file" in response.context["form"].errors
    assert Upload.objects.count() == 0


def send(client, page, content, name="表.xlsx", **chosen):
    sent = {"file": SimpleUploadedFile(name, content), "year": 2019, **chosen}
    return client.post(reverse(f"projects:{page}"), sent)


MONTHLY_FILE = (WORKBOOKS / "monthly-2019-06.xlsx").read_bytes()
TO_MONTHLY = "表头里有“完成投资1-6月累计完成”，这像是月报表，请到“导入月报”上传。"


def test_a_workbook_of_another_kind_is_told_which_door_is_its_own(
    office, plan_file, preliminary_file
):
    as_of = {"as_of": "2019-06-30"}
    told = [
        send(office, "import_plan", MONTHLY_FILE),
        send(office, "import_preliminary", MONTHLY_FILE, **as_of),
        send(office, "import_preliminary", plan_file, **as_of),
        send(office, "import_plan", preliminary_file),
    ]
    assert [response.context["form"].errors["file"] for response in told] == [
        [TO_MONTHLY],
        [TO_MONTHLY],
        ["表头里有“投资情况2019年计划投资”，这像是年度计划表，请到“导入计划”的“年度计划”上传。"],
        ["表头里有“前期工作进展”，这像是前期项目表，请到“导入计划”的“前期项目”上传。"],
    ]
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    "file", sorted((WORKBOOKS / "june-by-unit").iterdir())[:6], ids=lambda file: file.name
)
def test_every_form_of_monthly_table_is_known_for_one(office, file):
    response = send(office, "import_plan", file.read_bytes(), name=file.name)
    [error] = response.context["form"].errors["file"]
    assert error.endswith("”，这像是月报表，请到“导入月报”上传。")


def test_a_monthly_table_with_every_column_of_a_plan_is_still_a_monthly_table(
    office, plan_file, edited
):
    content = edited(plan_file, {"Q3": "本月完成投资"})
    response = send(office, "import_plan", content)
    assert response.context["form"].errors["file"] == [
        "表头里有“本月完成投资”，这像是月报表，请到“导入月报”上传。"
    ]


@pytest.fixture
def unusable_file(plan_file, edited):
    """A plan of 2020 by what stands above it and in its title."""
    return edited(plan_file, {"M4": "2020年计划投资（万元）"})


def test_a_file_of_which_nothing_can_be_imported_says_so_and_offers_two_ways_out(
    office, upload_plan, unusable_file
):
    url = upload_plan(unusable_file)
    page = office.get(url)
    assert "无法导入：2019年计划.xlsx" in page.content.decode()
    listed = office.get(reverse("projects:import_plan")).content.decode()
    assert "无法导入" in listed
    assert "待确认" not in listed
    for shown in (page.content.decode(), listed):
        assert "重新上传" in shown
        assert f'action="{url}discard/"' in shown
    office.post(f"{url}discard/")
    assert "已放弃" in office.get(reverse("projects:import_plan")).content.decode()


def test_an_unusable_file_is_not_marked_as_imported_by_a_form_sent_for_it(
    office, upload_plan, unusable_file
):
    url = upload_plan(unusable_file)
    office.post(url, {"fingerprint": office.get(url).context.get("fingerprint", "")})
    assert Upload.objects.get().state == "previewed"


@pytest.mark.slow
def test_a_file_that_says_nothing_new_is_not_called_unusable(office, upload_plan):
    confirm(office, upload_plan())
    page = office.get(upload_plan()).content.decode()
    assert "文件与项目库完全一致，没有要写入的内容。" in page
    assert "无法导入" not in page


@pytest.mark.slow
def test_the_same_content_is_told_with_who_when_and_what_became_of_it(
    client, office, approver, upload_plan, edited, plan_file
):
    first = upload_plan(name="计划.xlsx")
    assert "以前上传过" not in office.get(first).content.decode()
    second = upload_plan(name="计划（二稿）.xlsx")
    office.post(f"{second}discard/")
    confirm(office, first)
    client.force_login(approver)
    third = upload_plan(name="计划（三稿）.xlsx")
    page = client.get(third)
    assert [upload.original_name for upload in page.context["earlier"]] == [
        "计划（二稿）.xlsx",
        "计划.xlsx",
    ]
    text = page.content.decode()
    assert "王审核上传的" in text
    assert "没有导入，已放弃" in text
    assert "已于 2019年8月2日" in text
    other = upload_plan(edited(plan_file, {"K7": 700}))
    assert "以前上传过" not in client.get(other).content.decode()


def test_the_menu_shows_where_one_is_at_every_step_of_an_import(office, upload_plan):
    url = upload_plan()
    for page in (reverse("projects:import_plan"), url):
        tabs = office.get(page).context["tabs_of_subject"]
        assert [tab.label for tab in tabs if tab.active] == ["导入计划"]


@pytest.mark.slow
def test_a_preliminary_list_is_imported_as_of_its_day(office, county, preliminary_file):
    sent = {
        "file": SimpleUploadedFile("前期.xlsx", preliminary_file),
        "year": 2019,
        "as_of": "2019-06-30",
    }
    url = office.post(reverse("projects:import_preliminary"), sent).url
    confirm(office, url)
    assert Milestone.objects.count() == 19
    assert set(AnnualPlan.objects.values_list("key", flat=True)) == {"县级", "市级"}


@pytest.mark.parametrize("role", ["reporter", "leader", "inspector", "auditor", "administrator"])
@pytest.mark.parametrize("page", ["import_plan", "import_preliminary"])
def test_only_the_office_imports(client, request, role, page):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(f"projects:{page}")).status_code == 404
    assert client.post(reverse(f"projects:{page}"), {"year": 2019}).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("reviewer", 200),
        ("approver", 200),
        ("auditor", 200),
        ("reporter", 404),
        ("leader", 404),
        ("inspector", 404),
        ("administrator", 404),
    ],
)
def test_the_original_is_downloaded_by_those_who_may(
    client, request, upload_plan, plan_file, role, status
):
    url = upload_plan()
    client.force_login(request.getfixturevalue(role))
    response = client.get(reverse("projects:upload_original", args=[Upload.objects.get().pk]))
    assert response.status_code == status
    assert client.get(url).status_code == status
    if status == 200:
        assert response.content == plan_file
        assert response["Content-Disposition"].startswith("attachment")


def test_an_auditor_sees_the_preview_but_cannot_apply_it(client, auditor, upload_plan):
    url = upload_plan()
    client.force_login(auditor)
    fingerprint = client.get(url).context["preview"].fingerprint
    assert client.post(url, {"fingerprint": fingerprint}).status_code == 404
    assert client.post(f"{url}discard/").status_code == 404
    assert Project.objects.count() == 0


@pytest.mark.slow
def test_every_difference_is_told_beside_the_name_whichever_column_shows_the_value(
    office, upload_plan, plan_file, edited
):
    """At 1366 px the columns of 总投资 and 包抓领导 stand off the right edge."""
    confirm(office, upload_plan())
    page = office.get(upload_plan(edited(plan_file, {"K7": 700, "I7": "李副县长"})))
    [row] = [row for row in page.context["page"].rows if row.changes]
    assert [(cell.label, cell.old, cell.new) for cell in row.changes] == [
        ("总投资", "531", "700"),
        ("包抓领导", "常务副县长", "李副县长"),
    ]
    beside, columns = page_text(page).split("总投资（万元）：", 1)[1].split("</td>", 1)
    assert beside.startswith("<del>531</del><ins>700</ins>")
    assert "包抓领导：<del>常务副县长</del><ins>李副县长</ins>" in beside
    assert "<del>" not in columns
