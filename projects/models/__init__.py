"""The register and its years, and the county's own calendar."""

from projects.models.calendar import Holiday
from projects.models.former import FormerDetails, FormerTerms
from projects.models.mergers import UnitMerger
from projects.models.plans import (
    MILESTONE_ORDER,
    AnnualPlan,
    Milestone,
    MilestoneKind,
    PlanCategory,
    PlanItem,
    Tier,
)
from projects.models.provenance import ProjectSource
from projects.models.register import (
    ConstructionNature,
    InvestorType,
    LeadOfficial,
    Part,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectProposal,
    ProjectUnit,
    Stage,
)

__all__ = [
    "MILESTONE_ORDER",
    "AnnualPlan",
    "ConstructionNature",
    "FormerDetails",
    "FormerTerms",
    "Holiday",
    "InvestorType",
    "LeadOfficial",
    "Milestone",
    "MilestoneKind",
    "Part",
    "PlanCategory",
    "PlanItem",
    "Project",
    "ProjectAlias",
    "ProjectCategory",
    "ProjectProposal",
    "ProjectSource",
    "ProjectUnit",
    "Stage",
    "Tier",
    "UnitMerger",
]
