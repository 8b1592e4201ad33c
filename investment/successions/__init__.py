"""项目变更: projects that are split, merged, replaced or renamed from a day on."""
