from reports.papers.tests.conftest import lines

__all__ = ["lines"]
