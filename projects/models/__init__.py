"""The register and its years, and the county's own calendar."""

from projects.models.calendar import Holiday
from projects.models.register import (
    MILESTONE_ORDER,
    AnnualPlan,
    ConstructionNature,
    InvestorType,
    LeadOfficial,
    Milestone,
    MilestoneKind,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectProposal,
    ProjectUnit,
    Stage,
    Tier,
)

__all__ = [
    "MILESTONE_ORDER",
    "AnnualPlan",
    "ConstructionNature",
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
    "ProjectUnit",
    "Stage",
    "Tier",
]
