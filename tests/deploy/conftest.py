"""The portal while its database is away: enough for whatever stands before it."""

from tests.portal.conftest import dry_parts

__all__ = ["dry_parts"]
