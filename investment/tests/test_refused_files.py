"""A file that cannot be taken: the page says why, and every table stays as it was."""

import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, UserSession
from investment.entry_template import write_entry_template
from investment.models import EntryState, MonthlyEntry
from investment.selectors import entry_sheet
from investment.tests.monthly_files import JULY, line, workbook
from workbooks.models import Upload, UploadState
from workbooks.tests.builders import workbook as plain
from workbooks.tests.corpus.containers import CONTAINERS, KINDS
from workbooks.tests.corpus.markup import MARKUP
from workbooks.tests.corpus.structure import STRUCTURE

pytestmark = pytest.mark.django_db
BAD = (
    "bomb", "bomb-in-sheet", "overlapping", "path-up", "twice", "dtd-in-sheet", "laughs-in-sheet",
    "entity-from-outside", "macros", "dde", "pdf", "csv-as-xlsx", "html-as-xls", "docx", "zip",
    "password", "encrypted-member", "doc", "cut-in-half", "xls-empty-stream", "too-large",
    "shared-strings-cut", "cell-in-another-row",
)  # fmt: skip
CASES = {case.id: case for case in [*KINDS, *CONTAINERS, *MARKUP, *STRUCTURE]}
WHAT_CAME = {"workbooks.Upload", "accounts.AuditEvent", "accounts.AuditHead"}
"""Of a workbook that can be read the original is kept, and that it came: it may be downloaded
with its bad cells marked."""
CHINESE = re.compile("[一-龥]{4}")


def everything():
    """Every row of every table but the sessions'."""
    models = [model for model in apps.get_models(include_auto_created=True) if model != UserSession]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def changed(before):
    return {label for label, rows in everything().items() if rows != before[label]}


@pytest.fixture
def before(client, reporter, project, second_project, other_project, make_entry):
    """A month at work: something drafted, something sent, the reporter signed in."""
    make_entry(project, EntryState.DRAFT)
    make_entry(other_project, EntryState.APPROVED)
    client.force_login(reporter)
    return everything()


@pytest.fixture
def send(client, before):
    def send(content, name="7月.xlsx", month=JULY, **options):
        address = reverse("investment:import_monthly", args=[month])
        return client.post(address, {"file": SimpleUploadedFile(name, content)}, **options)

    return send


@pytest.mark.parametrize("case", [pytest.param(CASES[name], id=name) for name in BAD])
def test_a_file_that_is_no_safe_workbook_leaves_nothing_behind(case, send, before, tmp_path):
    name = case.name
    answer = send(case.build(), name)
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"] == [f"文件“{name}”{case.refused}"]
    assert f"文件“{name}”{case.refused}" in answer.content.decode()
    assert changed(before) == set()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "sent", [{"file": SimpleUploadedFile("空.xlsx", b"")}, {"file": "x"}, {"go": ""}]
)
def test_no_file_or_an_empty_one_is_asked_for_again(sent, client, before):
    answer = client.post(reverse("investment:import_monthly", args=[JULY]), sent)
    assert answer.status_code == 400
    [message] = answer.context["form"].errors["file"]
    assert CHINESE.search(message)
    assert changed(before) == set()


def of_another_month(unit_b, period, today):
    return workbook(line("镇区道路改造工程", 30), title="2019年6月进度", sheet="6月")


def template_of_another_unit(unit_b, period, today):
    return write_entry_template(entry_sheet(unit_b, period, today))


def no_table(unit_b, period, today):
    return plain([["会议通知"], ["各有关单位："], ["请于8月2日前报送。"]])


def empty(unit_b, period, today):
    return plain([[]])


def without_names(unit_b, period, today):
    return plain([["序号", "7月完成（万元）", "形象进度"], [1, 30, "主体施工"]])


def of_strangers(unit_b, period, today):
    return workbook(line("河道综合治理工程", 30), line("没有的工程", 30))


READABLE = {
    of_another_month: "写的是2019年6月，而这次导入的是2019年7月，请核对是否传错了文件",
    template_of_another_unit: "这是水利局的填报模板，不是您单位的，请下载本单位的模板填写",
    no_table: "前30行里没有找到表头，请检查是否有“项目名称”等列名",
    empty: "工作簿里没有内容，请检查是否传错了文件",
    without_names: "表头里没有“项目名称”列，请补上",
    of_strangers: "本单位没有这个项目，请核对名称和代码，或联系发改局",
}


@pytest.fixture(params=READABLE, ids=[build.__name__ for build in READABLE])
def readable(request, unit_b, period, today):
    """A safe workbook of which nothing can be taken, and what is said of it."""
    return request.param(unit_b, period, today), READABLE[request.param]


def test_a_workbook_of_which_nothing_can_be_taken_is_kept_to_be_mended_and_nothing_else(
    readable, send, before
):
    content, message = readable
    answer = send(content, follow=True)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert "导入所选" not in answer.content.decode()
    assert changed(before) == WHAT_CAME
    assert Upload.objects.get().state == UploadState.PREVIEWED
    assert AuditEvent.objects.latest("pk").action == "upload.receive"


@pytest.mark.slow
def test_confirming_it_all_the_same_writes_nothing(readable, send, before, client):
    page = send(readable[0], follow=True)
    kept = everything()
    preview = page.context["preview"]
    keys = [line.key for line in preview.lines]
    answer = client.post(
        reverse("investment:import_preview", args=[page.context["upload"].pk]),
        {"fingerprint": preview.fingerprint, "shown": keys, "row": keys},
        follow=True,
    )
    assert answer.status_code == 409
    assert "没有可以导入的内容" in answer.content.decode()
    # How the page was filled in stays with the file.
    assert changed(kept) <= {"workbooks.Upload"}
    assert Upload.objects.get().state == UploadState.PREVIEWED


def test_a_month_that_is_not_open_is_said_and_nothing_written(send, before):
    content = plain([["项目名称", "6月完成（万元）"], ["镇区道路改造工程", 30]])
    answer = send(content, month=JULY.previous(), follow=True)
    assert "2019年6月填报期还没有开启，请联系发改局审定员" in answer.content.decode()
    assert changed(before) == WHAT_CAME


@pytest.mark.parametrize("person", ["leader", "inspector", "administrator", "auditor"])
def test_who_reports_nothing_gets_404_before_the_file_is_looked_at(
    person, request, send, client, before
):
    client.force_login(request.getfixturevalue(person))
    kept = everything()
    assert send(b"%PDF-1.7").status_code == 404
    assert changed(kept) == set()


def test_versions_stand_as_they_were(send, before):
    versions = dict(MonthlyEntry.objects.values_list("pk", "version"))
    send(workbook(line("镇区道路改造工程", "12o0"), line("河道综合治理工程", 1)), follow=True)
    assert (
        dict(MonthlyEntry.objects.values_list("pk", "version"))
        == versions
        == dict.fromkeys(versions, 1)
    )
