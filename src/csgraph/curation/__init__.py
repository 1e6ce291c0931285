"""How the generated part of ``data/`` is made: passages, annotation, anchors, links, agreement."""
