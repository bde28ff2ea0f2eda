"""The way back: an edited Word file read as a paper again, compared, and published as approved."""
