"""A versioned write: only where the row still is as it was read (accounts/trail/claims.py)."""

import pytest
from django.db.models import Q

from accounts.models import AuditEvent, Unit
from accounts.trail.audit import audited
from accounts.trail.claims import claim, write


def test_a_row_is_written_at_the_version_that_was_read(unit_a):
    assert claim(unit_a, version=1, name="交通局") is True
    assert (unit_a.name, unit_a.version) == ("交通局", 2)


def test_a_row_that_moved_on_is_not_written_and_holds_what_stands(unit_a):
    read_before = Unit.objects.get(pk=unit_a.pk)
    claim(unit_a, version=1, name="交通局")
    assert claim(read_before, version=1, name="公路局") is False
    assert (read_before.name, read_before.version) == ("交通局", 2)


def test_a_row_is_written_only_where_the_condition_holds(unit_a):
    assert claim(unit_a, version=1, where=Q(is_active=False), name="交通局") is False
    assert (unit_a.name, unit_a.version) == ("交通运输局", 1)


def test_without_a_version_a_row_is_written_as_it_stands_and_counted(unit_a):
    claim(unit_a, version=1)
    assert claim(unit_a) is True
    assert unit_a.version == 3


def test_a_row_that_is_gone_cannot_be_claimed(unit_a):
    Unit.objects.filter(pk=unit_a.pk).delete()
    with pytest.raises(Unit.DoesNotExist):
        claim(unit_a, version=1, name="交通局")


def test_what_was_written_is_told_with_old_and_new_values(unit_a, administrator, county):
    with audited(by=administrator) as audit:
        assert write(audit, unit_a, "unit.update", county=county, version=1, name="交通局")
    line = AuditEvent.objects.about(unit_a).get(action="unit.update")
    assert line.changes["name"] == ["交通运输局", "交通局"]


def test_what_was_not_written_is_not_told(unit_a, administrator, county):
    with audited(by=administrator) as audit:
        assert not write(audit, unit_a, "unit.update", county=county, version=9, name="交通局")
    assert AuditEvent.objects.about(unit_a).count() == 0
