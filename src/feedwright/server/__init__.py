"""Readers and aggregators fetch feeds/ over HTTP: from this server, or from its application mounted elsewhere."""
