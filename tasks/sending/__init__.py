"""Sends messages of the outbox, each once, by the ways that are on."""
