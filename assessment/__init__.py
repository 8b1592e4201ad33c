"""Assessment: how a scheme's rules turn the facts into points, with the arithmetic written out."""
