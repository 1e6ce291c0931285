// Finds why a query, or a sub-select, has no results: csgraph/sparql/explain/queries.py in JavaScript.
// A classic script, after explanation-rendering.js and explanation-groups.js.
"use strict";
(function (csgraph) {
  const { GroupReasons, inside, isIri, reason, Renderer, say, shrunk, Suggestions, TripleReasons, unspaced } =
    csgraph.explaining;

  // The clauses after a group that can remove all rows, in the order of evaluation.
  const REMOVERS = ["HAVING", "VALUES", "OFFSET", "LIMIT"];

  class QueryReasons {
    constructor(text, query, probes, terms) {
      this.query = query;
      this.probes = probes;
      this.terms = terms;
      this.render = new Renderer(text, query, probes);
      this.suggest = new Suggestions(probes, this.render);
      this.triples = new TripleReasons(probes, this.render, this.suggest);
      this.groups = new GroupReasons(probes, this.render, this.suggest, this.triples, (...given) => this.select(...given));
    }

    *reasons() {
      const { select } = this.query;
      if (!select.group) {
        for (const token of select.template.filter(isIri)) {
          if (this.suggest.isKnown(token)) yield reason(say("object", { term: this.render.name(token) }), token.start);
          else yield* this.triples.unknown(token);
        }
        return;
      }
      const filters = new Map(
        Object.entries(this.terms).map(([name, terms]) => [name, `FILTER(?${name} IN (${terms.join(", ")}))`]),
      );
      const { text } = select.group;
      const body = [text, ...filters.values()].join(" ");
      if (filters.size && !this.probes.isEmpty(text) && this.probes.isEmpty(body)) yield* this.parameters(text, filters);
      else yield* this.select(select, body, []);
    }

    *select(select, body, within) {
      if (select.group && this.probes.isEmpty(inside(within, body))) {
        yield* this.groups.group(select.group, within);
        return;
      }
      const clause = unspaced(select.clause) || (select.modifiers.has("GROUP") ? "SELECT (1 AS ?csgraph1)" : "SELECT *");
      const rows = (chosen) => {
        const after = [...select.modifiers].filter(([keyword]) => chosen.includes(keyword));
        return inside(within, `{ ${clause} { ${body}\n} ${after.map(([, tokens]) => unspaced(tokens)).join(" ")} }`);
      };
      const kept = ["GROUP"];
      for (const keyword of REMOVERS) {
        const tokens = select.modifiers.get(keyword);
        if (tokens && this.probes.isEmpty(rows([...kept, keyword]))) {
          const words = { filter: this.render.quoted(unspaced(tokens)), count: this.render.count(rows(kept)) };
          yield reason(say("no row", { ...words, hint: say("leave out") }), tokens[0].start);
          return;
        }
        kept.push(keyword);
      }
    }

    *parameters(body, filters) {
      const names = [...filters.keys()];
      const bound = (chosen) => [body, ...chosen.map((name) => filters.get(name))].join(" ");
      const alone = names.filter((name) => this.probes.isEmpty(bound([name])));
      for (const name of alone) {
        const among = bound(names.filter((other) => !alone.includes(other)));
        const choices = this.choices(name, this.probes.isEmpty(among) ? body : among);
        const message = say("parameter", { count: this.render.count(body), choices });
        yield reason(message, null, { about: this.given(name) });
      }
      if (!alone.length) {
        const least = shrunk(names, (chosen) => this.probes.isEmpty(bound(chosen)));
        const choices = this.choices(least[least.length - 1], bound(least.slice(0, -1)));
        const about = least.map((name) => this.given(name)).join(" ");
        yield reason(say("parameters", { choices }), null, { about });
      }
    }

    choices(name, body) {
      const most = csgraph.grammar.limits.choices;
      const values = this.probes.values(`?${name}`, body, most + 1);
      return values.length ? say("choices", { name, values: this.render.values(values, most) }) : "";
    }

    given(name) {
      const written = this.terms[name].map((term) => {
        const iri = /^<(.*)>$/.exec(term);
        return iri ? csgraph.safe(this.render.short(iri[1])) : this.render.literal(term);
      });
      return `${name}=${written.join(", ")}`;
    }
  }

  Object.assign(csgraph.explaining, { QueryReasons });
})(globalThis.csgraph);
