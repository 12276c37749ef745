"""Every step that a clerk takes on a case, each at an address of its own under the case's."""
