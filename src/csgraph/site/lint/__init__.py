"""Checks a built site."""
