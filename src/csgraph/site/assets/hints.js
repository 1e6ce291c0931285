// Suggests the closest known name for an unknown one: `nearest` of csgraph/util/suggest.py in JavaScript.
//
// A classic script, for a page, a worker or node's vm, after sparql.js.
//
//   csgraph.nearestName(term, known) -> name | null
//       The known name most similar to a name; null if the name is known itself, or none is similar.
"use strict";
(function (csgraph) {
  csgraph.nearestName = function (term, known) {
    const names = [...new Set(known)];
    if (names.includes(term)) return null;
    const wanted = term.toLowerCase();
    const same = names.filter((name) => name.toLowerCase() === wanted);
    if (same.length) return same.sort()[0];
    const [prefix, local] = split(wanted);
    const siblings = [];
    const namesakes = [];
    for (const name of names) {
      const other = name.toLowerCase();
      if (!(other.startsWith(prefix) || other.endsWith(local)) || numberless(other) === numberless(wanted)) continue;
      const [itsPrefix, itsLocal] = split(other);
      if (itsPrefix === prefix) siblings.push([name, itsLocal]);
      else if (itsLocal === local) namesakes.push([name, itsPrefix]);
    }
    const { likeness, "likeness of prefixes": ofPrefixes } = csgraph.grammar.limits;
    return mostAlike(local, siblings, likeness) || mostAlike(prefix, namesakes, ofPrefixes);
  };

  function split(name) {
    const start = Math.max(...[...":/#"].map((sign) => name.lastIndexOf(sign))) + 1;
    return [name.slice(0, start), name.slice(start)];
  }

  function numberless(name) {
    return name.replace(/\p{Nd}+/gu, "0");
  }

  function mostAlike(wanted, candidates, least) {
    const byPart = new Map();
    const inOrder = candidates.sort(([one], [other]) => (one < other ? 1 : one > other ? -1 : 0));
    for (const [name, part] of inOrder) byPart.set(part, name);
    const [near] = csgraph.closeMatches(wanted, [...byPart.keys()].sort(), 1, least);
    return near === undefined ? null : byPart.get(near);
  }
})(globalThis.csgraph);
