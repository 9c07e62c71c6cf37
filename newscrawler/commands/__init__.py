"""Our commands as ``scrapy <name>`` commands: Scrapy reads the arguments, the same operations do the work."""
