"""储备: reserve projects, declared by units and confirmed by the bureau."""
