"""Monthly workbooks: a kind of table that comes through the door of ``workbooks.intake``.

``preview_monthly`` writes nothing; ``apply_monthly`` writes what a preview showed, or raises.
"""

from datetime import date

from accounts.models import Unit, User
from accounts.trail.audit import audited
from investment.intake.monthly import MONTHLY_TABLE, parameters_of
from investment.intake.preview import MonthlyPreview
from measures.months import Month
from workbooks.intake.choice import NO_CHOICE, Choice
from workbooks.intake.sent import Sent
from workbooks.intake.uploads import previewed

__all__ = ["MONTHLY_TABLE", "MonthlyPreview", "apply_monthly", "preview_monthly", "sent_monthly"]


def sent_monthly(
    content: bytes,
    *,
    county: Unit,
    month: Month,
    by: User | None,
    today: date,
    approve: bool = False,
    original_name: str = "月报表.xlsx",
    choice: Choice = NO_CHOICE,
) -> Sent:
    """A monthly workbook on its way in. ``approve`` takes it as history, approved at once."""
    return Sent(
        name=original_name,
        content=content,
        county=county,
        by=by,
        today=today,
        parameters=parameters_of(month, is_history=approve),
        choice=choice,
    )


def preview_monthly(content: bytes, **sent: object) -> MonthlyPreview:
    """What the workbook would change; see ``sent_monthly``. A fixed number of queries. Raises
    UnreadableWorkbook."""
    return previewed(MONTHLY_TABLE, sent_monthly(content, **sent))  # type: ignore[arg-type]


def apply_monthly(preview: MonthlyPreview, *, by: User | None) -> MonthlyPreview:
    """Write the chosen rows of a preview, all or none of them, and return it.

    Raises NotAllowed, WrongState, StaleEntries, and IntegrityError where another hand came
    between the preview's reading and this writing.
    """
    with audited(by=by, reason=MONTHLY_TABLE.reason(preview.sent)) as audit:
        MONTHLY_TABLE.write(preview, by=by, upload=None, audit=audit)
    return preview
