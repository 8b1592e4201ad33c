"""A county's own titles of columns as reference data."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.tests.trail import told
from workbooks.models import HeaderAlias

ADD = reverse("reference:workbooks_headeralias_add")
IMPORT = reverse("reference:workbooks_headeralias_import")


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_title_is_added_to_a_column_by_the_columns_name(signed_in, county):
    signed_in.post(ADD, {"column_key": "month_amount", "alias": "{月}月实际完成"})
    alias = HeaderAlias.objects.get()
    assert (alias.county, alias.column_key, alias.alias) == (
        county,
        "month_amount",
        "{月}月实际完成",
    )
    line = AuditEvent.objects.get()
    assert told(line) == {"列": ["", "本月完成投资"], "列名": ["", "{月}月实际完成"]}


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"column_key": "nonsense", "alias": "甲"}, "column_key", "选择一个有效的选项。"),
        (
            {"column_key": "name", "alias": "（万元）"},
            "alias",
            "列名里要有文字，如“当月完成投资额”",
        ),
        ({"column_key": "name", "alias": "项目"}, "__all__", "这一列已经有这个列名。"),
        (
            {"column_key": "month_amount", "alias": "项目"},
            "__all__",
            "列名“项目”已经指“项目名称”列，不能再指另一列。",
        ),
    ],
)
def test_a_title_means_one_column(signed_in, county, sent, field, message):
    HeaderAlias.objects.create(county=county, column_key="name", alias="项目")
    form = signed_in.post(ADD, sent).context["adminform"].form
    assert form.errors[field][0].startswith(message)
    assert HeaderAlias.objects.count() == 1


def test_titles_come_in_by_file_under_the_same_rules(signed_in, county):
    HeaderAlias.objects.create(county=county, column_key="name", alias="项目")
    text = "列,列名\n项目名称,项目\n形象进度,项目\n形象进度,（万元）\n没有的列,甲\n"
    file = SimpleUploadedFile("列名.csv", text.encode())
    outcome = signed_in.post(IMPORT, {"file": file}).context["outcome"]
    told = [str(complaint)[:40] for complaint in outcome.complaints]
    assert told == [
        "第 3 行：列名“项目”已经指“项目名称”列，不能再指另一列。",
        "第 4 行“列名”：列名里要有文字，如“当月完成投资额”",
        "第 5 行“列”：“没有的列”不在可选范围内，应为：序号、项目代码、项目名称、责",
    ]
