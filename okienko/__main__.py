"""`python -m okienko` is the command `okienko`."""

from okienko.cli import main

raise SystemExit(main())
