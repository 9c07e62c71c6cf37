"""Three invented outlets as data, and the server that answers as their sites on this machine."""
