"""A site that stands still and whose reason is to be looked at again, and what another authority
ordered of one that goes on."""

import datetime

from accounts.models import Unit, User
from projects.models import Project, SuspensionReason
from projects.rolls.services import declare_line
from projects.suspension.roll import SUSPENSIONS
from supervision.models import AuthorityMatter, AuthorityOrderKind
from supervision.stop_work.roll import AUTHORITY_ORDERS

STOPPED, ORDERED = "水稻制种基地项目", "农产品冷链物流中心项目"
JULY_8, JULY_15, JULY_31 = (datetime.date(2019, 7, day) for day in (8, 15, 31))


def stand_still(*, county: Unit, approver: User, today: datetime.date) -> None:
    """Dated in July, which no published figure rests on."""

    def declare(roll: object, name: str, day: datetime.date, **values: object) -> None:
        project = Project.objects.get(county=county, name=name)
        unit = project.unit_parts.current().get(part="reporting").unit
        declare_line(
            roll,  # type: ignore[arg-type]
            unit=unit,
            project=project,
            values=values,
            day=day,
            by=approver,
            today=today,
        )

    declare(
        SUSPENSIONS,
        STOPPED,
        JULY_8,
        reason_kind=SuspensionReason.LAND,
        reason_words="流转土地两户未签协议，田块平整停工",
        review_on=JULY_31,
    )
    declare(
        AUTHORITY_ORDERS,
        ORDERED,
        JULY_15,
        kind=AuthorityOrderKind.RECTIFY,
        authority="县住建局",
        document_number="东住建改字〔2019〕12号",
        matter=AuthorityMatter.DUST,
        matter_words="土方未覆盖，出入口未设冲洗",
        effect="土方作业停两周",
        coordination="覆盖网已到位，冲洗台8月5日完成",
    )
