"""Formats Turtle as all of ours is written, and keeps its comments.

* ``tree``     what a text of Turtle consists of, comments included
* ``reader``   from text to tree
* ``merging``  what is said of one thing in several places, put together
* ``names``, ``literals``   terms, each written in one way
* ``layout``   from tree to text: the order of things, and where lines break
* ``files``    texts and files: formatted, verified, replaced whole or not at all
"""
