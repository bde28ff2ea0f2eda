"""Papers as Word files, written into a council's own file."""

from tasks.papers.word.writing import write_word

__all__ = ["write_word"]
