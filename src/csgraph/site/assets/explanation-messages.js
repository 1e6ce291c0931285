// The messages about a query without results: csgraph/sparql/explain/messages.py in JavaScript; the texts come from there.
// A classic script, after explanation-patterns.js.
"use strict";
(function (csgraph) {
  function reason(message, start, more) {
    return { message, start: start === undefined ? null : start, about: "", graph: "", isFirstWord: false, ...more };
  }

  // A message or hint by its name, with its placeholders filled.
  function say(name, words) {
    return csgraph.words(csgraph.grammar.explanations[name], words);
  }

  // A reason without a hint, and then with its hint and the graph to add, which may take long to find.
  function* hinted(name, start, hint, words) {
    yield reason(say(name, { ...words, hint: "" }), start, { isFirstWord: true });
    const [found, graph] = hint();
    yield reason(say(name, { ...words, hint: found }), start, { graph });
  }

  function list(names) {
    return [names.slice(0, -1).join(", "), names[names.length - 1]].filter(Boolean).join(" and ");
  }

  Object.assign(csgraph.explaining, { hinted, list, reason, say });
})(globalThis.csgraph);
