"""The thresholds of the lights as reference data: from a day, by a source, in order."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from figures.models import LightScheme

ADD = reverse("reference:figures_lightscheme_add")
SENT = {
    "from_date": "2019-07-01",
    "family": "points",
    "green_limit": "0",
    "amber_limit": "10",
    "start_red_months": "3",
    "source": "县政办〔2019〕3号",
}


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_scheme_takes_force_from_its_day_by_its_source(signed_in, county):
    assert signed_in.post(ADD, SENT).status_code == 302
    scheme = LightScheme.objects.get()
    assert (scheme.county, scheme.from_date) == (county, datetime.date(2019, 7, 1))
    assert AuditEvent.objects.get().changes == {
        "自": [None, "2019-07-01"],
        "口径": [None, "落后百分点"],
        "绿灯界限": [None, 0],
        "黄灯界限": [None, 10],
        "开工滞后转红月数": [None, 3],
        "依据": [None, "县政办〔2019〕3号"],
    }


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"green_limit": "5", "amber_limit": "4"},
            "按落后百分点亮灯时，黄灯界限不能小于绿灯界限。",
        ),
        (
            {"family": "ratio", "green_limit": "60", "amber_limit": "80"},
            "按占序时比例亮灯时，黄灯界限不能大于绿灯界限。",
        ),
    ],
)
def test_limits_out_of_order_are_refused_in_words(signed_in, changed, message):
    form = signed_in.post(ADD, SENT | changed).context["adminform"].form
    assert form.non_field_errors() == [message]
    assert LightScheme.objects.count() == 0


def test_a_day_has_one_scheme(signed_in):
    signed_in.post(ADD, SENT)
    form = signed_in.post(ADD, SENT | {"amber_limit": "20"}).context["adminform"].form
    told = "这一天已经有一条亮灯规则，请修改那一条，或另选起始日期。"
    assert form.non_field_errors() == [told]
    assert LightScheme.objects.get().amber_limit == 10


def test_a_scheme_needs_its_source(signed_in):
    form = signed_in.post(ADD, SENT | {"source": ""}).context["adminform"].form
    assert list(form.errors) == ["source"]
