"""Rows S: security."""

from bench.battery.row import Row

ROWS: tuple[Row, ...] = ()
