"""When an outlet is due: an outlet's wishes, what it publishes and how its last run ended in, a plan out."""
