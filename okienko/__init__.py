"""The program: settings, wiring, supervisor, worker, migrations, command line. It alone knows every other room."""
