// Explains why a query has no results, and what to do, as `csgraph query` does: csgraph/sparql/explain/__init__.py in
// JavaScript; explanation-*.js are its modules. Messages and limits come from there (`csgraph.grammar`).
//
// A classic script, for a page, a worker or node's vm, after explanation-parser.js and explanation-queries.js.
//
//   csgraph.explain(text, ask, options) -> [string]
//       The reasons, each as a line "PLACE:LINE:COLUMN: …", or "LINE:COLUMN: …" without a place.
//       `text` is a query that the engine has accepted, and that has no results: no rows, false, or no triples.
//       `ask(text)` runs a query on the graphs that were queried, and returns what the Store of the npm package oxigraph
//       returns: a boolean, or an array of Maps from variables to terms; with `use_default_graph_as_union` or a
//       `default_graph`, as the query was run. It throws if the engine refuses a query.
//       Options:
//         place      the name of the query in messages
//         prefixes   those that the query need not declare; by default those of this project
//         terms      the terms of parameters: {variable: [term, …]}, terms as in N-Triples, such as "\"a\"@en"
//         elsewhere  like `ask`, for the named graphs that were not queried
//         seconds    the time after which no more queries run; 2 by default
//       It does not throw, and returns no reasons for a query that it cannot parse.
//   csgraph.reasons(text, ask, options) -> [{message, start, about, graph}]
//       The same in parts: the offset in the query (or null), the parameter (or ""), the graph to add (or "").
//       It throws if it cannot parse the query, or a part of it cannot be run.
"use strict";
(function (csgraph) {
  const { EnoughError, Parser, Probes, QueryReasons } = csgraph.explaining;

  csgraph.reasons = function (text, ask, options) {
    let found = [];
    for (found of soFar(text, ask, options || {}));
    return found;
  };

  // The list of reasons found so far, each reason once, whenever it grows.
  function* soFar(text, ask, options) {
    const query = new Parser(text).query();
    const probes = new Probes(query, ask, options);
    const found = [];
    try {
      for (const each of new QueryReasons(text, query, probes, options.terms || {}).reasons()) {
        if (each.isFirstWord) {
          yield [...found, each];
          continue;
        }
        // One reason to add a graph is enough.
        const isSaid = found.some((other) => each.graph && other.graph === each.graph);
        if (!isSaid && !found.some((other) => JSON.stringify(other) === JSON.stringify(each))) found.push(each);
        yield [...found];
        if (found.length === csgraph.grammar.limits.reasons) return;
      }
    } catch (error) {
      if (!(error instanceof EnoughError)) throw error;
    }
  }

  csgraph.explain = function (text, ask, options) {
    const place = (options && options.place) || "";
    let found = [];
    try {
      for (found of soFar(text, ask, options || {}));
    } catch {
      // The answer is right all the same, and an explanation is optional.
    }
    return found.map(({ message, start, about }) => {
      if (start === null) return [about || place, message].filter(Boolean).join(": ");
      const before = text.slice(0, start).split("\n");
      const column = [...before[before.length - 1]].length + 1;
      return `${place ? `${place}:` : ""}${before.length}:${column}: ${message}`;
    });
  };
})(globalThis.csgraph);
