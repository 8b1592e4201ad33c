"""执法停工: what other authorities ordered of a site, and what is done about it. Nothing here stops
anything: a record, with its effect and what was agreed."""
