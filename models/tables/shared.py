"""What several tables write the same way."""

#: The council column of a step that all councils share.
SHARED = ""
