// The engine's side of the workbench: holds the graph and answers queries. It runs in a worker, so that the page can end a
// query that takes too long: a busy engine receives no messages. Its text comes after oxigraph's own code, sparql.js and
// the explanation scripts (browser_engine.py).
//
// Each message {id, task, …} is answered by {id, result} or {id, error, isFatal}.
"use strict";

let store = null;
const loaded = new Set();

const tasks = {
  /** Starts the engine from its compiled module. */
  start({ module, grammar }) {
    initSync({ module });
    store = new Store();
    csgraph.grammar = grammar;
  },

  /** Loads a named graph from Turtle, which `csgraph build` has read again, so that nothing is checked twice. */
  load({ graph, text }) {
    store.load(text, { format: "text/turtle", to_graph_name: namedNode(graph), lenient: true });
    loaded.add(graph);
  },

  /** Answers a query: rows and booleans as SPARQL JSON, which keeps the order of the columns; triples as terms of it. */
  query({ text, graphs }) {
    const tokens = csgraph.tokenize(text);
    const form = tokens.find((token) => token.kind === "WORD" && csgraph.grammar.forms.includes(token.text.toUpperCase()));
    const isForTriples = Boolean(form) && /^(?:CONSTRUCT|DESCRIBE)$/i.test(form.text);
    const options = isForTriples ? {} : { results_format: "application/sparql-results+json" };
    const began = performance.now();
    const result = ask(declarations(tokens) + bracketed(text, tokens), graphs, options);
    const content = isForTriples ? result.map((quad) => [quad.subject, quad.predicate, quad.object].map(term)) : result;
    return { content, milliseconds: performance.now() - began };
  },

  /** Explains why a query has no results. */
  explain({ text, terms, graphs, others }) {
    const asking = (names) => (query) => ask(bracketed(query, csgraph.tokenize(query)), names, {});
    return csgraph.explain(text, asking(graphs), { terms, elsewhere: asking(others) });
  },
};

/** Queries graphs: plain patterns see their union, GRAPH each of them. All loaded graphs together are queried faster. */
function ask(text, graphs, options) {
  if (graphs.length === loaded.size) return store.query(text, { ...options, use_default_graph_as_union: true });
  const nodes = graphs.map((graph) => namedNode(graph));
  return store.query(text, { ...options, default_graph: nodes, named_graphs: nodes });
}

/** Returns declarations of the prefixes of our table that a query uses and does not declare, in no line of their own. */
function declarations(tokens) {
  const used = new Set();
  const declared = new Set();
  tokens.forEach((token, at) => {
    if (token.kind !== "PNAME") return;
    const prefix = token.text.slice(0, token.text.indexOf(":"));
    const isDeclaration = at > 0 && tokens[at - 1].text.toUpperCase() === "PREFIX";
    (isDeclaration ? declared : used).add(prefix);
  });
  return Object.entries(csgraph.grammar.prefixes)
    .filter(([prefix]) => used.has(prefix) && !declared.has(prefix))
    .map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}> `)
    .join("");
}

/**
 * Returns a query with brackets around sums and products of three or more, from the left (SPARQL 1.1, section 17.2): the
 * engine, to npm's version 0.5.11, reads a - b - c as a - (b - c).
 */
function bracketed(text, tokens) {
  const spans = csgraph.spans(tokens, ["Expression", "Operand", "List"]);
  if (!spans) return text;
  const marks = [];
  const bracket = (parts) => {
    for (const [, end] of parts.slice(1, -1)) {
      const last = tokens[end - 1];
      marks.push([tokens[parts[0][0]].start, "("], [last.start + last.text.length, ")"]);
    }
  };
  for (const [start, end] of spans.Expression) {
    let [terms, factors] = [[], []];
    const closeTerm = () => {
      bracket(factors);
      terms.push([factors[0][0], factors[factors.length - 1][1]]);
      factors = [];
    };
    for (let at = start; at < end; ) {
      factors.push([at, spans.Operand.get(at)]);
      at = spans.Operand.get(at);
      let sign = at < end ? tokens[at].text : "";
      if (sign !== "*" && sign !== "/") closeTerm();
      while (/^(?:NOT|IN)$/i.test(sign)) {
        at = spans.List.get(at + (/^NOT$/i.test(sign) ? 2 : 1));
        sign = at < end ? tokens[at].text : "";
      }
      if (!"+-*/".includes(sign) || !sign) {
        bracket(terms);
        terms = [];
      }
      at += 1;
    }
  }
  let [bracketing, done] = ["", 0];
  for (const [offset, sign] of marks.sort(([a], [b]) => a - b)) {
    bracketing += text.slice(done, offset) + sign;
    done = offset;
  }
  return bracketing + text.slice(done);
}

const KINDS = { NamedNode: "uri", BlankNode: "bnode", Literal: "literal", Quad: "triple" };

/** Returns a term of the engine as in SPARQL JSON. */
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
    // After a trap, or with its stack or memory used up, the state of the engine's memory is unknown.
    const isFatal = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    self.postMessage({ id: data.id, error: String((error && error.message) || error), isFatal });
  }
};
