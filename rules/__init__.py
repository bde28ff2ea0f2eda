"""What the law, the contract and the constitution say, and what follows from it.

Pure: nothing here reads a clock, a database or the network.
"""
