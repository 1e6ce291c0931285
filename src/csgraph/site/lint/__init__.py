"""Checks of a built site: its files, links, active content, IRIs and data."""
