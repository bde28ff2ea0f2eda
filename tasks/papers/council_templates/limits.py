"""What a council's template may use up: more is a mistake, or worse."""

from __future__ import annotations

#: Seconds of work, and seconds by the clock, for one paper.
CPU_SECONDS = 3
WALL_SECONDS = 60.0
#: Bytes of memory of the process that runs it, Python itself among them.
MEMORY_BYTES = 512 * 1024 * 1024
#: Letters of the page it may write, and of one message to the process that started it.
PAGE_LETTERS = 5_000_000
MESSAGE_BYTES = 40_000_000
#: Letters of all the files of a folder of templates together, and how many files.
FOLDER_LETTERS = 2_000_000
FOLDER_FILES = 200
