"""The county's leaders: the offices that the plan names, each with a person, and what deputies look
after."""

import datetime

from accounts.models import Unit, User
from projects.leaders.particulars import Particulars
from projects.leaders.services import register_leader

IN_OFFICE_FROM = datetime.date(2019, 1, 1)
# In the order of leaders; the plan names them by their office alone.
LEADERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("县委书记", "张书记", ()),
    ("县长", "李县长", ()),
    ("县人大常委会主任", "陈主任", ()),
    ("县政协主席", "杨主席", ()),
    ("县委副书记", "刘副书记", ()),
    ("常务副县长", "孟常务", ("发展和改革局", "水利局")),
    ("县委组织部部长", "秦部长", ()),
    ("县委宣传部部长", "许部长", ()),
    ("分管农业副县长", "牛副县长", ("农业农村局", "生态环境分局")),
    ("分管工业副县长", "钢副县长", ("工业和信息化局", "现代材料产业园管委会")),
    ("分管城建副县长", "房副县长", ("住房和城乡建设局", "交通运输局", "城市建设投资公司")),
    ("分管文教副县长", "文副县长", ("教育体育局", "文化和旅游局", "卫生健康局")),
)
HEAD = "县长"


def appoint_leaders(*, county: Unit, approver: User, head: User) -> None:
    """``head`` signs in as the 县长."""
    units = {unit.name: unit.pk for unit in Unit.objects.within(county)}
    for position, (office, name, looks_after) in enumerate(LEADERS, 1):
        said = Particulars(
            name=name,
            office=office,
            position=position,
            user_id=head.pk if office == HEAD else None,
            units=tuple(sorted(units[each] for each in looks_after)),
        )
        register_leader(county=county, said=said, on=IN_OFFICE_FROM, by=approver)
