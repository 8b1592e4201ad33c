"""What people do to the register. Each verb is one transaction and leaves audit lines."""

from projects.services.many import ForMany, change_many
from projects.services.master_data import (
    EXPLAINED,
    MASTER_DATA,
    DatesDoNotAgree,
    NameTaken,
    ReasonNeeded,
    add_alias,
    add_aliases,
    create_project,
    update_project,
)
from projects.services.parts import SINGLE_PARTS, assign_unit, set_lead_official
from projects.services.proposals import propose_change
from projects.services.sites import (
    STAGE_ORDER,
    MilestoneReached,
    SiteProgress,
    advance_stage,
    record_milestone,
    record_milestones,
    record_site_progress,
    record_sites,
    take_back_sites,
)

__all__ = [
    "EXPLAINED",
    "MASTER_DATA",
    "SINGLE_PARTS",
    "STAGE_ORDER",
    "DatesDoNotAgree",
    "ForMany",
    "MilestoneReached",
    "NameTaken",
    "ReasonNeeded",
    "SiteProgress",
    "add_alias",
    "add_aliases",
    "advance_stage",
    "assign_unit",
    "change_many",
    "create_project",
    "propose_change",
    "record_milestone",
    "record_milestones",
    "record_site_progress",
    "record_sites",
    "set_lead_official",
    "take_back_sites",
    "update_project",
]
