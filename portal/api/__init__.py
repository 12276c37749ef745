"""`/api/v1`: what people do on the pages, for programs."""

from portal.api import asking, cases, kept, phone_code, prefilling, services, submissions
from portal.api.registering import register_api

__all__ = [
    "asking",
    "cases",
    "kept",
    "phone_code",
    "prefilling",
    "register_api",
    "services",
    "submissions",
]
