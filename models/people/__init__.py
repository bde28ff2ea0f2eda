"""People who do steps: who they are, what they hold, who stands in, and what they may not close."""
