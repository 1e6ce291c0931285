// The engine's side of the workbench: holds the graph and answers queries. It runs in a worker, after oxigraph's own code,
// so that the page can end a query that takes too long: an engine that calculates hears no message.
//
// Each message {id, task, …} is answered by {id, result} or {id, error, isFatal}.
"use strict";

let store = null;

const tasks = {
  /** Starts the engine from its compiled module. */
  start({ module }) {
    initSync({ module });
    store = new Store();
  },

  /** Loads a named graph from Turtle, which `csgraph build` has read again, so that nothing is checked twice. */
  load({ graph, text }) {
    store.load(text, { format: "text/turtle", to_graph_name: namedNode(graph), lenient: true });
    return store.size;
  },

  /**
   * Answers a query. Its default graph is the union of the graphs it may see: of those listed, or of all that are loaded.
   * Rows and yes or no come as SPARQL JSON, which keeps the order of the columns; triples come as terms of the same.
   */
  query({ text, graphs, isForTriples }) {
    const options = { use_default_graph_as_union: !graphs };
    if (graphs) options.default_graph = options.named_graphs = graphs.map((graph) => namedNode(graph));
    if (!isForTriples) options.results_format = "application/sparql-results+json";
    const began = performance.now();
    const result = store.query(text, options);
    const content = isForTriples ? result.map((quad) => [quad.subject, quad.predicate, quad.object].map(term)) : result;
    return { content, milliseconds: performance.now() - began };
  },
};

const KINDS = { NamedNode: "uri", BlankNode: "bnode", Literal: "literal", Quad: "triple" };

/** Returns a term of the engine as SPARQL JSON has it. */
function term(given) {
  const type = KINDS[given.termType];
  if (type === "triple") {
    const { subject, predicate, object } = given;
    return { type, value: { subject: term(subject), predicate: term(predicate), object: term(object) } };
  }
  const told = { type, value: given.value };
  if (type !== "literal") return told;
  if (given.language) told["xml:lang"] = given.language;
  else if (given.datatype.value !== "http://www.w3.org/2001/XMLSchema#string") told.datatype = given.datatype.value;
  return told;
}

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ id: data.id, result: tasks[data.task](data) });
  } catch (error) {
    // After a trap, or with its stack or memory used up, the engine's memory is in no known state.
    const isFatal = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    self.postMessage({ id: data.id, error: String((error && error.message) || error), isFatal });
  }
};
