"""Names that are near to one another, and what tells them apart nevertheless."""

from fractions import Fraction

import pytest

from investment.intake.likeness import LEAST, MOST_PROPOSALS, Names, likeness

THE_SAME = (
    ("石墨烯产业园建设项目", "石墨烯产业园项目"),
    ("镇区道路改造工程（含管网）", "镇区道路改造工程含管网"),
    ("抽水蓄能电站", "抽水蓄能电站建设工程"),
    ("污水处理厂第二期工程", "污水处理厂2期"),
    ("妇女儿童医院 迁建", "妇女儿童医院迁建项目"),
)
ALIKE = (
    ("示范县石墨烯产业园建设项目", "石墨烯产业园"),
    ("城区集中供热工程", "城区供热工程"),
    ("污水厂提标改造", "污水处理厂提标改造工程"),
    ("抽水畜能电站项目", "抽水蓄能电站项目"),
    ("中药材种植加工", "中药材种植加工基地建设项目"),
)
TRAPS = (
    ("污水处理厂一期工程", "污水处理厂二期工程", "1期／2期"),
    ("高级中学东校区", "高级中学西校区", "东／西"),
    ("安置房建设项目A区", "安置房建设项目B区", "a／b"),
    ("G210国道改线工程", "G211国道改线工程", "210／211"),
    ("第一中学迁建项目", "第三中学迁建项目", "1中学／3中学"),
    ("老城区管网改造", "新城区管网改造", "老／新"),
    ("产业园标准厂房", "产业园标准厂房三期", "没有写明／3期"),
    ("幸福渠上段治理工程", "幸福渠下段治理工程", "上／下"),
    ("道路改造第十一标段", "道路改造第一标段", "11标段／1标段"),
)
STRANGERS = (
    ("河道综合治理工程", "镇区道路改造工程"),
    ("石墨烯产业园", "抽水蓄能电站"),
    ("项目", "工程"),
    ("", "镇区道路改造工程"),
)


@pytest.mark.parametrize(("written", "known"), THE_SAME)
def test_an_ending_or_a_sign_makes_no_other_project(written, known):
    assert likeness(written, known).is_certain


@pytest.mark.parametrize(("written", "known"), ALIKE)
def test_a_slip_or_a_short_form_is_near_and_not_certain(written, known):
    found = likeness(written, known)
    assert (found.score >= Fraction(1, 2), found.is_certain, found.differs) == (True, False, "")


@pytest.mark.parametrize(("written", "known", "differs"), TRAPS)
def test_a_stage_or_a_side_is_never_certain(written, known, differs):
    found = likeness(written, known)
    assert (found.is_certain, found.differs) == (False, differs)


@pytest.mark.parametrize(("written", "known"), STRANGERS)
def test_strangers_are_not_proposed(written, known):
    assert Names([(known, 1)]).near(written) == []


def test_likeness_is_exact_and_looks_the_same_from_both_sides():
    one, other = "城区集中供热工程", "城区供热工程"
    assert likeness(one, other).score == likeness(other, one).score == Fraction(1, 2)


def test_at_most_three_are_proposed_the_one_that_agrees_first():
    names = Names(
        [
            ("污水处理厂二期", "second"),
            ("污水处理厂三期", "third"),
            ("污水处理厂（一期）建设项目", "first"),
            ("污水处理厂四期", "fourth"),
        ]
    )
    found = names.near("污水处理厂一期工程")
    assert [near.known for near in found] == ["first", "third", "second"]
    assert [near.likeness.differs for near in found] == ["", "1期／3期", "1期／2期"]


def test_a_project_of_several_names_is_proposed_once_by_the_nearest():
    names = Names([("镇区道路", 7), ("镇区道路改造", 7), ("镇区道路改造提升", 8)])
    assert [(near.known, near.name) for near in names.near("镇区道路改造工程")] == [
        (7, "镇区道路改造"),
        (8, "镇区道路改造提升"),
    ]


def test_the_nearest_are_those_that_scoring_each_finds():
    """The plain way, of names in which pairs stand twice, differ in a mark only, or are alike."""
    words = (
        "城东",
        "城东城东",
        "第一期道路改造工程",
        "第二期道路改造",
        "水厂",
        "水厂二期",
        "A1路",
        "路",
    )
    names = [one + other for one in words for other in words]
    known = Names((name, place) for place, name in enumerate(names))
    for asked in (*names, "城东道路", "关于水厂第一期的", ""):
        scored = [(likeness(asked, name), name, place) for place, name in enumerate(names)]
        alike = [each for each in scored if each[0].score >= LEAST]
        alike.sort(key=lambda each: (bool(each[0].differs), -each[0].score, each[1]))
        plain = [(place, name, found) for found, name, place in alike[:MOST_PROPOSALS]]
        assert [(near.known, near.name, near.likeness) for near in known.near(asked)] == plain
