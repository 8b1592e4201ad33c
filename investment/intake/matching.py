"""Which project a row of a workbook means: by exact name or alias, and by code."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Unit, User
from accounts.rules import reads_county, reporting_unit_ids
from investment.selectors.facts import planned_by_project
from projects.models import Part, Project, ProjectAlias, ProjectUnit
from projects.naming import name_key

UNKNOWN = "系统中没有这个项目，请核对名称和代码，或请发改局登记为项目或别名"
UNKNOWN_TO_UNIT = "本单位没有这个项目，请核对名称和代码，或联系发改局"
"""The same words whether the project is nowhere or another's: they tell nothing of it."""


class Unmatched(ValueError):
    """A row that means no project, or not surely one; the message is Chinese."""


@dataclass
class Register:
    """The projects that the person sending the file may see, found by name and code."""

    unknown: str
    own_units: set[int] | None
    by_name: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    units: dict[int, Unit] = field(default_factory=dict)
    plans: dict[int, int | None] = field(default_factory=dict)

    def find(self, name: str, code: str) -> Project:
        """Raises Unmatched."""
        named = self.by_name.get(name_key(name), [])
        coded = self.by_code.get(name_key(code), []) if code else []
        if not named:
            raise Unmatched(self._unknown_name(coded))
        if coded:
            both = [project for project in named if project in coded]
            if not both:
                raise Unmatched(f"项目代码{code}与名称不是同一个项目，请核对")
            named = both
        if len(named) > 1:
            raise Unmatched("不止一个项目用这个名称，请写全称或项目代码")
        return self._reported(named[0])

    def _unknown_name(self, coded: list[Project]) -> str:
        if len(coded) == 1:
            return f"名称与项目代码对应的“{coded[0].name}”不同，请改为登记的名称，或登记为别名"
        return self.unknown

    def _reported(self, project: Project) -> Project:
        unit = self.units.get(project.pk)
        if unit is None:
            raise Unmatched("这个项目还没有填报单位，请先在项目库指定")
        if self.own_units is not None and unit.pk not in self.own_units:
            raise Unmatched(f"这个项目由{unit.name}填报")
        return project


def read_register(county: Unit, year: int, by: User | None) -> Register:
    """A fixed number of queries. ``by`` None is the system's importer, who sees the county."""
    whole_county = by is None or reads_county(by, county)
    projects = Project.objects.of_county(county).select_related("county")
    if not whole_county and by is not None:
        projects = projects.visible_to(by)
    register = Register(
        unknown=UNKNOWN if whole_county else UNKNOWN_TO_UNIT,
        own_units=None if whole_county or by is None else reporting_unit_ids(by),
    )
    found = {project.pk: project for project in projects}
    for project in found.values():
        register.by_name[name_key(project.name)].append(project)
        if project.code:
            register.by_code[name_key(project.code)].append(project)
    for alias in ProjectAlias.objects.filter(project__county=county):
        known = found.get(alias.project_id)
        if known and known not in register.by_name[name_key(alias.name)]:
            register.by_name[name_key(alias.name)].append(known)
    parts = ProjectUnit.objects.current().filter(part=Part.REPORTING, project__county=county)
    register.units = {part.project_id: part.unit for part in parts.select_related("unit")}
    register.plans = planned_by_project(county, year)
    return register
