"""Official prose written from the figures: templates with Chinese names, every number a link."""
