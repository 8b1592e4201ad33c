"""Which project a row of a workbook means: by exact name or alias, and by code; else those that
it may mean, for a person to say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from accounts.models import Unit, User
from accounts.people.names import FormerNames
from accounts.rights import reads_county, reporting_unit_ids
from investment.intake.likeness import MOST_PROPOSALS, Names
from investment.selectors.facts import listed_plans
from measures.months import Month
from projects.models import Project, ProjectAlias, ProjectUnit
from projects.naming import name_key, unit_and_person, unit_key, unit_keys

UNKNOWN = "系统中没有这个项目，请核对名称和代码，或请发改局登记为项目或别名"
UNKNOWN_TO_UNIT = "本单位没有这个项目，请核对名称和代码，或联系发改局"
"""The same words whether the project is nowhere or another's: they tell nothing of it."""

NOTHING_ELSE = None
"""A person's answer that a row means none of the proposed projects (都不是)."""

MOST_SEARCHED = 500
"""Of a file with more unknown names than this, the rest get no proposals: it is another list."""


@dataclass(frozen=True)
class Proposal:
    """A project that a row may mean. ``name`` is the name or alias that is like the one written,
    ``hint`` what speaks for or against it."""

    project: Project
    name: str
    hint: str


class Unmatched(ValueError):
    """A row that means no project, or not surely one; the message is Chinese."""

    def __init__(self, message: str, proposals: Iterable[Proposal] = ()) -> None:
        super().__init__(message)
        self.proposals = tuple(proposals)


@dataclass
class Register:
    """The projects that the person sending the file may see, found by name and code."""

    county: Unit
    unknown: str
    own_units: set[int] | None
    by_id: dict[int, Project] = field(default_factory=dict)
    by_name: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    names: list[tuple[str, int]] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)
    plans: dict[int, int | None] = field(default_factory=dict)
    listed: dict[int, list[int | None]] = field(default_factory=dict)
    searched: int = 0

    def find(self, name: str, code: str) -> Project:
        """Raises Unmatched."""
        named = self.by_name.get(name_key(name), [])
        coded = self.by_code.get(name_key(code), []) if code else []
        if not named:
            raise self._unknown_name(name, coded)
        if coded:
            both = [project for project in named if project in coded]
            if not both:
                raise Unmatched(f"项目代码{code}与名称不是同一个项目，请核对")
            named = both
        if len(named) > 1:
            raise Unmatched("不止一个项目用这个名称，请写全称或项目代码")
        return self._reported(named[0])

    def confirmed(
        self, error: Unmatched, answers: Mapping[str, int | None], key: str
    ) -> Project | None:
        """The project that a person said the row means, if it is one of those proposed for it."""
        answer = answers.get(key)
        return next((p.project for p in error.proposals if p.project.pk == answer), None)

    def writes_unit_otherwise(self, name: str, unit: Unit) -> bool:
        """Whether a workbook's name of a unit is another one's than ``unit``; a person beside the
        unit is no part of its name."""
        # A county's rows name the same units again and again.
        asked = (name, unit.pk)
        if asked not in self._otherwise:
            self._otherwise[asked] = self._is_otherwise(name, unit)
        return self._otherwise[asked]

    def _is_otherwise(self, name: str, unit: Unit) -> bool:
        # Former names are asked for where today's are not written.
        if unit_key(name, self.county) in unit_keys(unit, self.county):
            return False
        keys = unit_keys(unit, self.county, self._former_units.of(unit))
        if unit_key(name, self.county) in keys:
            return False
        named, _ = unit_and_person(name)
        return bool(named) and unit_key(named, self.county) not in keys

    @cached_property
    def _former_units(self) -> FormerNames:
        return FormerNames(self.county)

    def _unknown_name(self, name: str, coded: list[Project]) -> Unmatched:
        proposals = self._proposals(name, coded)
        if not proposals:
            return Unmatched(self.unknown)
        told = "、".join(f"“{proposal.project.name}”" for proposal in proposals)
        return Unmatched(f"{self.unknown}。相近的有：{told}，须由人确认是不是其中之一", proposals)

    def _proposals(self, name: str, coded: list[Project]) -> list[Proposal]:
        """Those of the same code first, then those of a similar name; only such as the sender
        may report."""
        found = {
            project.pk: Proposal(project, project.name, "项目代码相同")
            for project in coded
            if self._is_reportable(project.pk)
        }
        self.searched += 1
        if self.searched <= MOST_SEARCHED and name:
            for near in self._similar.near(name):
                hint = "名称几乎相同" if near.likeness.is_certain else "名称相近"
                if near.likeness.differs:
                    hint = f"不一致：{near.likeness.differs}"
                found.setdefault(near.known, Proposal(self.by_id[near.known], near.name, hint))
        return list(found.values())[:MOST_PROPOSALS]

    @cached_property
    def _similar(self) -> Names[int]:
        return Names((name, pk) for name, pk in self.names if self._is_reportable(pk))

    @cached_property
    def _otherwise(self) -> dict[tuple[str, int], bool]:
        return {}

    def _is_reportable(self, project_id: int) -> bool:
        unit = self.units.get(project_id)
        return unit is not None and (self.own_units is None or unit.pk in self.own_units)

    def _reported(self, project: Project) -> Project:
        unit = self.units.get(project.pk)
        if unit is None:
            raise Unmatched("这个项目还没有填报单位，请先在项目库指定")
        if self.own_units is not None and unit.pk not in self.own_units:
            raise Unmatched(f"这个项目由{unit.name}填报")
        return project


def read_register(county: Unit, month: Month, by: User | None) -> Register:
    """The register as the month is reported by it. A fixed number of queries. ``by`` None is the
    system's importer, who sees the county."""
    whole_county = by is None or reads_county(by, county)
    projects = Project.objects.of_county(county)
    if not whole_county and by is not None:
        reported = ProjectUnit.objects.answering_for(month.last_day).filter(
            unit__in=reporting_unit_ids(by)
        )
        own = Q(pk__in=Project.objects.visible_to(by)) | Q(pk__in=reported.values("project"))
        projects = projects.filter(own)
    register = Register(
        county=county,
        unknown=UNKNOWN if whole_county else UNKNOWN_TO_UNIT,
        own_units=None if whole_county or by is None else reporting_unit_ids(by),
    )
    of_county = Project._meta.get_field("county")
    for project in projects:
        # What ``project.county = county`` does where the key is the same already.
        of_county.set_cached_value(project, county)
        register.by_id[project.pk] = project
        register.by_name[name_key(project.name)].append(project)
        register.names.append((project.name, project.pk))
        if project.code:
            register.by_code[name_key(project.code)].append(project)
    aliases = ProjectAlias.objects.filter(project__county=county).values_list("project", "name")
    for project_id, name in aliases:
        known = register.by_id.get(project_id)
        if known and known not in register.by_name[name_key(name)]:
            register.by_name[name_key(name)].append(known)
            register.names.append((name, project_id))
    register.units = _reporting_units(county, month)
    register.listed = listed_plans(county, month)
    register.plans = {project: plans[0] for project, plans in register.listed.items()}
    return register


def _reporting_units(county: Unit, month: Month) -> dict[int, Unit]:
    """The unit that reports the month of each project, by project id: one query, one object a
    unit."""
    columns = [field.attname for field in Unit._meta.concrete_fields]
    parts = ProjectUnit.objects.answering_for(month.last_day).filter(project__county=county)
    by_project: dict[int, Unit] = {}
    units: dict[int, Unit] = {}
    for project_id, unit_id, *values in parts.values_list(
        "project_id", "unit_id", *(f"unit__{column}" for column in columns)
    ):
        if unit_id not in units:
            units[unit_id] = Unit(**dict(zip(columns, values, strict=True)))
        by_project[project_id] = units[unit_id]
    return by_project
