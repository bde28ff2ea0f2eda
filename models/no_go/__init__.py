"""Go or no-go of each council, recorded, and the order that makes a no-go good."""
