"""How a database of an older version comes into today's shapes: one module for each version, listed in ``table``.

A migration is written once and never changed: it knows the shapes as they were, so it imports none of today's. A step
moves the cursor of an article only where it changes what readers are told about.
"""
