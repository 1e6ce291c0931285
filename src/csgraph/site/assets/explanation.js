// Says why a query finds nothing, and what to do, as `csgraph query` does: csgraph/explanation/__init__.py in
// JavaScript, and explanation-*.js are its modules. What is said and how much is asked comes from there
// (`csgraph.grammar`).
//
// A classic script, for a page, a worker or node's vm, after explanation-reading.js and explanation-queries.js.
//
//   csgraph.explain(text, ask, options) -> [string]
//       The reasons, each as a line "PLACE:LINE:COLUMN: …", or "LINE:COLUMN: …" where no place is given.
//       `text` is a query that the engine has accepted, and that finds nothing: no rows, false, or no triples.
//       `ask(text)` asks it of the graphs that were asked, and gives what the Store of the npm package oxigraph gives:
//       a truth value, or an array of Maps from variables to terms; asked with `use_default_graph_as_union` or a
//       `default_graph`, as the query was. It throws where the engine refuses a query.
//       options, each of which may be left out:
//         place      what lines call the query
//         prefixes   those that the query need not declare; ours, unless others are given
//         terms      what parameters are bound to: {variable: [term, …]}, terms as in N-Triples, such as "\"a\"@en"
//         elsewhere  like `ask`, of the named graphs that were not asked
//         seconds    after how long no more is asked; 2 unless another number is given
//       It does not throw, and says nothing where it does not understand a query.
//   csgraph.reasons(text, ask, options) -> [{message, start, about, graph}]
//       The same in parts: the offset in the query (or null), the parameter that it is about (or ""), the graph to add
//       (or ""). It throws where it does not understand a query, or a part of it cannot be asked.
"use strict";
(function (csgraph) {
  const { EnoughError, Probes, Queries, Reading } = csgraph.explaining;

  csgraph.reasons = function (text, ask, options) {
    let found = [];
    for (found of soFar(text, ask, options || {}));
    return found;
  };

  // The reasons that are found so far, each once, as often as there are more.
  function* soFar(text, ask, options) {
    const query = new Reading(text).query();
    const asked = new Probes(query, ask, options);
    const found = [];
    try {
      for (const each of new Queries(text, query, asked, options.terms || {}).reasons()) {
        if (each.isFirstWord) {
          yield [...found, each];
          continue;
        }
        // That a graph is to be added need be said once.
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
      // Whatever is wrong in here, the answer is right, and that no more is said of it does no harm.
    }
    return found.map(({ message, start, about }) => {
      if (start === null) return [about || place, message].filter(Boolean).join(": ");
      const before = text.slice(0, start).split("\n");
      const column = [...before[before.length - 1]].length + 1;
      return `${place ? `${place}:` : ""}${before.length}:${column}: ${message}`;
    });
  };
})(globalThis.csgraph);
