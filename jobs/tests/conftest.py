import pytest

from jobs import kinds
from jobs.services import ask_job
from jobs.tests.kinds import MADE, PIECES, Numbered, register_all, sent_with


@pytest.fixture(autouse=True)
def _kinds_of_tests(monkeypatch):
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    register_all()


@pytest.fixture
def ask(county, approver):
    """Ask for a job of ``kind``, as the approver."""

    def asked(kind=MADE, number=1, by=None):
        return ask_job(
            kind=kind,
            asked=Numbered(number),
            county=county,
            by=by or approver,
            content=sent_with(number) if kind is PIECES else b"",
        )

    return asked
