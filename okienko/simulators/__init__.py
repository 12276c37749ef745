"""Stand-ins for the SMS operator and the mail server of a demo: stateful, and wrong on request by a click."""

#: where the mail server's stand-in is asked for a letter; here, since who asks needs nothing else of it
MAIL_LIST = "/listy"
