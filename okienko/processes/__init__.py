"""The processes of the program: portal, desk and worker, and what holds them together."""
