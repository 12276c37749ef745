"""A form while somebody changes it: a tree that may still be wrong, changed, checked and compared."""
