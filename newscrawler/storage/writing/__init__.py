"""What is written goes through here: jobs come in, one transaction a batch goes out, and everyone is answered."""
