// Parses a query into its syntax tree: csgraph/sparql/parser.py in JavaScript.
// A classic script, after explanation-patterns.js.
"use strict";
(function (csgraph) {
  const { namesOf, union, unspaced } = csgraph.explaining;

  class UnreadableError extends Error {}

  // A recursive descent over the tokens of a query; `at` is the number of the next one.
  class Parser {
    constructor(text) {
      this.text = text;
      this.tokens = csgraph.tokenize(text);
      this.at = 0;
      this.closing = new Map();
      const stack = [];
      this.tokens.forEach((token, at) => {
        if (["{", "(", "["].includes(token.text)) stack.push(at);
        else if (["}", ")", "]"].includes(token.text)) {
          if (!stack.length) throw new UnreadableError();
          this.closing.set(stack.pop(), at);
        }
      });
    }

    get token() {
      if (this.at >= this.tokens.length) throw new UnreadableError();
      return this.tokens[this.at];
    }

    isWord(...words) {
      const { kind, text } = this.token;
      return words.includes(text.toUpperCase()) && (kind === "WORD" || kind === "MARK");
    }

    slice(first, last) {
      if (first >= last) return "";
      const end = this.tokens[last - 1];
      return this.text.slice(this.tokens[first].start, end.start + end.text.length);
    }

    skipBrackets() {
      this.at = (this.closing.has(this.at) ? this.closing.get(this.at) : this.at) + 1;
    }

    query() {
      const prefixes = new Map();
      while (!this.isWord(...csgraph.grammar.forms)) {
        const isPrefix = this.isWord("PREFIX");
        if (isPrefix) prefixes.set(this.tokens[this.at + 1].text.slice(0, -1), this.tokens[this.at + 2].text.slice(1, -1));
        if (!isPrefix && !this.isWord("BASE")) throw new UnreadableError();
        this.at += isPrefix ? 3 : 2;
      }
      const prologue = this.slice(0, this.at);
      const form = this.token.text.toUpperCase();
      const start = this.at;
      this.at += 1;
      let template = [];
      if (form === "CONSTRUCT" && this.isWord("{")) {
        const end = this.closing.get(this.at);
        template = this.tokens.slice(this.at + 1, end);
        this.at = end + 1;
      }
      while (!this.isWord("FROM", "WHERE", "{") && this.token.kind !== "END") {
        if (form === "DESCRIBE" && this.isWord(...csgraph.grammar.modifiers)) break;
        this.skipBrackets();
      }
      if (form === "DESCRIBE") template = this.tokens.slice(start + 1, this.at);
      const clause = form === "SELECT" ? this.tokens.slice(start, this.at) : [];
      const begin = this.at;
      while (this.isWord("FROM")) {
        this.at += 2;
        if (this.tokens[this.at - 1].text.toUpperCase() === "NAMED") this.at += 1;
      }
      const dataset = this.slice(begin, this.at);
      const isBare = form === "CONSTRUCT" && this.tokens[start + 1].text !== "{";
      const select = this.rest(form, clause, template);
      if (isBare && select.group) select.template = select.group.parts.flatMap((part) => part.tokens);
      if (this.token.kind !== "END") throw new UnreadableError();
      return { prologue, dataset, select, prefixes };
    }

    rest(form, clause, template) {
      if (this.isWord("WHERE")) this.at += 1;
      const group = this.isWord("{") ? this.group() : null;
      const modifiers = new Map();
      const keywords = csgraph.grammar.modifiers;
      while (this.isWord(...keywords)) {
        const start = this.at;
        const keyword = this.token.text.toUpperCase();
        if (keyword === "VALUES") this.values();
        else {
          this.at += 1;
          while (!this.isWord(...keywords, "}") && this.token.kind !== "END") this.skipBrackets();
        }
        modifiers.set(keyword, this.tokens.slice(start, this.at));
      }
      return { form, clause, group, modifiers, template: template || [] };
    }

    group() {
      if (!this.isWord("{")) throw new UnreadableError();
      const start = this.at;
      const end = this.closing.get(start);
      this.at += 1;
      const parts = this.isWord("SELECT") ? [this.select()] : [];
      while (this.at < end) {
        if (this.isWord(".")) this.at += 1;
        else parts.push(...this.parts());
      }
      this.at = end + 1;
      return { text: this.slice(start, end + 1), parts };
    }

    part(kind, start, more) {
      const tokens = this.tokens.slice(start, this.at);
      return {
        kind,
        start: tokens[0].start,
        query: this.slice(start, this.at),
        shown: unspaced(tokens),
        names: namesOf(tokens),
        tokens,
        groups: [],
        select: null,
        terms: [],
        ...more,
      };
    }

    select() {
      const start = this.at;
      while (!this.isWord("WHERE", "{")) this.skipBrackets();
      const select = this.rest("SELECT", this.tokens.slice(start, this.at));
      const part = this.part("SELECT", start, { select, names: this.selected(select) });
      part.query = `{ ${part.query} }`;
      return part;
    }

    selected({ clause, group }) {
      if (clause[clause.length - 1].text === "*" && group) return union(...group.parts.map((part) => part.names));
      let depth = 0;
      const names = clause.filter(({ kind, text }, at) => {
        depth += Number(text === "(") - Number(text === ")");
        return kind === "VAR" && (depth === 0 || (depth === 1 && clause[at - 1].text.toUpperCase() === "AS"));
      });
      return namesOf(names);
    }

    parts() {
      const start = this.at;
      const word = this.token.text.toUpperCase();
      if (this.isWord("{")) {
        const groups = [this.group()];
        while (this.isWord("UNION")) {
          this.at += 1;
          groups.push(this.group());
        }
        return [this.part("UNION", start, { groups })];
      }
      if (this.isWord("OPTIONAL", "MINUS", "GRAPH")) {
        this.at += word === "GRAPH" ? 2 : 1;
        const groups = [this.group()];
        return [this.part(word, start, { groups })];
      }
      if (this.isWord("FILTER")) {
        this.at += 1;
        const groups = this.constraint();
        return [this.part(word, start, { groups })];
      }
      if (this.isWord("BIND")) {
        this.at += 1;
        this.skipBrackets();
        return [this.part(word, start)];
      }
      if (this.isWord("VALUES")) {
        this.values();
        return [this.part(word, start)];
      }
      if (this.isWord("SERVICE", "LATERAL", "UNION")) throw new UnreadableError();
      return this.triples();
    }

    constraint() {
      if (this.isWord("EXISTS")) {
        this.at += 1;
        return [this.group()];
      }
      if (this.isWord("NOT")) this.at += 1;
      if (!this.isWord("(")) this.at += 1;
      this.skipBrackets();
      return [];
    }

    values() {
      this.at += 1;
      this.skipBrackets();
      this.skipBrackets();
    }

    triples() {
      const start = this.at;
      const subject = this.node();
      const { ends } = csgraph.grammar;
      if (subject[0].text === "[" || subject[0].text === "(") {
        while (!this.isWord(...ends)) this.skipBrackets();
        const whole = this.part("TRIPLE", start);
        return [{ ...whole, query: `${whole.query} .` }];
      }
      const parts = this.objects(subject, true);
      while (this.isWord(";")) {
        this.at += 1;
        if (!this.isWord(";", ...ends)) parts.push(...this.objects(subject, false));
      }
      return parts;
    }

    objects(subject, isFirst) {
      const label = subject[0].kind === "ANON" ? `_:csgraph${subject[0].start}` : "";
      const head = label || this.textOf(subject);
      const start = this.at;
      const verb = this.verb();
      const parts = [];
      for (;;) {
        const first = !parts.length;
        const begin = this.at;
        const value = this.node();
        const tail = this.slice(first ? start : begin, this.at);
        const tokens = [...subject, ...verb, ...value];
        parts.push({
          kind: "TRIPLE",
          start: (first && isFirst ? subject : first ? verb : value)[0].start,
          query: first ? `${head} ${tail} .` : `${head} ${this.textOf(verb)} ${tail} .`,
          shown: `${unspaced(subject)} ${unspaced(verb)} ${unspaced(value)}`,
          names: union(namesOf(tokens), label ? [label] : []),
          tokens,
          groups: [],
          select: null,
          terms: [subject, verb, value],
          });
        if (!this.isWord(",")) return parts;
        this.at += 1;
      }
    }

    textOf(tokens) {
      const last = tokens[tokens.length - 1];
      return this.text.slice(tokens[0].start, last.start + last.text.length);
    }

    node() {
      const start = this.at;
      if (this.isWord("+", "-")) this.at += 1;
      const { kind, text } = this.token;
      if (kind === "OTHER" || (kind === "MARK" && text !== "(" && text !== "[") || kind === "END") {
        throw new UnreadableError();
      }
      this.skipBrackets();
      if (kind === "STRING") {
        if (this.token.kind === "LANGTAG") this.at += 1;
        else if (this.isWord("^^")) this.at += 2;
      }
      return this.tokens.slice(start, this.at);
    }

    verb() {
      const start = this.at;
      if (this.token.kind === "VAR") {
        this.at += 1;
        return this.tokens.slice(start, this.at);
      }
      for (;;) {
        while (this.isWord("^", "!")) this.at += 1;
        const { kind, text } = this.token;
        if (!["IRIREF", "PNAME", "NIL"].includes(kind) && text !== "a" && text !== "(") throw new UnreadableError();
        this.skipBrackets();
        if (this.isWord("?", "*", "+") && !this.isSign()) this.at += 1;
        if (!this.isWord("/", "|")) return this.tokens.slice(start, this.at);
        this.at += 1;
      }
    }

    isSign() {
      const token = this.tokens[this.at];
      const following = this.tokens[this.at + 1];
      const isNumber = following.kind === "INTEGER" || following.kind === "NUMBER";
      return token.text === "+" && isNumber && following.start === token.start + 1;
    }
  }

  Object.assign(csgraph.explaining, { Parser });
})(globalThis.csgraph);
