"""Pages in, articles out: read in worker processes, with limits on time and memory, so that no page stalls a crawl."""
