"""The server: a client for a URI, and the embedded server, joined, kept and ended."""
