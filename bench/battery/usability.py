"""Rows U: usability and accessibility."""

from bench.battery.row import Row

ROWS: tuple[Row, ...] = ()
