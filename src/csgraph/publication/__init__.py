"""The published graph as readers use it, in memory or in a store: named graphs, resources, views, evidence, search, charts."""
