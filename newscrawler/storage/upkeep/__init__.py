"""What operators do with a whole database: look at it, check it, copy it."""
