"""The lists of the demonstration were issued in January, each by its own document."""

import datetime

from accounts.models import Unit, User
from projects.lists.services import change_list
from projects.models import AnnualPlan, PlanState, Tier

ISSUED: dict[str, tuple[str, datetime.date]] = {
    Tier.PROVINCIAL: ("省重办〔2019〕1号", datetime.date(2019, 1, 10)),
    Tier.MUNICIPAL: ("市重办〔2019〕2号", datetime.date(2019, 1, 16)),
    Tier.COUNTY: ("示政发〔2019〕3号", datetime.date(2019, 1, 25)),
}
"""The number of the document and its day, by the tier of the list; made up, as the county is."""


def issue_lists(*, county: Unit, approver: User, today: datetime.date) -> None:
    for plan in AnnualPlan.objects.filter(county=county):
        number, day = ISSUED[plan.tier]
        change_list(
            plan=plan,
            changes={"state": PlanState.ISSUED, "document_number": number, "issued_on": day},
            by=approver,
            version=plan.version,
            today=today,
        )
