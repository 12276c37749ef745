"""Rows R: nothing a resident sent is lost, whatever happens to the machine."""

from bench.battery.reliability import (
    away,
    backups,
    clerks,
    clicks,
    clocks,
    crash,
    disk,
    load,
    migrations,
    neighbours,
    operators,
    slow_lines,
    stopping,
)
from bench.battery.row import Row

ROWS: tuple[Row, ...] = (
    *load.R1,
    *crash.R2,
    *clicks.R3,
    *clerks.R4,
    *crash.R5,
    *disk.R6,
    *away.R7,
    *operators.R8,
    *neighbours.R9,
    *stopping.R10,
    *backups.R11,
    *migrations.R12,
    *clocks.R13,
    *load.R14,
    *slow_lines.R15,
)
