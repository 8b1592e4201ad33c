"""The bureau brings in one workbook of many units on their behalf and names its source once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import page_text
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook
from measures.money import WAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, period, reviewer):
    """Send a file of these rows at the bureau's door; the page of its preview."""

    def look(*rows, source=""):
        client.force_login(reviewer)
        file = SimpleUploadedFile("全县7月.xlsx", workbook(*rows))
        address = reverse("investment:import_monthly", args=[JULY])
        return client.get(client.post(address, {"file": file, "source": source}).url)

    return look


@pytest.fixture
def bring(client):
    """Confirm a preview, but for the rows ``without``."""

    def bring(page, without=()):
        shown = [row.line.key for row in page.context["page"].rows if row.line.applies]
        form = {
            "fingerprint": page.context["preview"].fingerprint,
            "shown": shown,
            "row": [key for key in shown if key not in without],
        }
        address = reverse("investment:import_preview", args=[page.context["upload"].pk])
        assert client.post(address, form).status_code == 302

    return bring


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("各单位微信群报送，8月5日汇总", "各单位微信群报送，8月5日汇总（月报表：全县7月.xlsx）"),
        ("", "月报表：全县7月.xlsx"),
    ],
)
def test_the_source_is_named_once_for_every_unit(look, bring, project, other_project, source, told):
    bring(look(line("镇区道路改造工程", 30), line("河道综合治理工程", 40), source=source))
    entries = MonthlyEntry.objects.values_list("unit__name", "keyed_source", "keyed_consent")
    assert set(entries) == {
        ("交通运输局", told, KeyedConsent.WAITING),
        ("水利局", told, KeyedConsent.WAITING),
    }


def test_what_a_unit_has_saved_and_not_sent_is_told_before_it_is_replaced(
    look, bring, project, other_project, make_entry
):
    draft = make_entry(project, EntryState.DRAFT, month_amount=23 * WAN, progress="桩基")
    rows = line("镇区道路改造工程", 30), line("河道综合治理工程", 40)
    page = look(*rows)
    told = (
        "单位已存有未报送的内容（本月完成投资：23万元、形象进度：桩基），"
        "导入后以代填为准；不替换的请取消勾选这一行"
    )
    [warning] = page.context["preview"].findings.warnings
    assert (warning.cell, warning.message) == ("B4", told)
    assert told in page_text(page)
    bring(page, without=["7月!4"])
    draft.refresh_from_db()
    assert (draft.state, draft.month_amount, draft.progress) == ("draft", 23 * WAN, "桩基")
    bring(look(*rows))
    draft.refresh_from_db()
    assert (draft.state, draft.month_amount) == ("submitted", 30 * WAN)
