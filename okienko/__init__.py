"""The program: settings, wiring, supervisor, worker, migrations, command line. It knows all rooms."""
