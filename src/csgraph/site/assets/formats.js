// Serializes answers as the command line does. Needs engine.js and publication.js, except for CSV.
//
//   csgraph.csv(lines)     lines of texts, the first being the names of the columns, as CSV
//   csgraph.formats(answer) -> [{name, ending, media, write}]
//       The formats of an answer, the default one first; `write()` returns its text.
"use strict";
(function (csgraph) {
  csgraph.csv = function (lines) {
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
    // Readers would skip an empty line, so a single empty cell is quoted.
    const line = (cells) => (cells.length === 1 && cells[0] === "" ? '""' : cells.map(quoted).join(","));
    return lines.map((cells) => `${line(cells)}\r\n`).join("");
  };

  function csv({ columns, rows }) {
    const text = (term) => (!term ? "" : term.type === "uri" || term.type === "literal" ? term.value : csgraph.ntriples(term));
    return csgraph.csv([columns, ...rows.map((row) => row.map(text))]);
  }

  function tsv({ columns, rows }) {
    const lines = [columns.map((name) => `?${name}`), ...rows.map((row) => row.map((term) => (term ? csgraph.ntriples(term) : "")))];
    return lines.map((cells) => `${cells.join("\t")}\n`).join("");
  }

  function json({ columns, rows }) {
    const binding = (row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]).filter(([, term]) => term));
    return `${JSON.stringify({ head: { vars: columns }, results: { bindings: rows.map(binding) } })}\n`;
  }

  function ntriples({ triples }) {
    return triples.map((triple) => `${triple.map(csgraph.ntriples).join(" ")} .\n`).join("");
  }

  function turtleTerm(term, used) {
    const iri = term.type === "uri" ? term.value : term.datatype;
    const short = iri ? csgraph.shorten(iri) : null;
    const { bare } = csgraph.grammar;
    if (term.type === "literal" && Object.prototype.hasOwnProperty.call(bare, iri)) {
      if (new RegExp(`^(?:${bare[iri]})$`).test(term.value)) return term.value;
    }
    if (short) used.add(short.slice(0, short.indexOf(":")));
    if (term.type === "uri" && short) return short;
    return short ? `${csgraph.quote(term.value)}^^${short}` : csgraph.ntriples(term);
  }

  function turtle({ triples }) {
    const used = new Set();
    const blocks = new Map();
    for (const [subject, predicate, object] of triples) {
      const isType = predicate.value === `${csgraph.grammar.prefixes.rdf}type`;
      const [node, verb] = [turtleTerm(subject, used), isType ? "a" : turtleTerm(predicate, used)];
      if (!blocks.has(node)) blocks.set(node, new Map());
      const said = blocks.get(node);
      if (!said.has(verb)) said.set(verb, []);
      said.get(verb).push(turtleTerm(object, used));
    }
    const prefixes = [...used].sort().map((prefix) => `@prefix ${prefix}: <${csgraph.grammar.prefixes[prefix]}> .\n`);
    const first = ([a], [b]) => Number(b === "a") - Number(a === "a");
    const body = [...blocks].map(([node, said]) => {
      const lines = [...said].sort(first).map(([verb, objects]) => {
        const several = objects.map((object) => `\n        ${object}`).join(",");
        return `    ${verb}${objects.length === 1 ? ` ${objects[0]}` : several} ;\n`;
      });
      return `\n${node}\n${lines.join("")}.\n`;
    });
    return prefixes.join("") + body.join("");
  }

  csgraph.formats = function (answer) {
    const format = (ending, write) => {
      const [media, name] = csgraph.publication.formats[ending];
      return { name, ending, media, write: () => write(answer) };
    };
    if (answer.kind === "triples") {
      return [
        format("ttl", turtle),
        format("nt", ntriples),
      ];
    }
    const isRows = answer.kind === "rows";
    const word = () => `${answer.value}\n`;
    const asked = () => `{"head":{},"boolean":${answer.value}}\n`;
    return [
      format("csv", isRows ? csv : word),
      format("json", isRows ? json : asked),
      format("tsv", isRows ? tsv : word),
    ];
  };
})(globalThis.csgraph);
