// Shows terms, values and rows as they would be written in the query that is explained: csgraph/explanation/shown.py in
// JavaScript. A classic script, after explanation-words.js.
"use strict";
(function (csgraph) {
  const { say } = csgraph.explaining;

  const STRING = "http://www.w3.org/2001/XMLSchema#string";

  class Shown {
    constructor(text, query, asked) {
      this.text = text;
      this.query = query;
      this.asked = asked;
    }

    iri(token) {
      if (token.kind === "IRIREF") return /^<[A-Za-z][A-Za-z0-9+.-]*:/.test(token.text) ? token.text.slice(1, -1) : null;
      const colon = token.text.indexOf(":");
      if (colon < 0) return null;
      const prefix = token.text.slice(0, colon);
      const namespace = this.query.prefixes.has(prefix) ? this.query.prefixes.get(prefix) : this.asked.prefixes[prefix];
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

    none(body) {
      const count = this.asked.count(body);
      const name = count > csgraph.grammar.limits.rows ? "none of many" : count === 1 ? "not the only" : "none of";
      return say(name, { count: Math.min(count, csgraph.grammar.limits.rows) });
    }

    rows(body) {
      const count = this.asked.count(body);
      if (count > csgraph.grammar.limits.rows) return say("many rows", { count: csgraph.grammar.limits.rows });
      return count === 1 ? say("a row") : say("rows", { count });
    }

    lineNumber(part, first) {
      const [line, other] = [part, first].map((each) => this.text.slice(0, each.start).split("\n").length);
      return line === other ? "" : say("line", { line });
    }
  }

  let prefixesByNamespace = null;

  function ourPrefixes() {
    prefixesByNamespace =
      prefixesByNamespace || new Map(Object.entries(csgraph.grammar.prefixes).map(([prefix, iri]) => [iri, prefix]));
    return prefixesByNamespace;
  }

  Object.assign(csgraph.explaining, { Shown });
})(globalThis.csgraph);
