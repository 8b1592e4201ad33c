"""Templates that people write (Jinja2, by Chinese names): hostile until shown otherwise, read and
rendered nowhere but in a process of their own, from figures that are handed over as plain data."""
