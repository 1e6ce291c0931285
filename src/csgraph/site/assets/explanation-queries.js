// Says why a query, or a query in a query, finds nothing: csgraph/explanation/queries.py in JavaScript.
// A classic script, after explanation-shown.js and explanation-groups.js.
"use strict";
(function (csgraph) {
  const { givenBy, Groups, inside, isIri, Likeness, lineOf, reason, say, Shown, shrunk, Triples } = csgraph.explaining;

  class Queries {
    constructor(text, query, asked, terms) {
      this.query = query;
      this.asked = asked;
      this.terms = terms;
      this.shown = new Shown(text, query, asked);
      this.likeness = new Likeness(asked, this.shown);
      this.triples = new Triples(asked, this.shown, this.likeness);
      this.groups = new Groups(asked, this.shown, this.likeness, this.triples, (...given) => this.select(...given));
    }

    *reasons() {
      const { select } = this.query;
      if (!select.group) {
        for (const token of select.template) if (isIri(token)) yield* this.described(token);
        return;
      }
      const filters = new Map(
        Object.entries(this.terms).map(([name, terms]) => [name, `FILTER(?${name} IN (${terms.join(", ")}))`]),
      );
      const { text } = select.group;
      const bound = [text, ...filters.values()].join(" ");
      if (!filters.size || this.asked.isEmpty(text)) yield* this.select(select, text, []);
      else if (this.asked.isEmpty(bound)) yield* this.parameters(text, filters);
      else yield* this.select(select, bound, []);
    }

    *select(select, body, within) {
      if (!select.group) return;
      if (numberIn(select.modifiers.LIMIT || "") === 0) yield reason(say("LIMIT"), select.places.LIMIT);
      else if (this.asked.isEmpty(inside(within, body))) yield* this.groups.group(select.group, within);
      else yield* this.modified(select, body, within);
    }

    *modified(select, body, within) {
      const { modifiers, places } = select;
      const clause = select.clause || ("GROUP" in modifiers ? "SELECT (1 AS ?csgraph1)" : "SELECT *");
      let rows = `${clause} { ${body}\n} ${modifiers.GROUP || ""}`;
      if (this.asked.isEmpty(inside(within, `{ ${rows} }`))) return;
      for (const keyword of ["HAVING", "VALUES"]) {
        const fewer = `${rows} ${modifiers[keyword] || ""}`;
        if (this.asked.isEmpty(inside(within, `{ ${fewer} }`))) {
          const before = inside(within, `{ ${rows} }`);
          const quoted = this.shown.quoted(lineOf(modifiers[keyword]));
          const words = { quoted, rows: this.shown.rows(before), none: this.shown.none(before) };
          yield reason(say(keyword, words), places[keyword]);
          return;
        }
        rows = fewer;
      }
      if ("OFFSET" in modifiers) {
        const number = numberIn(modifiers.OFFSET);
        const all = inside(within, `{ ${rows} }`);
        if (number !== null && this.asked.count(all) <= number) {
          yield reason(say("beyond", { number, rows: this.shown.rows(all) }), places.OFFSET);
          return;
        }
      }
      yield* this.made(select, inside(within, body));
    }

    *made(select, body) {
      const names = givenBy(select.group.parts);
      for (const { kind, text, start } of select.template) {
        const name = `?${text.slice(1)}`;
        if (kind !== "VAR") continue;
        if (!names.has(name)) {
          const word = select.form === "CONSTRUCT" ? "template" : "describe";
          yield reason(say(word, { variable: text, hint: this.likeness.near(name, names) }), start);
        } else if (select.form === "DESCRIBE") {
          const values = this.asked.values(name, body, csgraph.grammar.limits.examples + 1);
          const listed = this.shown.values(values, csgraph.grammar.limits.examples);
          if (values.length) yield reason(say("described", { variable: text, values: listed }), start);
        }
      }
    }

    *described(token) {
      if (this.likeness.isKnown(token)) yield reason(say("object", { term: this.shown.name(token) }), token.start);
      else yield* this.triples.unknown(token);
    }

    *parameters(body, filters) {
      const names = [...filters.keys()];
      const alone = names.filter((name) => this.asked.isEmpty(`${body} ${filters.get(name)}`));
      for (const name of alone) {
        const others = names.filter((other) => !alone.includes(other)).map((other) => filters.get(other));
        let among = [body, ...others].join(" ");
        if (this.asked.isEmpty(among)) among = body;
        const choices = this.choices(name, among);
        yield reason(say("parameter", { none: this.shown.none(body), choices }), null, { about: this.given(name) });
      }
      if (!alone.length) {
        const joined = (chosen) => [body, ...chosen.map((name) => filters.get(name))].join(" ");
        const least = shrunk(names, (chosen) => this.asked.isEmpty(joined(chosen)));
        const choices = this.choices(least[least.length - 1], joined(least.slice(0, -1)), "choices beside");
        const about = least.map((name) => this.given(name)).join(" ");
        yield reason(say("parameters", { choices }), null, { about });
      }
    }

    choices(name, body, words) {
      const most = csgraph.grammar.limits.choices;
      const values = this.asked.values(`?${name}`, body, most + 1);
      return values.length ? say(words || "choices", { name, values: this.shown.values(values, most) }) : "";
    }

    given(name) {
      const written = this.terms[name].map((term) => {
        const iri = /^<(.*)>$/.exec(term);
        return iri ? csgraph.safe(this.shown.short(iri[1])) : this.shown.literal(term);
      });
      return `${name}=${written.join(", ")}`;
    }
  }

  function numberIn(text) {
    const found = /\p{Nd}+/u.exec(text);
    return found ? Number(found[0]) : null;
  }

  Object.assign(csgraph.explaining, { Queries });
})(globalThis.csgraph);
