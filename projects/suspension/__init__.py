"""停工和复工: a project that stands still, why, and when the reason is looked at again."""
