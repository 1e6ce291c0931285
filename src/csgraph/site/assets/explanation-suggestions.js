// Finds terms of the graph that are similar to a term of the query: csgraph/sparql/explain/suggestions.py in JavaScript.
// A classic script, after hints.js, explanation-messages.js and explanation-probes.js.
"use strict";
(function (csgraph) {
  const { changed, inside, literalsIn, say } = csgraph.explaining;

  class Suggestions {
    constructor(probes, render) {
      this.probes = probes;
      this.render = render;
    }

    isKnown({ text }) {
      return [`${text} ?p ?o .`, `?s ?p ${text} .`, `?s ${text} ?o .`].some((pattern) => !this.probes.isEmpty(pattern));
    }

    spelling(token, terms) {
      const near = this.nearest(token, terms);
      return near ? say("near", { near }) : say("spelling");
    }

    // The terms of the graph with the namespace or the local name of a term.
    like(token) {
      const full = this.render.iri(token);
      if (full === null) return [];
      const cut = Math.max(full.lastIndexOf("/"), full.lastIndexOf("#")) + 1;
      const parts = [full.slice(0, cut), full.slice(cut)];
      const [namespace, local] = parts.map((part) => JSON.stringify(part.toLowerCase()));
      return [["?s", "?s ?p ?o ."], ["?o", "?s ?p ?o . FILTER(ISIRI(?o))"]].flatMap(([name, triple]) => {
        const text = `LCASE(STR(${name}))`;
        const filter = `FILTER(STRSTARTS(${text}, ${namespace}) || STRENDS(${text}, ${local}))`;
        const body = `{ SELECT DISTINCT ${name} { ${triple} } } ${filter}`;
        return this.probes.values(name, body, csgraph.grammar.limits.rows);
      });
    }

    nearest(token, terms) {
      const full = this.render.iri(token);
      if (full === null) return "";
      const byName = new Map();
      for (const term of terms) if (term.termType === "NamedNode") byName.set(this.render.short(term.value), term.value);
      let near = csgraph.nearestName(this.render.short(full), byName.keys());
      if (near === null) {
        const other = csgraph.nearestName(full, byName.values());
        near = other && this.render.short(other);
      }
      return csgraph.safe(near || "");
    }

    variable(variable, names) {
      const known = [...names].filter((name) => name.startsWith("?")).map((name) => name.slice(1));
      const near = csgraph.nearestName(variable.slice(1), known);
      return near ? say("near", { near: `?${near}` }) : "";
    }

    literal(part, body, variables, within, finds) {
      for (const literal of literalsIn(part.tokens)) {
        const written = literal.map((token) => token.text).join("");
        const number = /^(["'])(\p{Nd}+)\1$/u.exec(written);
        if (number && finds && finds(changed(part, new Map([[literal[0], number[2]]])))) {
          return say("near", { near: number[2] });
        }
        for (const variable of variables) {
          for (const value of this.alike(variable, written, inside(within, body))) {
            const texts = new Map(literal.map((token, at) => [token, at ? "" : value.toString()]));
            if (!finds || finds(changed(part, texts))) return say("near", { near: this.render.term(value) });
          }
        }
      }
      return "";
    }

    alike(variable, written, body) {
      const length = `ABS(STRLEN(STR(${variable})) - STRLEN(STR(${written}))) < ${csgraph.grammar.limits.spaces}`;
      const same = `(${length} && ${folded(variable)} = ${folded(written)}) || ${variable} = ${written}`;
      const filters = `FILTER(${same}) FILTER(!SAMETERM(${variable}, ${written}))`;
      return this.probes.values(variable, `${body} ${filters}`, csgraph.grammar.limits.near);
    }
  }

  function folded(term) {
    return `REPLACE(REPLACE(LCASE(STR(${term})), "^\\\\s+|\\\\s+$", ""), "\\\\s+", " ")`;
  }

  Object.assign(csgraph.explaining, { Suggestions });
})(globalThis.csgraph);
