"""The command that makes a county's first administrator."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, RoleAssignment, Unit, UnitKind, User


def create(*args):
    out = io.StringIO()
    call_command(
        "create_administrator", "--username", "guanli", "--name", "周管理", *args, stdout=out
    )
    return out.getvalue()


def refused(*args):
    with pytest.raises(CommandError) as error:
        create(*args)
    return str(error.value)


def test_the_first_call_makes_the_county_and_prints_a_temporary_password(db):
    told = create("--county", "示范县")
    user = User.objects.get()
    assert user.check_password(re.search(r"临时密码：(\S+?)（", told)[1])
    assert user.must_change_password is True
    held = RoleAssignment.objects.get()
    assert (held.role, held.unit.name, held.unit.kind) == ("administrator", "示范县", "county")
    assert list(AuditEvent.objects.order_by("sequence").values_list("action", "reason")) == [
        ("unit.create", "create_administrator"),
        ("user.create", "create_administrator"),
    ]


def test_the_only_county_needs_no_naming(county):
    create()
    assert RoleAssignment.objects.get().unit == county


def test_without_any_county_one_must_be_named(db):
    assert refused() == "还没有县，请用 --county 写出县名。"


def test_a_misspelt_county_is_not_made(county):
    assert refused("--county", "师范县") == (
        "没有叫“师范县”的县，已有：示范县；要另建一个县，请加 --new-county。"
    )
    create("--county", "邻县", "--new-county")
    assert set(Unit.objects.counties().values_list("name", flat=True)) == {"示范县", "邻县"}


def test_of_several_counties_one_must_be_named(county):
    Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    assert refused() == "有几个县，请用 --county 选一个：示范县、邻县。"


def test_a_name_in_use_is_refused_and_nothing_is_made(administrator):
    assert refused("--county", "邻县", "--new-county") == "用户名“guanli”已有人使用，请换一个。"
    assert Unit.objects.counties().count() == 1
    assert AuditEvent.objects.count() == 0


def test_a_password_is_read_from_standard_input_and_need_not_be_changed(county, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("xushi-2019-ok\n"))
    told = create("--password-stdin")
    user = User.objects.get()
    assert user.check_password("xushi-2019-ok")
    assert user.must_change_password is False
    assert "xushi-2019-ok" not in told


def test_a_poor_password_is_refused(county, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("123456\n"))
    assert "密码太短，至少要 10 个字符。" in refused("--password-stdin")
    assert User.objects.count() == 0
