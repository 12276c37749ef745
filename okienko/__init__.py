"""The program: settings, wiring, supervisor, worker, migrations, command line. The only room that knows every other."""
