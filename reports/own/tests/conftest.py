from reports.sheets.tests.conftest import *  # noqa: F403
