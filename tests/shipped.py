"""The shipped services, read once for all tests of a run: half a second of reading a time."""

from forms_catalog.catalogue import load

SHIPPED = load(demo=True)
