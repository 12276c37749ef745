"""Rows R: nothing a resident sent is lost, whatever happens to the machine."""

from bench.battery.reliability import clerks, clicks, crash, stopping
from bench.battery.row import Row

ROWS: tuple[Row, ...] = (*crash.R2, *clicks.R3, *clerks.R4, *crash.R5, *stopping.R10)
