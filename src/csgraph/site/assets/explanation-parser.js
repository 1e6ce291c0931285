// Builds the syntax tree of a query that csgraph/sparql/parser.py does, from the spans of the rules of the grammar.
// A classic script, after explanation-patterns.js.
"use strict";
(function (csgraph) {
  const { namesOf, union, unspaced } = csgraph.explaining;

  const RULES = ["Dataset", "Group", "Object", "Pattern", "Property", "SelectClause", "SubSelect", "Term", "Triple"];

  class UnreadableError extends Error {}

  // Methods get the numbers of the tokens at which their part of the query begins and ends.
  class Parser {
    constructor(text) {
      this.text = text;
      this.tokens = csgraph.tokenize(text);
      this.spans = csgraph.spans(this.tokens, RULES);
      if (!this.spans) throw new UnreadableError();
    }

    word(at) {
      const { kind, text } = this.tokens[at];
      return kind === "WORD" || kind === "MARK" ? text.toUpperCase() : kind;
    }

    slice(start, end) {
      const last = this.tokens[end - 1];
      return start < end ? this.text.slice(this.tokens[start].start, last.start + last.text.length) : "";
    }

    find(start, isEnd) {
      let at = start;
      while (!isEnd(this.word(at))) at += 1;
      return at;
    }

    query() {
      const { modifiers } = csgraph.grammar;
      const prefixes = new Map();
      let at = 0;
      for (; ["PREFIX", "BASE"].includes(this.word(at)); at += this.word(at) === "PREFIX" ? 3 : 2) {
        const [prefix, iri] = this.tokens.slice(at + 1, at + 3).map(({ text }) => text);
        if (this.word(at) === "PREFIX") prefixes.set(prefix.slice(0, -1), iri.slice(1, -1));
      }
      const prologue = this.slice(0, at);
      const form = this.word(at);
      const start = at + 1;
      let clause = [];
      let template = [];
      if (form === "SELECT") {
        clause = this.tokens.slice(at, this.spans.SelectClause.get(at));
        at += clause.length;
      } else if (form === "CONSTRUCT" && this.word(start) === "{") {
        at = this.find(start, (word) => word === "}") + 1;
        template = this.tokens.slice(start + 1, at - 1);
      } else if (form === "DESCRIBE") {
        at = this.find(start, (word) => ["FROM", "WHERE", "{", "END", ...modifiers].includes(word));
        template = this.tokens.slice(start, at);
      } else at = start;
      const begin = at;
      while (this.spans.Dataset.has(at)) at = this.spans.Dataset.get(at);
      const select = this.select(form, clause, at, template);
      if (form === "CONSTRUCT" && this.word(start) !== "{") {
        select.template = select.group.parts.flatMap((part) => part.tokens);
      }
      return { prologue, dataset: this.slice(begin, at), select, prefixes };
    }

    select(form, clause, start, template) {
      const keywords = csgraph.grammar.modifiers;
      let at = this.word(start) === "WHERE" ? start + 1 : start;
      const group = this.word(at) === "{" ? this.group(at) : null;
      if (group) at = group.end;
      const modifiers = new Map();
      while (keywords.includes(this.word(at))) {
        const keyword = this.word(at);
        const begin = at;
        let depth = 0;
        do {
          depth += Number("([{".includes(this.tokens[at].text)) - Number(")]}".includes(this.tokens[at].text));
          at += 1;
        } while (depth || ![...keywords, "}", "END"].includes(this.word(at)));
        modifiers.set(keyword, this.tokens.slice(begin, at));
      }
      return { form, clause, group, modifiers, template };
    }

    group(start) {
      // That of CONSTRUCT WHERE is a template too, which has no braces in it.
      const end = this.spans.Group.get(start) || this.find(start, (word) => word === "}") + 1;
      const parts = [];
      let at = start + 1;
      while (at < end - 1) {
        const begin = at;
        if (this.word(at) === ".") at += 1;
        else if (this.spans.SubSelect.has(at)) {
          at = end - 1;
          parts.push(this.subSelect(begin, at));
        } else if (this.spans.Pattern.has(at)) {
          at = this.spans.Pattern.get(at);
          parts.push(this.pattern(begin, at));
        } else {
          at = this.spans.Triple.get(at);
          parts.push(...this.triples(begin, at));
        }
      }
      return { text: this.slice(start, end), parts, end };
    }

    part(kind, start, end, more) {
      const tokens = this.tokens.slice(start, end);
      const query = this.slice(start, end);
      return {
        kind, start: tokens[0].start, query, shown: unspaced(tokens), names: namesOf(tokens), tokens,
        groups: [], select: null, terms: [], ...more,
      };
    }

    subSelect(start, end) {
      const clause = this.tokens.slice(start, this.spans.SelectClause.get(start));
      const select = this.select("SELECT", clause, start + clause.length, []);
      return this.part("SELECT", start, end, { select, names: selected(select), query: `{ ${this.slice(start, end)} }` });
    }

    pattern(start, end) {
      const word = this.word(start);
      if (word === "SERVICE" || word === "LATERAL") throw new UnreadableError();
      const groups = [];
      if (word === "{") for (let at = start; at < end; at = groups[groups.length - 1].end + 1) groups.push(this.group(at));
      else if (word === "OPTIONAL" || word === "MINUS") groups.push(this.group(start + 1));
      else if (word === "GRAPH" || (word === "FILTER" && this.word(start + 1) === "EXISTS")) groups.push(this.group(start + 2));
      return this.part(word === "{" ? "UNION" : word, start, end, { groups });
    }

    triples(start, end) {
      let at = this.spans.Term.get(start);
      if (at === undefined) return [this.part("TRIPLE", start, end, { query: `${this.slice(start, end)} .` })];
      const subject = this.tokens.slice(start, at);
      // An anonymous node gets a label, since several patterns may have it.
      const label = subject[0].kind === "ANON" ? `_:csgraph${subject[0].start}` : "";
      const parts = [];
      while (at < end) {
        const begin = at;
        if (this.word(at) === ";") {
          at += 1;
          continue;
        }
        at = this.verbEnd(at);
        const verb = this.tokens.slice(begin, at);
        for (let isFirst = true; isFirst || this.word(at) === ","; isFirst = false) {
          const from = isFirst ? at : at + 1;
          at = this.spans.Object.get(from) || this.spans.Object.get(from + 1);
          const value = this.tokens.slice(from, at);
          const terms = [subject, verb, value];
          const tokens = terms.flat();
          // The first object is taken with its predicate as written: apart, a sign could become that of a path.
          const tail = isFirst ? this.slice(begin, at) : `${this.slice(begin, begin + verb.length)} ${this.slice(from, at)}`;
          parts.push(
            this.part("TRIPLE", from, at, {
              start: (!parts.length ? subject : isFirst ? verb : value)[0].start,
              query: `${label || this.slice(start, start + subject.length)} ${tail} .`,
              shown: terms.map(unspaced).join(" "),
              names: union(namesOf(tokens), label ? [label] : []),
              tokens,
              terms,
            }),
          );
        }
      }
      return parts;
    }

    // The end of a predicate, less a plus that is the sign of the number directly after it.
    verbEnd(start) {
      const end = this.spans.Property.get(start);
      const [last, next] = this.tokens.slice(end - 1, end + 1);
      const isSign = last.text === "+" && ["INTEGER", "NUMBER"].includes(next.kind) && next.start === last.start + 1;
      return isSign ? end - 1 : end;
    }
  }

  // The variables that a sub-select gives values.
  function selected({ clause, group }) {
    if (clause[clause.length - 1].text === "*") return union(...group.parts.map((part) => part.names));
    let depth = 0;
    const names = clause.filter(({ kind, text }, at) => {
      depth += Number(text === "(") - Number(text === ")");
      return kind === "VAR" && (depth === 0 || (depth === 1 && clause[at - 1].text.toUpperCase() === "AS"));
    });
    return namesOf(names);
  }

  Object.assign(csgraph.explaining, { Parser });
})(globalThis.csgraph);
