"""佐证材料: photos and documents beside the figures of a project's month."""
