"""Speed, each figure beside its named peer in the same run. Not a test: machines are noisy.

A part is a module with a function `figures`, which yields what it measured; `parts` lists them.
"""
