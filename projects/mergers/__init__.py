"""机构调整: a unit is merged into another, or closed with a successor, from a day."""
