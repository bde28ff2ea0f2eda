"""Pictures of a paper: drawn once as SVG, from the same values as the table beside each."""
