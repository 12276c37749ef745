"""Who carries an SMS: one port, one file for each operator."""
