"""每周动态: what contacts write on Fridays, who has not, and Monday's page of it."""
