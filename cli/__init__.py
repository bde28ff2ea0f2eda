"""The command line: thin doors that parse, make one call, print, and map errors to exit codes."""
