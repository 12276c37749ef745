"""SMS as a channel: what a message says, how long it is, what an answer means, who carries it."""
