"""Stand-ins for the SMS operator and the mail server of a demo: stateful, and wrong on request by a click."""
