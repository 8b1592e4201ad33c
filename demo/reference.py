"""Reference data of the demonstration: whom to call in each unit, and what counts as what."""

import datetime

from accounts.models import Unit, User
from accounts.trail.reference import add_reference
from demo.cast import REPORTERS
from investment.models import ContactRole, DefinedSubject, Definition, UnitContact

FROM = datetime.date(2019, 1, 1)
PRACTICE = "固定资产投资统计通行做法"

DEFINITIONS = (
    (
        DefinedSubject.INVESTMENT,
        "按当月实际完成的工程量计算建筑安装工程、设备购置和其他费用，不按付款、拨款或到位资金填。",
    ),
    (
        DefinedSubject.LAND,
        "列入项目总投资的征地和土地出让费用，在取得土地的当月计入；没有列入总投资的不计。",
    ),
    (
        DefinedSubject.EQUIPMENT,
        "需要安装的设备在开始安装的当月计入，不需要安装的在到货验收的当月计入。",
    ),
    (
        DefinedSubject.ADVANCE,
        "预付的工程款、备料款和设备定金不计，形成工程量或设备到货安装后再计。",
    ),
    (
        DefinedSubject.START,
        "永久性工程正式破土（打桩、开挖基础）为开工；平整场地、拆迁、临时道路和临时水电不算。",
    ),
    (
        DefinedSubject.PRODUCTIVE,
        "建成后从事生产经营的为产业项目，农业、旅游、商贸物流也算；道路、学校、医院、水利不算。",
    ),
)
"""General practice; a county puts its own document in its place."""

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭"


def keep_reference(*, county: Unit, administrator: User) -> None:
    for subject, text in DEFINITIONS:
        row = Definition(county=county, subject=subject, text=text, from_date=FROM, source=PRACTICE)
        _keep(row, "definition.create", county, administrator)
    for number, person in enumerate(REPORTERS):
        unit = Unit.objects.within(county).get(name=person.unit)
        surname, other = SURNAMES[number], SURNAMES[number - 5]
        for position, (role, name) in enumerate(
            (
                (ContactRole.REPORTER, person.name),
                (ContactRole.DEPUTY, f"{surname}副职"),
                (ContactRole.HEAD, f"{other}正职"),
            ),
            start=1,
        ):
            contact = UnitContact(
                unit=unit,
                role=role,
                name=name,
                phone=f"0000-8{number + 1:02}{position}000",
                position=position,
            )
            _keep(contact, "contact.create", county, administrator)


def _keep(row: Definition | UnitContact, action: str, county: Unit, by: User) -> None:
    add_reference(row=row, action=action, county=county, taken="已经登记", by=by)
