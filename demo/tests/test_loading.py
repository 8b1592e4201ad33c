"""The demonstration county exists in a declared, empty, embedded database and nowhere else."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.models import Role, User
from demo.cast import PASSWORD, PEOPLE
from demo.july import RETURNED, SILENT, STILL_WRITING
from demo.loading import load_demonstration
from figures.facts import load_facts
from figures.months import default_month
from investment.models import EntryState, MonthlyEntry
from measures.months import Month
from projects.models import AnnualPlan


@override_settings(
    XUSHI_DEMO=True,
    EMBEDDED=True,
    XUSHI_TODAY="2019-08-02",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
class TestTheDemonstrationCounty(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demonstration(today=datetime.date(2019, 8, 2), say=lambda sentence: None)

    def july(self, unit):
        return set(
            MonthlyEntry.objects.filter(month=7, unit__name=unit).values_list("state", flat=True)
        )

    def test_every_role_can_sign_in(self):
        assert {person.role for person in PEOPLE} == set(Role.values)
        for person in PEOPLE:
            form = {"username": person.username, "password": PASSWORD}
            answer = self.client.post(reverse("accounts:sign_in"), form)
            assert answer.status_code == 302, person.username

    def test_june_is_approved_and_july_is_being_reported(self):
        county = User.objects.get(username="lingdao").held_roles[0].unit
        assert default_month(county) == Month(2019, 6)
        assert self.july(SILENT) == set()
        assert self.july(RETURNED) == {EntryState.RETURNED, EntryState.SUBMITTED}
        for unit in STILL_WRITING:
            assert self.july(unit) == {EntryState.DRAFT}
        assert self.july("教育体育局") == {EntryState.SUBMITTED}

    def test_its_lists_are_issued_so_that_its_papers_do_not_say_otherwise(self):
        lists = AnnualPlan.objects.values_list("key", "state", "document_number")
        assert set(lists) == {
            ("省级", "issued", "省重办〔2019〕1号"),
            ("市级", "issued", "市重办〔2019〕2号"),
            ("县级", "issued", "示政发〔2019〕3号"),
        }
        county = AnnualPlan.objects.first().county
        assert {load_facts(county, Month(2019, m)).unissued for m in range(1, 8)} == {()}

    def test_it_is_not_loaded_twice(self):
        with pytest.raises(CommandError, match="已经有单位或用户"):
            call_command("load_demo", stdout=io.StringIO())
        call_command("load_demo", "--if-empty", stdout=io.StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "embedded"), [(False, True), (True, False)])
def test_demo_accounts_are_not_made_elsewhere(settings, demo, embedded):
    settings.XUSHI_DEMO, settings.EMBEDDED = demo, embedded
    with pytest.raises(CommandError, match="XUSHI_DEMO=1"):
        call_command("load_demo", stdout=io.StringIO())
    assert not User.objects.exists()
