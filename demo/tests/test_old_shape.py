"""A database of a former version, where ``make run`` begins (demo/old_shape.py)."""

import datetime
import sqlite3
from contextlib import closing

import pytest

from demo.old_shape import OldShape, set_aside

DAY = datetime.date(2026, 11, 28)
OLD, PRESENT = "0001_units_users_trail", "0001_initial"


@pytest.fixture
def database(tmp_path):
    return tmp_path / "xushi.sqlite3"


def make(database, *, migration, users=("shending",), county="示范县"):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        connection.execute("CREATE TABLE accounts_user (username TEXT)")
        connection.execute("CREATE TABLE accounts_unit (name TEXT, kind TEXT)")
        connection.execute("INSERT INTO django_migrations VALUES ('accounts', ?)", [migration])
        connection.execute("INSERT INTO accounts_unit VALUES (?, 'county')", [county])
        for name in users:
            connection.execute("INSERT INTO accounts_user VALUES (?)", [name])
        connection.commit()


def users_in(database):
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute("SELECT username FROM accounts_user")]


def test_an_old_demonstration_is_renamed_with_all_that_it_holds(database):
    make(database, migration=OLD)
    aside = set_aside(database, DAY)
    assert aside.name == "xushi.sqlite3.old-2026-11-28"
    assert users_in(aside) == ["shending"]
    assert not database.exists()


def test_a_second_one_of_the_day_gets_a_name_of_its_own(database):
    for expected in ("xushi.sqlite3.old-2026-11-28", "xushi.sqlite3.old-2026-11-28-2"):
        make(database, migration=OLD)
        assert set_aside(database, DAY).name == expected


def test_a_database_of_the_present_shape_stays(database):
    make(database, migration=PRESENT)
    assert set_aside(database, DAY) is None
    assert users_in(database) == ["shending"]


def test_where_there_is_no_database_or_none_was_migrated_nothing_is_done(database):
    assert set_aside(database, DAY) is None
    sqlite3.connect(database).close()
    assert set_aside(database, DAY) is None
    assert not list(database.parent.glob("*.old-*"))


@pytest.mark.parametrize(
    "held", [{"users": ("shending", "zhangsan")}, {"county": "洋县"}], ids=["user", "county"]
)
def test_an_old_database_with_anything_else_is_left_alone_and_said(database, held):
    make(database, migration=OLD, **held)
    with pytest.raises(OldShape) as refused:
        set_aside(database, DAY)
    assert str(refused.value) == (
        f"数据库 {database} 是旧版本的，本版本不能由它升级；里面不只是示范县的数据，没有动它。"
        "请把它移到别处再运行 make run，或用 DATA_DIR 另指一个数据目录。"
    )
    assert users_in(database)[0] == "shending"
