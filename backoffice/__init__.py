"""The clerks' web application: log-in, queue, cases, administrators' pages. Polish only."""
