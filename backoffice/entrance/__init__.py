"""In and out of the desk: who may log in, log-in and log-out, and where one goes on afterwards."""
