"""Rows F: hostile files and data."""

from bench.battery.row import Row

ROWS: tuple[Row, ...] = ()
