"""Exempt information in papers: what stands in its place, how it is marked, and the proof that
none of it is in an open file."""
