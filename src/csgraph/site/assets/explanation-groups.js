// Finds the parts of a group that have no solutions, alone or together: csgraph/sparql/explain/groups.py in JavaScript.
// A classic script, after explanation-triples.js and explanation-filters.js.
"use strict";
(function (csgraph) {
  const { bodyOf, FilterReasons, inside, isIri, Joined, joinedOf, list, reason, say, unspaced, variablesIn } =
    csgraph.explaining;

  class GroupReasons {
    constructor(probes, render, suggest, triples, select) {
      this.probes = probes;
      this.render = render;
      this.suggest = suggest;
      this.triples = triples;
      this.select = select;
      this.filters = new FilterReasons(probes, render, suggest, (...given) => this.group(...given));
    }

    *group(group, within) {
      const parts = joinedOf(group);
      const joined = new Joined(parts, (chosen) => this.probes.isEmpty(inside(within, bodyOf(chosen))));
      if (joined.isEmpty([...parts.keys()])) {
        for (const least of joined.least()) {
          const chosen = least.map((number) => parts[number]);
          if (chosen.length === 1) yield* this.part(chosen[0], within);
          else yield this.together(chosen, within);
        }
      } else yield* this.filters.reasons(group, within);
    }

    *part(part, within) {
      if (part.kind === "TRIPLE") yield* this.triples.reasons(part, within);
      else if (part.select && part.select.group) yield* this.select(part.select, part.select.group.text, within);
      else if (part.kind === "GRAPH") {
        const graphs = [...within, part.tokens.slice(0, 2)];
        const absent = this.absentGraph(graphs);
        if (absent) yield absent;
        else yield* this.group(part.groups[0], graphs);
      } else if (part.groups.length) for (const group of part.groups) yield* this.group(group, within);
      else yield reason(say("triple", { pattern: this.render.quoted(part.shown), hint: "" }), part.start);
    }

    absentGraph(graphs) {
      const head = graphs[graphs.length - 1];
      const token = head[1];
      if (!isIri(token) || !this.probes.isEmpty(inside([head], "?s ?p ?o ."))) return null;
      const base = csgraph.grammar.graph;
      const full = this.render.iri(token) || "";
      const name = full.startsWith(base) ? full.slice(base.length) : full;
      const isOurs = full.startsWith(base) && this.probes.graphs("?s ?p ?o .").includes(name);
      const message = say(isOurs ? "graph to add" : "graph", { term: this.render.name(token), graph: name });
      return reason(message, token.start, { graph: isOurs ? name : "" });
    }

    together(parts, within) {
      let hint = "";
      if (within.length && !this.probes.isEmpty(bodyOf(parts))) {
        hint = say("outside", { graph: this.render.quoted(unspaced(within[within.length - 1])) });
      }
      for (const part of parts) {
        const others = parts.filter((other) => other !== part);
        if (!hint && part.kind === "VALUES") {
          hint = this.suggest.literal(part, bodyOf(others), variablesIn(part.tokens), within);
        }
        const swapped = others.every((other) => other.terms.length) ? this.triples.swapped(part) : "";
        if (!hint && swapped && !this.probes.isEmpty(inside(within, `${bodyOf(others)}\n${swapped} .`))) {
          hint = say("reversed", { pattern: this.render.quoted(swapped) });
        }
      }
      hint = hint || this.triples.otherValues(parts, within) || say("change");
      return reason(say("together", { patterns: list(this.render.parts(parts)), hint }), parts[0].start);
    }
  }

  Object.assign(csgraph.explaining, { GroupReasons });
})(globalThis.csgraph);
