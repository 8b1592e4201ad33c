"""Users by file: made through the service of their page, with a password that is shown once."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, Role, User
from conftest import page_text

IMPORT = reverse("reference:accounts_user_import")
CONFIRM = reverse("reference:accounts_user_confirm")
TEMPLATE = reverse("reference:accounts_user_template")
TITLES = "用户名,姓名,电话,单位,角色\n"


@pytest.fixture
def upload(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    def send(text):
        file = SimpleUploadedFile("用户.csv", (TITLES + text).encode())
        return client.post(IMPORT, {"file": file}).context

    return send


def test_users_come_in_with_passwords_that_are_shown_once(upload, client, county, unit_a):
    token = upload("zhangsan,张三,,交通运输局,填报员\nlisi,李四,0000-1,,审核员\n")["token"]
    assert User.objects.count() == 1
    answer = client.post(CONFIRM, {"token": token})
    made = answer.context["made"]
    assert [(new.user.username, str(role)) for new, role in made] == [
        ("zhangsan", "交通运输局 填报员"),
        ("lisi", "示范县 审核员"),
    ]
    assert "no-store" in answer.headers["Cache-Control"]
    for new, _ in made:
        assert new.temporary_password in page_text(answer)
        user = User.objects.get(username=new.user.username)
        assert (user.must_change_password, user.check_password(new.temporary_password)) == (
            True,
            True,
        )
    assert [held.role for held in User.objects.get(username="zhangsan").held_roles] == [
        Role.REPORTER
    ]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["user.create"] * 2
    again = client.post(CONFIRM, {"token": token})
    assert (again.status_code, User.objects.count()) == (409, 3)


def test_who_is_there_already_stays_as_they_are(upload, reporter, unit_a):
    same = upload("jiaotong,陈交通,,交通运输局,填报员\n")["outcome"]
    assert (same.lines, same.unchanged, same.complaints) == ([], 1, [])
    [complaint] = upload("jiaotong,陈交通,,,审核员\n")["outcome"].complaints
    told = "第 2 行：已有这个用户，与表中不同；要改姓名、电话、单位或角色，请在“用户”页面修改"
    assert str(complaint) == told


def test_what_cannot_be_is_told_by_row(upload, unit_a):
    outcome = upload("a b,张三,,交通运输局,填报员\nlisi,李四,,水利局,填报人\nwang,王五,,,填报员\n")
    told = [str(complaint) for complaint in outcome["outcome"].complaints]
    assert told == [
        "第 2 行“用户名”：请输入合法的用户名。只能包含英文字母、数字、特殊字符“@”、“.”、“-”和“_”。",
        "第 3 行“单位”：县内没有名为“水利局”的单位",
        "第 3 行“角色”：“填报人”不在可选范围内，应为：填报员、审核员、审定员、督查员、领导、"
        "管理员、审计员",
        "第 4 行“单位”：填报员要写所在单位",
    ]
    assert User.objects.count() == 1


def test_the_template_is_read_as_it_was_filled(client, upload, unit_a):
    upload("")
    content = client.get(TEMPLATE).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Sheet1", "样例"]
    assert [cell.value for cell in book["样例"][2]][:4] == ["zhangsan", "张三", None, "交通运输局"]
    book["Sheet1"].append(["zhangsan", "张三", None, "交通运输局", "填报员"])
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("用户.xlsx", filled.getvalue())
    outcome = client.post(IMPORT, {"file": file}).context["outcome"]
    assert ([line.action for line in outcome.lines], outcome.complaints) == (["user.create"], [])
