"""The queues of the desk: what waits for whom, what has ended, and what is due again."""
