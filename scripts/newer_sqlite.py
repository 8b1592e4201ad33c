"""A pytest plugin (``-p scripts.newer_sqlite``): the suite on a newer SQLite than the system's.

Debian 12 comes with SQLite 3.40 and Debian 13 with 3.46.1, whose planner refuses queries that the
older one answers. Django takes whatever goes by the name of ``sqlite3``, so the newer library gets
that name before Django is imported.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2
import pytest

NEWER_THAN = (3, 46, 0)

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def _version_in_use() -> tuple[int, ...]:
    """Return the version of the SQLite that Django has in its hands."""
    from django.db.backends.sqlite3 import base

    return base.Database.sqlite_version_info  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    if _version_in_use() <= NEWER_THAN:
        raise pytest.UsageError("The SQLite in use is not newer than 3.46.")


def pytest_report_header(config: pytest.Config) -> str:
    return f"SQLite {'.'.join(map(str, _version_in_use()))}"
