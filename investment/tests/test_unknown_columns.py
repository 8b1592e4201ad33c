"""What a file has and nobody reads is told; a person says once what it is, and of which month."""

import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Role, RoleAssignment
from conftest import page_text
from investment.models import MonthlyEntry
from investment.tests.monthly_files import JULY, receive_monthly, workbook
from workbooks.meanings import IGNORED, UNIT_OF_MONEY
from workbooks.models import ColumnMeaning, Upload
from workbooks.reading import read_sheets

pytestmark = pytest.mark.django_db
WAN = 10_000

HEADER = ("序号", "项目名称", "本期投资额", "形象进度", "挂点干部")
WORDING = "本期投资额"


@pytest.fixture
def send(county, period, project, today):
    def send(by, *rows, header=HEADER, **more):
        rows = rows or [(1, project.name, 100, "主体施工", "李某")]
        content = workbook(*rows, header=header, **more)
        return receive_monthly(
            content=content, name="7月.xlsx", county=county, month=JULY, by=by, today=today
        )

    return send


@pytest.fixture
def ask(client):
    """A page of an upload as a person sees it, or the answer to what they post there."""

    def ask(by, name, upload, **posted):
        client.force_login(by)
        address = reverse(f"investment:{name}", args=[upload.pk])
        return client.post(address, posted) if posted else client.get(address)

    return ask


def said(target, seen="", wording=WORDING, scope="file"):
    return {
        "wording": wording, "title": wording, "seen": seen, "target": target, "scope": scope,
    }  # fmt: skip


def apply(client, by, upload):
    client.force_login(by)
    address = reverse("investment:import_preview", args=[upload.pk])
    fingerprint = client.get(address).context["preview"].fingerprint
    return client.post(address, {"fingerprint": fingerprint})


def test_what_is_not_used_is_told_with_its_first_values(send, ask, reporter):
    upload = send(reporter)
    found = ask(reporter, "import_preview", upload).context["uses"]
    assert [use.sentence() for use in found.unused] == [
        "「7月」C3 本期投资额（100）",
        "「7月」E3 挂点干部（李某）",
    ]
    told = page_text(ask(reporter, "upload", upload))
    assert "没有用到：「7月」C3 本期投资额（100）" in told


@pytest.mark.slow
def test_a_column_is_read_as_a_person_says_for_this_file_alone(
    send, ask, client, reporter, project
):
    upload = send(reporter)
    answer = ask(reporter, "import_say", upload, **said("month_amount"))
    assert answer.status_code == 302
    preview = ask(reporter, "import_preview", upload).context["preview"]
    assert [use.note for use in preview.uses.notes] == ["按这个文件的指定"]
    assert apply(client, reporter, upload).status_code == 302
    assert MonthlyEntry.objects.get(project=project).month_amount == 100 * WAN
    assert ask(reporter, "import_preview", send(reporter)).context["preview"].is_unusable


@pytest.mark.slow
def test_what_a_unit_says_once_holds_for_its_next_file_until_it_is_revoked(
    send, ask, reporter, unit_a
):
    ask(reporter, "import_say", send(reporter), **said("month_amount", scope="kept"))
    meaning = ColumnMeaning.objects.get()
    assert (meaning.unit, meaning.wording, meaning.target) == (unit_a, WORDING, "month_amount")
    upload = send(reporter)
    told = page_text(ask(reporter, "import_preview", upload))
    assert "按本单位的指定" in told
    assert ask(reporter, "import_preview", upload).context["preview"].added == 1
    ask(reporter, "import_say", upload, revoke=meaning.pk)
    assert ask(reporter, "import_preview", upload).context["preview"].is_unusable
    again = ask(reporter, "import_say", upload, revoke=meaning.pk)
    assert again.status_code == 404


@pytest.mark.slow
def test_another_unit_reads_its_own_files_as_before(
    send, ask, reporter, other_reporter, other_project
):
    ask(reporter, "import_say", send(reporter), **said("month_amount", scope="kept"))
    upload = send(other_reporter, (1, other_project.name, 5, "施工", ""))
    assert ask(other_reporter, "import_preview", upload).context["preview"].is_unusable


@pytest.mark.slow
def test_what_the_bureau_says_once_holds_for_the_county(
    send, ask, reviewer, other_reporter, other_project
):
    ask(reviewer, "import_say", send(reviewer), **said("month_amount", scope="kept"))
    assert ColumnMeaning.objects.get().unit is None
    upload = send(other_reporter, (1, other_project.name, 5, "施工", ""))
    preview = ask(other_reporter, "import_preview", upload).context["preview"]
    assert (preview.added, [use.note for use in preview.uses.notes]) == (1, ["按本县的指定"])
    meaning = ColumnMeaning.objects.get()
    assert ask(other_reporter, "import_say", upload, revoke=meaning.pk).status_code == 404


def test_said_again_the_later_word_holds(send, ask, reporter):
    upload = send(reporter)
    ask(reporter, "import_say", upload, **said("month_amount", scope="kept"))
    ask(reporter, "import_say", upload, **said("year_to_date", "month_amount", scope="kept"))
    standing = ColumnMeaning.objects.in_force()
    assert [row.target for row in standing] == ["year_to_date"]
    assert ColumnMeaning.objects.count() == 2


def test_a_column_that_is_to_be_passed_over_is_not_told_again(send, ask, reporter):
    upload = send(reporter)
    ask(reporter, "import_say", upload, **said(IGNORED, wording="挂点干部"))
    found = ask(reporter, "import_preview", upload).context["uses"]
    assert [use.title for use in found.unused] == ["本期投资额"]
    assert [use.title for use in found.ignored] == ["挂点干部"]


@pytest.mark.slow
def test_the_unit_of_all_amounts_may_be_said_once(send, ask, reporter, project):
    header = ("序号", "项目名称", "本月完成投资", "形象进度")
    upload = send(reporter, (1, project.name, 3, "施工"), header=header, unit="")
    assert ask(reporter, "import_preview", upload).context["preview"].refused == 1
    posted = {"constant_target": UNIT_OF_MONEY, "constant": "百万元"}
    ask(reporter, "import_say", upload, **posted)
    (line,) = ask(reporter, "import_preview", upload).context["preview"].lines
    assert line.written.fields["month_amount"] == 300 * WAN
    refused = ask(reporter, "import_say", upload, **posted | {"constant": "万美元"})
    assert refused.status_code == 400
    assert "“万美元”不是人民币的金额单位" in page_text(refused)


def test_a_constant_stands_in_every_row_that_has_no_such_column(send, ask, reporter, project):
    header = ("序号", "项目名称", "本月完成投资（万元）")
    upload = send(reporter, (1, project.name, 3), header=header)
    ask(reporter, "import_say", upload, constant_target="progress", constant="按计划推进")
    (line,) = ask(reporter, "import_preview", upload).context["preview"].lines
    assert line.written.fields["progress"] == "按计划推进"


def test_a_constant_that_a_unit_keeps_is_told_and_can_be_revoked(send, ask, reporter, project):
    header = ("序号", "项目名称", "本月完成投资", "形象进度")
    rows = [(1, project.name, 3, "施工")]
    posted = {"constant_target": UNIT_OF_MONEY, "constant": "万元", "scope": "kept"}
    ask(reporter, "import_say", send(reporter, *rows, header=header, unit=""), **posted)
    upload = send(reporter, *rows, header=header, unit="")
    told = page_text(ask(reporter, "import_preview", upload))
    assert "金额单位一律按“万元”读取" in told
    assert ask(reporter, "import_preview", upload).context["preview"].added == 1
    ask(reporter, "import_say", upload, revoke=ColumnMeaning.objects.get().pk)
    assert ask(reporter, "import_preview", upload).context["preview"].refused == 1


def test_a_title_of_which_nothing_is_known_can_be_said_to_be_the_name(send, ask, reporter, project):
    header = ("编", "工程全貌", "本期投资额（万元）", "面貌")
    upload = send(reporter, (1, project.name, 3, "施工"), header=header)
    posted = [("工程全貌", "name"), ("本期投资额", "month_amount"), ("面貌", "progress")]
    ask(
        reporter, "import_say", upload,
        wording=[wording for wording, _ in posted],
        title=[wording for wording, _ in posted],
        seen=["", "", ""],
        target=[target for _, target in posted],
    )  # fmt: skip
    assert ask(reporter, "import_preview", upload).context["preview"].added == 1


def test_a_word_that_is_no_column_is_refused(send, ask, reporter):
    refused = ask(reporter, "import_say", send(reporter), **said("owner"))
    assert refused.status_code == 400
    assert "没有这一列，请重新选择" in page_text(refused)


def test_nothing_is_said_of_a_file_that_was_given_up(send, ask, reporter):
    upload = send(reporter)
    ask(reporter, "import_discard", upload, go="1")
    for scope in ("file", "kept"):
        answer = ask(reporter, "import_say", upload, **said("month_amount", scope=scope))
        assert answer.status_code == 409
    assert not ColumnMeaning.objects.exists()


# --- Of which month ---------------------------------------------------------------------------


def test_a_file_of_another_month_is_taken_as_that_with_one_press(
    send, ask, client, reporter, project
):
    header = ("序号", "项目名称", "累计完成投资", "形象进度")
    upload = send(reporter, (1, project.name, 3, "施工"), header=header, title="2019年上半年进展")
    told = page_text(ask(reporter, "import_preview", upload))
    assert "这份表写的是2019年6月，按2019年6月导入？" in told
    answer = ask(reporter, "import_take_as", upload, go="1")
    assert answer.status_code == 302
    upload.refresh_from_db()
    assert upload.parameters["month"] == "2019-06"
    preview = ask(reporter, "import_preview", upload).context["preview"]
    assert (preview.month.label, preview.proposed) == ("2019年6月", None)


def test_a_file_of_the_month_proposes_no_other(send, ask, reporter):
    upload = send(reporter)
    assert ask(reporter, "import_take_as", upload, go="1").status_code == 409
    assert Upload.objects.get().parameters["month"] == "2019-07"


# --- By command ---------------------------------------------------------------------------------


def test_the_command_names_what_it_did_not_use_and_fails_where_nothing_was_read(
    county, period, project, tmp_path
):
    path = tmp_path / "7月.xlsx"
    path.write_bytes(workbook((1, project.name, 100, "主体施工", "李某"), header=HEADER))
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_monthly", path, "--month", "2019-07", stdout=out, stderr=out)
    assert caught.value.returncode == 1
    assert "没有用到的列：「7月」C3 本期投资额（100）\n" in out.getvalue()


def test_a_sheet_that_was_not_read_is_named_with_its_first_values(send, ask, reporter, project):
    content = workbook((1, project.name, 100), header=("序号", "项目名称", "本月完成投资"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.create_sheet("通讯录").append(["王某", "0590-123"])
    stream = io.BytesIO()
    book.save(stream)
    assert [sheet.name for sheet in read_sheets(stream.getvalue())] == ["7月", "通讯录"]
    upload = receive_monthly(
        content=stream.getvalue(), name="7月.xlsx", county=project.county, month=JULY,
        by=reporter, today=None,
    )  # fmt: skip
    (sheet,) = ask(reporter, "import_preview", upload).context["uses"].sheets
    assert sheet.sentence() == "工作表「通讯录」（王某、0590-123）：没有找到表头"


def test_a_reporter_of_two_units_says_it_for_the_file_alone(send, ask, make_user, unit_a, unit_b):
    both = make_user("both", Role.REPORTER, unit_a)
    RoleAssignment.objects.create(user=both, role=Role.REPORTER, unit=unit_b)
    upload = send(both)
    assert ask(both, "import_preview", upload).context["keeps"] == ""
    refused = ask(both, "import_say", upload, **said("month_amount", scope="kept"))
    assert refused.status_code == 400
