"""Rows R: nothing a resident sent is lost, whatever happens to the machine."""

from bench.battery.reliability import crash
from bench.battery.row import Row

ROWS: tuple[Row, ...] = (*crash.R2, *crash.R5)
