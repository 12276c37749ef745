"""Search: which service does a person mean, and is it one of the city's at all?"""

from forms_catalog.search.index import Found, Hit, SearchIndex

__all__ = ["Found", "Hit", "SearchIndex"]
