"""A no-go at the last gate, and the order that makes it good."""
