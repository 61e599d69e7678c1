"""feeds/ over HTTP, for readers and aggregators: a server, and an application to be mounted elsewhere."""
