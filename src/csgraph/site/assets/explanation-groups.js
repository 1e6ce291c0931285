// Says why a group finds nothing, by which of its parts, or by which of them together: csgraph/explanation/groups.py in
// JavaScript. A classic script, after explanation-triples.js and explanation-conditions.js.
"use strict";
(function (csgraph) {
  const {
    bodyOf, Conditions, inside, isIri, Joined, joinedOf, list, reason, say, shown, variablesIn,
  } = csgraph.explaining;

  class Groups {
    constructor(asked, shown, likeness, triples, select) {
      this.asked = asked;
      this.shown = shown;
      this.likeness = likeness;
      this.triples = triples;
      this.select = select;
      this.conditions = new Conditions(asked, shown, likeness, (...given) => this.group(...given));
    }

    *group(group, within) {
      const parts = joinedOf(group);
      const joined = new Joined(parts, (chosen) => this.asked.isEmpty(inside(within, bodyOf(chosen))));
      if (joined.isEmpty([...parts.keys()])) {
        for (const least of joined.least()) {
          const chosen = least.map((number) => parts[number]);
          if (chosen.length === 1) yield* this.part(chosen[0], within);
          else yield this.together(chosen, within);
        }
      } else yield* this.conditions.removed(group, within);
    }

    *part(part, within) {
      if (part.within.length) {
        const graphs = [...within, part.within];
        const absent = this.absentGraph(graphs);
        if (absent) yield absent;
        else yield* this.part({ ...part, within: [] }, graphs);
      } else if (part.kind === "TRIPLE") yield* this.triples.triple(part, within);
      else if (part.kind === "VALUES") yield reason(say("none given"), part.start);
      else if (part.kind === "SELECT" && part.select.group) {
        yield* this.select(part.select, part.select.group.text, within);
      } else if (part.kind === "GRAPH") {
        const graphs = [...within, part.tokens.slice(0, 2)];
        const absent = this.absentGraph(graphs);
        if (absent) yield absent;
        else yield* this.group(part.groups[0], graphs);
      } else for (const group of part.groups) yield* this.group(group, within);
    }

    absentGraph(graphs) {
      const head = graphs[graphs.length - 1];
      const token = head[1];
      if (!isIri(token) || !this.asked.isEmpty(inside([head], "?s ?p ?o ."))) return null;
      const base = csgraph.grammar.graph;
      const full = this.shown.iri(token) || "";
      const name = full.startsWith(base) ? full.slice(base.length) : full;
      const isOurs = full.startsWith(base) && this.asked.graphs("?s ?p ?o .").includes(name);
      const message = say(isOurs ? "graph to add" : "graph", { term: this.shown.name(token), graph: name });
      return reason(message, token.start, { graph: isOurs ? name : "" });
    }

    together(parts, within) {
      const first = parts[0];
      let hint = "";
      for (const part of parts) {
        if (part.kind === "VALUES" && !hint) {
          const others = parts.filter((other) => other !== part);
          hint = this.likeness.nearLiteral(part, bodyOf(others), variablesIn(part.tokens), within);
        }
      }
      if (!hint && parts.every((part) => part.within.length)) {
        const bare = parts.map((part) => part.query).join("\n");
        if (!this.asked.isEmpty(inside(within, bare))) hint = say("not in one graph");
      }
      hint = hint || this.triples.otherValues(parts, within) || say("change");
      const listed = parts.map((part) => this.shown.quoted(part.shown) + this.shown.lineNumber(part, first));
      return reason(say("together", { patterns: list(listed), hint }), first.start);
    }
  }

  Object.assign(csgraph.explaining, { Groups });
})(globalThis.csgraph);
