"""Speed, each figure beside its named peer in the same run. Not a test: machines are noisy."""
