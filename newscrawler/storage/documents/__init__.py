"""Documents: what shapes they have, how model values become documents and documents JSON, what is cleaned."""
