"""Values that one document needs and that are worked out from its facts or from the plan."""
