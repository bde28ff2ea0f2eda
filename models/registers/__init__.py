"""Registers of a transition: assets, licences, third-party contracts, posts and risks."""

from models.registers.columns import Column, Holds, Register
from models.registers.held import Held, held_register, held_registers, register_breaks
from models.registers.importing import Imported, import_register
from models.registers.kinds import REGISTERS, register_named
from models.registers.reading import RegisterFile, Row, read_register

__all__ = [
    "REGISTERS",
    "Column",
    "Held",
    "Holds",
    "Imported",
    "Register",
    "RegisterFile",
    "Row",
    "held_register",
    "held_registers",
    "import_register",
    "read_register",
    "register_breaks",
    "register_named",
]
