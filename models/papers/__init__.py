"""The life of a paper: its versions, what they were made from, clearance, and what is exempt."""
