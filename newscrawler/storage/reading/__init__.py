"""Reading over either of PyMongo's clients: in the order of the cursor or the newest first; nothing is written."""
