"""Formats Turtle as all of ours is formatted, and keeps comments.

Read in this order:

* ``tree``      the syntax tree, comments included
* ``parser``    from text to tree
* ``merge``     merges the blocks of one subject
* ``prefixes``, ``literals``   the form of terms
* ``printer``   from tree to text: order and line breaks
* ``files``     formats, verifies and replaces texts and files
"""
