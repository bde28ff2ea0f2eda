"""Deadlines watched, and alerts raised once for each deadline, level and person."""
