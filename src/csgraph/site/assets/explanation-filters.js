// Finds the FILTER or MINUS that removes all solutions of a group: csgraph/sparql/explain/filters.py in JavaScript.
// A classic script, after explanation-suggestions.js.
"use strict";
(function (csgraph) {
  const { bodyOf, changed, EnoughError, givenBy, hinted, inside, isIri, list, reason, say, shrunk, unspaced, variablesIn } =
    csgraph.explaining;

  class FilterReasons {
    constructor(probes, render, suggest, group) {
      this.probes = probes;
      this.render = render;
      this.suggest = suggest;
      this.group = group;
    }

    *reasons(group, within) {
      const kinds = csgraph.grammar.removers;
      const removers = group.parts.filter((part) => kinds.includes(part.kind));
      const body = (chosen, changed) => {
        const kept = group.parts.filter((part) => !kinds.includes(part.kind) || chosen.includes(part));
        return inside(within, `${bodyOf(kept)}\n${changed || ""}`);
      };
      if (!removers.length || this.probes.isEmpty(body([]))) return;
      const alone = removers.filter((part) => this.probes.isEmpty(body([part])));
      for (const part of alone) {
        const words = { filter: this.render.quoted(part.shown), count: this.render.count(body([])) };
        yield* hinted("no row", part.start, () => [this.hint(part, group, body), ""], words);
        if (part.kind === "FILTER" && part.groups.length && this.probes.isEmpty(inside(within, part.groups[0].text))) {
          yield* this.group(part.groups[0], within);
        }
      }
      if (!alone.length && this.probes.isEmpty(body(removers))) {
        const least = shrunk(removers, (chosen) => this.probes.isEmpty(body(chosen)));
        const words = { filter: list(this.render.parts(least)), count: this.render.count(body([])) };
        yield reason(say("no row", { ...words, hint: say("leave out") }), least[0].start);
      }
    }

    hint(part, group, body) {
      if (part.kind === "MINUS" || part.groups.length) return say("leave out");
      const names = givenBy(group.parts);
      const variables = variablesIn(part.tokens);
      for (const variable of variables) {
        if (!names.has(variable)) return say("unbound", { variable, hint: this.suggest.variable(variable, names) });
      }
      const before = body([]);
      const finds = (changed) => !this.probes.isEmpty(body([], changed));
      for (const token of part.tokens) {
        if (isIri(token) && !this.suggest.isKnown(token)) {
          const near = this.suggest.nearest(token, this.suggest.like(token));
          if (near && finds(changed(part, new Map([[token, near]])))) return say("near", { near });
        }
      }
      const literal = this.suggest.literal(part, before, variables, [], finds);
      if (literal) return literal;
      const strings = part.tokens.filter((token) => token.kind === "STRING");
      const isLettered = strings.some(({ text }) => text.toLowerCase() !== text.toUpperCase());
      if (isLettered && !part.shown.toUpperCase().includes("EXISTS")) {
        const folded = new Map(strings.map((token) => [token, token.text.toLowerCase()]));
        for (const token of part.tokens) if (token.kind === "VAR") folded.set(token, `LCASE(STR(${token.text}))`);
        const filter = changed(part, folded);
        try {
          if (finds(filter)) return say("folded", { filter: this.render.quoted(unspaced(csgraph.tokenize(filter).slice(0, -1))) });
        } catch (error) {
          // An expression is not allowed in every place of a variable, such as in BOUND.
          if (error instanceof EnoughError) throw error;
        }
      }
      if (variables.length === 1) {
        const most = csgraph.grammar.limits.examples;
        const values = this.render.values(this.probes.values(variables[0], before, most + 1), most);
        return say("examples", { variable: variables[0], values });
      }
      return say("leave out");
    }
  }

  Object.assign(csgraph.explaining, { FilterReasons });
})(globalThis.csgraph);
