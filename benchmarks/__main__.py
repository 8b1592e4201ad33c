"""``python -m benchmarks``: makes a database of its own, measures, prints, and removes it.

``python -m benchmarks planted`` tells what the edit checks find of planted false reports; it needs
no database, as little as ``python -m benchmarks workbooks``, which measures a large workbook alone;
``python -m benchmarks pages`` measures pages alone. ``python -m benchmarks deadline``
lets two hundred units send at once, on PostgreSQL where DATABASE_URL names one, else on SQLite in
a file.
"""

import itertools
import os
import sys
import tempfile
from collections.abc import Iterable

from benchmarks.goals import Goal


def deadline() -> int:
    """In a folder of its own, which the settings read when they are loaded."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        import django

        django.setup()
        from benchmarks import deadline

        return 0 if deadline.run() else 1


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] == ["deadline"]:
        return deadline()
    import django

    django.setup()
    from django.db import connection

    from benchmarks import facts, intake, pages, planted, workbooks

    if sys.argv[1:] == ["planted"]:
        sys.stdout.write(f"{planted.table(planted.count())}\n")
        return 0
    if sys.argv[1:] == ["workbooks"]:
        return _tell(workbooks.goals())
    if connection.vendor != "postgresql":
        sys.stderr.write("The goals are held on PostgreSQL: set DATABASE_URL (make bench does).\n")
        return 2
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        if sys.argv[1:] == ["pages"]:
            return _tell(pages.goals())
        every = (intake.goals, facts.goals, workbooks.goals, pages.goals, facts.among)
        return _tell(itertools.chain.from_iterable(goals() for goals in every))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _tell(goals: Iterable[Goal]) -> int:
    """Each as it is measured; 1 where one was missed."""
    missed = 0
    for goal in goals:
        sys.stdout.write(f"{goal}\n")
        sys.stdout.flush()
        missed += not goal.is_met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
