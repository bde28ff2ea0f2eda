"""Mistakes put right by new entries: what was said is corrected, or a step is opened again."""
