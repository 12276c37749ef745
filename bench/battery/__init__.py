"""`make battery`: the long edition of what is judged, row by row, on the real program over real HTTP.

    python -m bench.battery               every row but the long ones
    python -m bench.battery R3 R10 S      these rows; a letter means all rows that begin with it
    python -m bench.battery --list        what there is
    python -m bench.battery R1 --short    to try a row quickly; its line says "scale": "short"

One line of JSON a row on stdout, what is going on on stderr. `ok`: true, false, or null with the reason
in `why` when a row cannot run here or its subject does not exist yet. Exit code 1 when a row is not ok.
With more than one row each runs in a process of its own, and is ended when it takes longer than its limit.

How a row is hung up: a function takes an `Attempt` (folder, scale, seed, `say`) and returns a `Result`;
it stands as `Row("R3", "what it does", function, minutes=2)` in the `ROWS` of its module, and the module
in `bench/battery/rows.py`. `judged(figures, {"threshold in words": met, …})` makes the result and names
what was not met; `raise CannotRun("why")` says that this machine cannot; `absent(...)` names a row whose
subject is not built. `bench/battery/ground.py` starts what rows stand on: the program (`house`), nginx
with the shipped file before it (`front`), clamd (`scanner`), clerks and residents.
"""
