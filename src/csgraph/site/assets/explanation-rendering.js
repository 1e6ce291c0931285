// Formats terms, values and parts as they would be written in the query: csgraph/sparql/explain/rendering.py in JavaScript.
// A classic script, after explanation-messages.js.
"use strict";
(function (csgraph) {
  const { say } = csgraph.explaining;

  const STRING = "http://www.w3.org/2001/XMLSchema#string";

  class Renderer {
    constructor(text, query, probes) {
      this.text = text;
      this.query = query;
      this.probes = probes;
    }

    iri(token) {
      if (token.kind === "IRIREF") return /^<[A-Za-z][A-Za-z0-9+.-]*:/.test(token.text) ? token.text.slice(1, -1) : null;
      const colon = token.text.indexOf(":");
      if (colon < 0) return null;
      const prefix = token.text.slice(0, colon);
      const namespace = this.query.prefixes.has(prefix) ? this.query.prefixes.get(prefix) : this.probes.prefixes[prefix];
      return namespace === undefined ? null : namespace + token.text.slice(colon + 1).replace(/\\(.)/gs, "$1");
    }

    name(token) {
      const full = this.iri(token);
      return csgraph.safe(full === null ? token.text : this.short(full));
    }

    short(full) {
      const isLocal = new RegExp(`^(?:${csgraph.grammar["local name"]})$`);
      for (const [prefix, namespace] of this.query.prefixes) {
        const local = full.slice(namespace.length);
        if (namespace && full.startsWith(namespace) && isLocal.test(local)) return `${prefix}:${local}`;
      }
      const cut = Math.max(full.lastIndexOf("/"), full.lastIndexOf("#")) + 1;
      const prefix = ourPrefixes().get(full.slice(0, cut));
      const fits = prefix !== undefined && isLocal.test(full.slice(cut)) && !this.query.prefixes.has(prefix);
      return fits ? `${prefix}:${full.slice(cut)}` : `<${full}>`;
    }

    term(term) {
      return term.termType === "NamedNode" ? csgraph.safe(this.short(term.value)) : this.literal(term.toString());
    }

    // A literal or blank node as it would be written in the query, from how N-Triples writes it.
    literal(written) {
      const end = written.lastIndexOf('"') + 1;
      const typed = /^\^\^<(.*)>$/.exec(written.slice(end));
      if (!end || !typed || typed[1] === STRING) return csgraph.safe(end && typed ? written.slice(0, end) : written);
      const bare = csgraph.grammar.bare[typed[1]];
      const value = written.slice(1, end - 1);
      if (bare && new RegExp(`^(?:${bare})$`).test(value)) return value;
      return csgraph.safe(`${written.slice(0, end)}^^${this.short(typed[1])}`);
    }

    values(terms, most) {
      const listed = terms.slice(0, most).map((term) => this.term(term)).join(", ");
      return listed + (terms.length > most ? ", …" : "");
    }

    quoted(line) {
      const letters = [...csgraph.safe(line.replace(/[\t\r\n]+/g, " "))];
      const most = csgraph.grammar.limits.letters;
      return `\`${letters.length <= most ? letters.join("") : `${letters.slice(0, most).join("")}…`}\``;
    }

    count(body) {
      const count = this.probes.count(body);
      const most = csgraph.grammar.limits.rows;
      return count > most ? say("many", { count: most }) : String(count);
    }

    parts(parts) {
      const lines = parts.map((part) => this.text.slice(0, part.start).split("\n").length);
      return parts.map((part, at) => this.quoted(part.shown) + (lines[at] === lines[0] ? "" : say("line", { line: lines[at] })));
    }
  }

  let prefixesByNamespace = null;

  function ourPrefixes() {
    prefixesByNamespace =
      prefixesByNamespace || new Map(Object.entries(csgraph.grammar.prefixes).map(([prefix, iri]) => [iri, prefix]));
    return prefixesByNamespace;
  }

  Object.assign(csgraph.explaining, { Renderer });
})(globalThis.csgraph);
