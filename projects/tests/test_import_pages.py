"""Importing by page: upload → preview → confirm, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from projects.models import AnnualPlan, Milestone, Project
from projects.services import update_project
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
    return [str(message) for message in response.context["messages"]]


def test_an_upload_is_previewed_and_nothing_is_written_until_it_is_confirmed(office, upload_plan):
    url = upload_plan()
    page = office.get(url)
    assert page.context["preview"].summary == (
        "新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"
    )
    assert Project.objects.count() == 0
    response = confirm(office, url)
    assert told(response) == ["已导入。新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"]
    assert Project.objects.count() == 85
    assert AuditEvent.objects.filter(action="upload.apply").count() == 1


def test_pressing_confirm_twice_writes_once(office, upload_plan):
    url = upload_plan()
    fingerprint = office.get(url).context["preview"].fingerprint
    office.post(url, {"fingerprint": fingerprint}, follow=True)
    lines = AuditEvent.objects.count()
    again = office.post(url, {"fingerprint": fingerprint}, follow=True)
    assert told(again) == ["这个文件已经处理过，没有重复写入。"]
    assert (Project.objects.count(), AuditEvent.objects.count()) == (85, lines)


def test_a_register_that_changed_since_the_preview_gives_a_new_preview(
    office, upload_plan, plan_file, edited, approver
):
    confirm(office, upload_plan())
    url = upload_plan(edited(plan_file, {"K7": 700}))
    seen = office.get(url).context["preview"].fingerprint
    project = Project.objects.get(name="镇区道路改造工程")
    update_project(project=project, by=approver, version=1, changes={"total_investment": 6_000_000})
    response = office.post(url, {"fingerprint": seen})
    assert response.status_code == 409
    assert told(response) == ["项目库在您预览之后有变动，下面是新的预览，请重新核对后再确认。"]
    [change] = response.context["preview"].changed
    assert [(edit.shown_old, edit.shown_new) for edit in change.edits] == [("600万元", "700万元")]
    project.refresh_from_db()
    assert project.total_investment == 6_000_000


def test_findings_are_shown_with_their_cells_and_the_rest_can_be_imported(
    office, upload_plan, plan_file, edited
):
    url = upload_plan(edited(plan_file, {"M7": "五百"}))
    page = office.get(url).content.decode()
    assert "Sheet!M7" in page
    assert "导入其余 84 行" in page
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
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert Upload.objects.count() == 0


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
    response = client.get(f"{url}original/")
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
