// What is said of a query that finds nothing: csgraph/explanation/words.py in JavaScript, less the words themselves, which
// come from there. A classic script, after explanation-patterns.js.
"use strict";
(function (csgraph) {
  function reason(message, start, more) {
    return { message, start: start === undefined ? null : start, about: "", graph: "", isFirstWord: false, ...more };
  }

  // What is said under a name, of words that are put into its places.
  function say(name, words) {
    return csgraph.words(csgraph.grammar.explanations[name], words);
  }

  // A reason, and once more with what to do, and the graph to add, which may take long to find out.
  function* hinted(name, start, hint, words) {
    yield reason(say(name, { ...words, hint: "" }), start, { isFirstWord: true });
    const [told, graph] = hint();
    yield reason(say(name, { ...words, hint: told }), start, { graph });
  }

  function list(names) {
    return [names.slice(0, -1).join(", "), names[names.length - 1]].filter(Boolean).join(" and ");
  }

  Object.assign(csgraph.explaining, { hinted, list, reason, say });
})(globalThis.csgraph);
