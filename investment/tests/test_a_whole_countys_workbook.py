"""The bureau brings in one workbook of many units on their behalf and names its source once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from investment.models import KeyedConsent, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("各单位微信群报送，8月5日汇总", "各单位微信群报送，8月5日汇总（月报表：全县7月.xlsx）"),
        ("", "月报表：全县7月.xlsx"),
    ],
)
def test_the_source_is_named_once_for_every_unit(
    client, period, project, other_project, reviewer, source, told
):
    client.force_login(reviewer)
    content = workbook(line("镇区道路改造工程", 30), line("河道综合治理工程", 40))
    form = {"file": SimpleUploadedFile("全县7月.xlsx", content), "source": source}
    preview = client.get(client.post(reverse("investment:import_monthly", args=[JULY]), form).url)
    shown = [row.line.key for row in preview.context["page"].rows if row.line.applies]
    pressed = {
        "fingerprint": preview.context["preview"].fingerprint, "shown": shown, "row": shown,
    }  # fmt: skip
    upload = preview.context["upload"].pk
    client.post(reverse("investment:import_preview", args=[upload]), pressed)
    entries = MonthlyEntry.objects.values_list("unit__name", "keyed_source", "keyed_consent")
    assert set(entries) == {
        ("交通运输局", told, KeyedConsent.WAITING),
        ("水利局", told, KeyedConsent.WAITING),
    }
