// Says why a query finds nothing, and what to do, as `csgraph query` does: patterns.py, probes.py and explanation.py
// in JavaScript. What it says and how much it asks comes from there (`csgraph.grammar`).
//
// A classic script, for a page, a worker or node's vm, after sparql.js.
//
//   csgraph.explain(text, ask, options) -> [string]
//       The reasons, each as a line "PLACE:LINE:COLUMN: …", or "LINE:COLUMN: …" where no place is given.
//       `text` is a query that the engine has accepted, and that finds nothing: no rows, false, or no triples.
//       `ask(text)` asks it of the graphs that were asked, and gives what the Store of the npm package oxigraph gives:
//       a truth value, or an array of Maps from variables to terms; asked with `use_default_graph_as_union` or a
//       `default_graph`, as the query was. It throws where the engine refuses a query.
//       options, each of which may be left out:
//         place      what lines call the query
//         prefixes   those that the query need not declare; ours, unless others are given
//         terms      what parameters are bound to: {variable: [term, …]}, terms as in N-Triples, such as "\"a\"@en"
//         elsewhere  like `ask`, of the named graphs that were not asked
//         seconds    after how long no more is asked; 2 unless another number is given
//       It does not throw, and says nothing where it does not understand a query.
//   csgraph.reasons(text, ask, options) -> [{message, start, about, graph}]
//       The same in parts: the offset in the query (or null), the parameter that it is about (or ""), the graph to add
//       (or ""). It throws where it does not understand a query, or a part of it cannot be asked.
"use strict";
(function (csgraph) {
  const RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const SUB_CLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>";
  const SUB_PROPERTY = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>";
  const STRING = "http://www.w3.org/2001/XMLSchema#string";

  class UnreadableError extends Error {}
  class EnoughError extends Error {}

  // -- The patterns of a query: patterns.py ---------------------------------------------------------------------------

  function shown(tokens) {
    let line = "";
    let end = tokens.length ? tokens[0].start : 0;
    for (const token of tokens) {
      line += (token.start > end ? " " : "") + token.text;
      end = token.start + token.text.length;
    }
    return line;
  }

  function namesOf(tokens) {
    const names = new Set();
    for (const { kind, text } of tokens) {
      if (kind === "VAR") names.add(`?${text.slice(1)}`);
      else if (kind === "BLANK") names.add(text);
    }
    return names;
  }

  function union(...sets) {
    return new Set(sets.flatMap((each) => [...each]));
  }

  function meet(one, other) {
    return [...one].some((each) => other.has(each));
  }

  // Parts, with those of groups in them that are only joined: what is in { … } or GRAPH ?g { … }.
  function inlined(parts) {
    return parts.flatMap((part) => {
      if (!["GRAPH", "UNION"].includes(part.kind) || part.groups.length !== 1) return [part];
      const inner = inlined(part.groups[0].parts);
      const joined = ["TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES"];
      if (!inner.length || inner.some((each) => !joined.includes(each.kind))) return [part];
      const head = part.kind === "GRAPH" ? part.tokens.slice(0, 2) : [];
      return inner.map((each) =>
        !head.length || each.within.length ? each : { ...each, names: union(each.names, namesOf(head)), within: head },
      );
    });
  }

  // The steps of a path that follow each other; one where it is no such path.
  function stepsOf(verb) {
    const found = [[]];
    let depth = 0;
    for (const token of verb) {
      depth += Number(token.text === "(") - Number(token.text === ")");
      if (depth === 0 && token.text === "|") return [verb];
      if (depth === 0 && token.text === "/") found.push([]);
      else found[found.length - 1].push(token);
    }
    return found;
  }

  // The properties of a path without which it could match less: none that may be left out or is negated.
  function needed(verb) {
    const found = [];
    const starts = [];
    let at = 0;
    while (at < verb.length) {
      const token = verb[at];
      const following = at + 1 < verb.length ? verb[at + 1].text : "";
      if (token.text === "!") {
        at = afterNegated(verb, at + 1);
        continue;
      }
      if (token.text === "(") starts.push(found.length);
      else if (token.text === ")") {
        const start = starts.pop();
        if (following === "*" || following === "?") found.length = start;
      } else if ((isIri(token) || token.text === "a") && following !== "*" && following !== "?") found.push(token);
      at += 1;
    }
    return found;
  }

  function afterNegated(verb, start) {
    let at = verb[start].text === "^" ? start + 1 : start;
    let depth = 0;
    do {
      depth += Number(verb[at].text === "(") - Number(verb[at].text === ")");
      at += 1;
    } while (depth !== 0);
    return at;
  }

  // Reads the words of a query from the first to the last.
  class Reading {
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
      const clause = form === "SELECT" ? this.slice(start, this.at) : "";
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
      const modifiers = {};
      const places = {};
      const keywords = csgraph.grammar.modifiers;
      while (this.isWord(...keywords)) {
        const start = this.at;
        const keyword = this.token.text.toUpperCase();
        if (keyword === "VALUES") this.values();
        else {
          this.at += 1;
          while (!this.isWord(...keywords, "}") && this.token.kind !== "END") this.skipBrackets();
        }
        modifiers[keyword] = this.slice(start, this.at);
        places[keyword] = this.tokens[start].start;
      }
      return { form, clause, group, modifiers, places, template: template || [] };
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
        shown: shown(tokens),
        names: namesOf(tokens),
        tokens,
        groups: [],
        select: null,
        terms: [],
        within: [],
        ...more,
      };
    }

    select() {
      const start = this.at;
      while (!this.isWord("WHERE", "{")) this.skipBrackets();
      const select = this.rest("SELECT", this.slice(start, this.at));
      const part = this.part("SELECT", start, { select, names: this.selected(start, select) });
      part.query = `{ ${part.query} }`;
      return part;
    }

    selected(start, select) {
      const names = [];
      let at = start + 1;
      while (!["WHERE", "{"].includes(this.tokens[at].text.toUpperCase())) {
        const token = this.tokens[at];
        if (token.text === "*" && select.group) return union(...select.group.parts.map((part) => part.names));
        if (this.closing.has(at)) at = this.closing.get(at);
        names.push(this.tokens[at].text === ")" ? this.tokens[at - 1] : token);
        at += 1;
      }
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
          shown: `${shown(subject)} ${shown(verb)} ${shown(value)}`,
          names: union(namesOf(tokens), label ? [label] : []),
          tokens,
          groups: [],
          select: null,
          terms: [subject, verb, value],
          within: [],
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

  // -- Asking about parts of a query: probes.py -----------------------------------------------------------------------

  class Probes {
    constructor(query, ask, { prefixes, elsewhere, seconds }) {
      const { limits } = csgraph.grammar;
      this.query = query;
      this.ask = ask;
      this.elsewhere = elsewhere;
      this.prefixes = prefixes || csgraph.grammar.prefixes;
      this.end = Date.now() + 1000 * (seconds === undefined ? limits.seconds : seconds);
      this.left = limits.queries;
      this.known = new Map();
      const declared = Object.entries(this.prefixes).filter(([prefix]) => !query.prefixes.has(prefix));
      this.prologue = [...declared.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`), query.prologue].join("\n");
    }

    asked(head, body, tail, ask) {
      this.left -= 1;
      if (this.left < 0 || Date.now() > this.end) throw new EnoughError();
      const dataset = ask ? "" : this.query.dataset;
      return (ask || this.ask)(`${this.prologue} ${head} ${dataset} { ${body}\n} ${tail || ""}`);
    }

    isEmpty(body) {
      if (!this.known.has(body)) this.known.set(body, !this.asked("ASK", body));
      return this.known.get(body);
    }

    count(body) {
      const most = csgraph.grammar.limits.rows + 1;
      const rows = this.asked("SELECT (COUNT(*) AS ?csgraph)", `{ SELECT * { ${body}\n} LIMIT ${most} }`);
      return Number([...rows][0].get("csgraph").value);
    }

    values(variable, body, most) {
      const named = `${body}\nFILTER(!ISBLANK(${variable}))`;
      const rows = this.asked(`SELECT DISTINCT ${variable}`, named, `ORDER BY ${variable} LIMIT ${most}`);
      return [...rows].map((row) => row.get(variable.slice(1))).filter(Boolean);
    }

    graphs(body) {
      if (!this.elsewhere || this.query.dataset) return [];
      const { graph } = csgraph.grammar;
      const rows = this.asked("SELECT DISTINCT ?csgraph", `GRAPH ?csgraph { ${body}\n}`, "", this.elsewhere);
      const found = [...rows].map((row) => row.get("csgraph")).filter(Boolean).map((term) => term.value);
      return found.filter((each) => each.startsWith(graph)).sort().map((each) => each.slice(graph.length));
    }
  }

  // Parts whose solutions are joined; those that have no variable in common are asked apart.
  class Joined {
    constructor(parts, isEmpty) {
      this.parts = parts;
      this.askEmpty = isEmpty;
      this.known = new Map();
      this.needs = new Map();
      parts.forEach((part, number) => {
        if (part.kind !== "BIND") return;
        const others = [...Array(number).keys()].filter((other) => meet(parts[other].names, part.names));
        this.needs.set(number, others);
      });
    }

    isEmpty(chosen) {
      const kept = new Set(chosen);
      for (const [number, others] of this.needs) {
        if (!others.every((other) => kept.has(other))) kept.delete(number);
      }
      return this.components([...kept].sort((a, b) => a - b)).some((component) => this.componentIsEmpty(component));
    }

    componentIsEmpty(component) {
      const key = component.join();
      if (!this.known.has(key)) this.known.set(key, this.askEmpty(component.map((number) => this.parts[number])));
      return this.known.get(key);
    }

    components(chosen) {
      let found = [];
      for (const number of chosen) {
        const { names } = this.parts[number];
        const near = found.filter((each) => meet(each.names, names));
        found = found.filter((each) => !near.includes(each));
        found.push({
          numbers: [number, ...near.flatMap((each) => each.numbers)].sort((a, b) => a - b),
          names: union(names, ...near.map((each) => each.names)),
        });
      }
      return found.map((each) => each.numbers);
    }

    least() {
      const numbers = [...this.parts.keys()];
      const alone = numbers.filter((number) => this.isEmpty([number]));
      if (alone.length) return alone.map((number) => [number]);
      if (numbers.length <= csgraph.grammar.limits["parts in pairs"]) {
        for (const one of numbers) {
          for (const other of numbers.slice(one + 1)) if (this.isEmpty([one, other])) return [[one, other]];
        }
      }
      return [shrunk(numbers, (chosen) => this.isEmpty(chosen))];
    }
  }

  function shrunk(items, isEmpty) {
    let kept = items;
    for (const item of [...items].reverse()) {
      const fewer = kept.filter((each) => each !== item);
      if (isEmpty(fewer)) kept = fewer;
    }
    return kept;
  }

  function inside(graphs, body) {
    return graphs.reduceRight((inner, head) => `${shown(head)} { ${inner}\n}`, body);
  }

  function bodyOf(parts) {
    // A blank node may stand in one group only, so what is in one GRAPH stays there together.
    const groups = [];
    for (const { within, query } of parts) {
      const last = groups[groups.length - 1];
      if (last && last.within === within) last.queries.push(query);
      else groups.push({ within, queries: [query] });
    }
    return groups.map(({ within, queries }) => inside(within.length ? [within] : [], queries.join("\n"))).join("\n");
  }

  // -- The reasons: explanation.py ------------------------------------------------------------------------------------

  function reason(message, start, more) {
    return { message, start: start === undefined ? null : start, about: "", graph: "", isFirstWord: false, ...more };
  }

  class Explanation {
    constructor(text, query, asked, terms) {
      this.text = text;
      this.query = query;
      this.asked = asked;
      this.terms = terms;
      this.limits = csgraph.grammar.limits;
    }

    isEmpty(body) {
      return this.asked.isEmpty(body);
    }

    say(name, words) {
      return csgraph.words(csgraph.grammar.explanations[name], words);
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
      if (!filters.size || this.isEmpty(text)) yield* this.select(select, text, []);
      else if (this.isEmpty(bound)) yield* this.parameters(text, filters);
      else yield* this.select(select, bound, []);
    }

    // Queries, and queries in queries

    *select(select, body, within) {
      if (!select.group) return;
      if (numberIn(select.modifiers.LIMIT || "") === 0) yield reason(this.say("LIMIT"), select.places.LIMIT);
      else if (this.isEmpty(inside(within, body))) yield* this.group(select.group, within);
      else yield* this.modified(select, body, within);
    }

    *modified(select, body, within) {
      const { modifiers, places } = select;
      const clause = select.clause || ("GROUP" in modifiers ? "SELECT (1 AS ?csgraph1)" : "SELECT *");
      let rows = `${clause} { ${body}\n} ${modifiers.GROUP || ""}`;
      if (this.isEmpty(inside(within, `{ ${rows} }`))) return;
      for (const keyword of ["HAVING", "VALUES"]) {
        const fewer = `${rows} ${modifiers[keyword] || ""}`;
        if (this.isEmpty(inside(within, `{ ${fewer} }`))) {
          const before = inside(within, `{ ${rows} }`);
          const quoted = this.quoted(lineOf(modifiers[keyword]));
          yield reason(this.say(keyword, { quoted, rows: this.rows(before), none: this.none(before) }), places[keyword]);
          return;
        }
        rows = fewer;
      }
      if ("OFFSET" in modifiers) {
        const number = numberIn(modifiers.OFFSET);
        const all = inside(within, `{ ${rows} }`);
        if (number !== null && this.asked.count(all) <= number) {
          yield reason(this.say("beyond", { number, rows: this.rows(all) }), places.OFFSET);
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
          yield reason(this.say(word, { variable: text, hint: this.near(name, names) }), start);
        } else if (select.form === "DESCRIBE") {
          const values = this.asked.values(name, body, this.limits.examples + 1);
          const listed = this.values(values, this.limits.examples);
          if (values.length) yield reason(this.say("described", { variable: text, values: listed }), start);
        }
      }
    }

    *described(token) {
      if (this.isKnown(token)) yield reason(this.say("object", { term: this.named(token) }), token.start);
      else yield* this.unknown(token);
    }

    *parameters(body, filters) {
      const names = [...filters.keys()];
      const alone = names.filter((name) => this.isEmpty(`${body} ${filters.get(name)}`));
      for (const name of alone) {
        const others = names.filter((other) => !alone.includes(other)).map((other) => filters.get(other));
        let among = [body, ...others].join(" ");
        if (this.isEmpty(among)) among = body;
        const choices = this.choices(name, among);
        yield reason(this.say("parameter", { none: this.none(body), choices }), null, { about: this.given(name) });
      }
      if (!alone.length) {
        const joined = (chosen) => [body, ...chosen.map((name) => filters.get(name))].join(" ");
        const least = shrunk(names, (chosen) => this.isEmpty(joined(chosen)));
        const choices = this.choices(least[least.length - 1], joined(least.slice(0, -1)), "choices beside");
        const about = least.map((name) => this.given(name)).join(" ");
        yield reason(this.say("parameters", { choices }), null, { about });
      }
    }

    choices(name, body, words) {
      const values = this.asked.values(`?${name}`, body, this.limits.choices + 1);
      return values.length ? this.say(words || "choices", { name, values: this.values(values, this.limits.choices) }) : "";
    }

    given(name) {
      const written = this.terms[name].map((term) => {
        const iri = /^<(.*)>$/.exec(term);
        return iri ? csgraph.safe(this.short(iri[1])) : this.literal(term);
      });
      return `${name}=${written.join(", ")}`;
    }

    // Groups

    *group(group, within) {
      const parts = joinedOf(group);
      const joined = new Joined(parts, (chosen) => this.isEmpty(inside(within, bodyOf(chosen))));
      if (joined.isEmpty([...parts.keys()])) {
        for (const least of joined.least()) {
          const chosen = least.map((number) => parts[number]);
          if (chosen.length === 1) yield* this.part(chosen[0], within);
          else yield this.together(chosen, within);
        }
      } else yield* this.removed(group, within);
    }

    *part(part, within) {
      if (part.within.length) {
        const graphs = [...within, part.within];
        const absent = this.absentGraph(graphs);
        if (absent) yield absent;
        else yield* this.part({ ...part, within: [] }, graphs);
      } else if (part.kind === "TRIPLE") yield* this.triple(part, within);
      else if (part.kind === "VALUES") yield reason(this.say("none given"), part.start);
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
      if (!isIri(token) || !this.isEmpty(inside([head], "?s ?p ?o ."))) return null;
      const base = csgraph.grammar.graph;
      const full = this.iri(token) || "";
      const name = full.startsWith(base) ? full.slice(base.length) : full;
      const isOurs = full.startsWith(base) && this.asked.graphs("?s ?p ?o .").includes(name);
      const message = this.say(isOurs ? "graph to add" : "graph", { term: this.named(token), graph: name });
      return reason(message, token.start, { graph: isOurs ? name : "" });
    }

    otherValues(parts, within) {
      for (const part of [...parts].reverse()) {
        if (!part.terms.length || part.terms[1][0].kind === "VAR" || !isConstant(part.terms[2])) continue;
        const body = bodyOf(parts.map((each) => (each === part ? { ...part, query: this.free(part) } : each)));
        const values = this.asked.values("?csgraph", inside(within, body), this.limits.examples + 1);
        if (values.length) {
          const pattern = this.quoted(`${shown(part.terms[0])} ${shown(part.terms[1])} …`);
          const name = parts.length > 1 ? "instead beside" : "instead";
          return this.say(name, { pattern, values: this.values(values, this.limits.examples) });
        }
      }
      return "";
    }

    free(part) {
      const value = part.terms[2];
      const last = value[value.length - 1];
      const size = last.start + last.text.length - value[0].start;
      return `${part.query.slice(0, -size - " .".length)}?csgraph .`;
    }

    together(parts, within) {
      const first = parts[0];
      let hint = "";
      for (const part of parts) {
        if (part.kind === "VALUES" && !hint) {
          const others = parts.filter((other) => other !== part);
          hint = this.nearLiteral(part, bodyOf(others), variablesIn(part.tokens), within);
        }
      }
      if (!hint && parts.every((part) => part.within.length)) {
        const bare = parts.map((part) => part.query).join("\n");
        if (!this.isEmpty(inside(within, bare))) hint = this.say("not in one graph");
      }
      hint = hint || this.otherValues(parts, within) || this.say("change");
      const listed = parts.map((part) => this.quoted(part.shown) + this.lineNumber(part, first));
      return reason(this.say("together", { patterns: list(listed), hint }), first.start);
    }

    lineNumber(part, first) {
      const [line, other] = [part, first].map((each) => this.text.slice(0, each.start).split("\n").length);
      return line === other ? "" : this.say("line", { line });
    }

    // Conditions

    *removed(group, within) {
      const kinds = csgraph.grammar.removers;
      const removers = group.parts.filter((part) => kinds.includes(part.kind));
      const body = (chosen, changed) => {
        const kept = group.parts.filter((part) => !kinds.includes(part.kind) || chosen.includes(part));
        return inside(within, `${bodyOf(kept)}\n${changed || ""}`);
      };
      if (!removers.length || this.isEmpty(body([]))) return;
      const alone = removers.filter((part) => this.isEmpty(body([part])));
      for (const part of alone) {
        const words = { filter: this.quoted(part.shown), rows: this.rows(body([])) };
        yield* this.hinted("each", part.start, () => [this.hintAtRemover(part, group, body), ""], words);
        if (part.kind === "FILTER" && part.groups.length && this.isEmpty(inside(within, part.groups[0].text))) {
          yield* this.group(part.groups[0], within);
        }
      }
      if (!alone.length && this.isEmpty(body(removers))) {
        const least = shrunk(removers, (chosen) => this.isEmpty(body(chosen)));
        const listed = least.map((part) => this.quoted(part.shown) + this.lineNumber(part, least[0]));
        const words = { patterns: list(listed), rows: this.rows(body([])) };
        yield reason(this.say("together removed", words), least[0].start);
      }
    }

    hintAtRemover(part, group, body) {
      const isRead = part.kind === "FILTER" && !part.groups.length;
      return (isRead && this.hintAtFilter(part, group, body)) || this.say("leave out");
    }

    hintAtFilter(part, group, body) {
      const names = givenBy(group.parts);
      const variables = variablesIn(part.tokens);
      for (const variable of variables) {
        if (!names.has(variable)) return this.say("unbound", { variable, hint: this.near(variable, names) });
      }
      const before = body([]);
      const finds = (changed) => !this.isEmpty(body([], changed));
      for (const token of part.tokens) {
        if (isIri(token) && !this.isKnown(token)) {
          const near = this.nearest(token, this.like(token));
          if (near && finds(changed(part, new Map([[token, near]])))) return this.say("near", { near });
        }
      }
      const literal = this.nearLiteral(part, before, variables, [], finds);
      if (literal) return literal;
      const strings = part.tokens.filter((token) => token.kind === "STRING");
      const isLettered = strings.some(({ text }) => text.toLowerCase() !== text.toUpperCase());
      if (isLettered && !part.shown.toUpperCase().includes("EXISTS")) {
        const small = new Map(strings.map((token) => [token, token.text.toLowerCase()]));
        for (const token of part.tokens) if (token.kind === "VAR") small.set(token, `LCASE(STR(${token.text}))`);
        const filter = changed(part, small);
        try {
          if (finds(filter)) return this.say("folded", { filter: this.quoted(lineOf(filter)) });
        } catch (error) {
          // Not every place of a variable can have an expression: such as that of BOUND.
          if (error instanceof EnoughError) throw error;
        }
      }
      if (variables.length === 1) {
        const values = this.asked.values(variables[0], before, this.limits.examples + 1);
        return this.say("examples", { variable: variables[0], values: this.values(values, this.limits.examples) });
      }
      return "";
    }

    nearLiteral(part, body, variables, within, finds) {
      for (const literal of literalsIn(part.tokens)) {
        const written = literal.map((token) => token.text).join("");
        const number = /^(["'])(\p{Nd}+)\1$/u.exec(written);
        if (number && finds && finds(changed(part, new Map([[literal[0], number[2]]])))) {
          return this.say("near", { near: number[2] });
        }
        for (const variable of variables) {
          for (const value of this.alike(variable, written, inside(within, body))) {
            const texts = new Map(literal.map((token, at) => [token, at ? "" : value.toString()]));
            if (!finds || finds(changed(part, texts))) return this.say("near", { near: this.term(value) });
          }
        }
      }
      return "";
    }

    alike(variable, written, body) {
      const length = `ABS(STRLEN(STR(${variable})) - STRLEN(STR(${written}))) < ${this.limits.spaces}`;
      const same = `(${length} && ${folded(variable)} = ${folded(written)}) || ${variable} = ${written}`;
      const filters = `FILTER(${same}) FILTER(!SAMETERM(${variable}, ${written}))`;
      return this.asked.values(variable, `${body} ${filters}`, this.limits.near);
    }

    // Triple patterns

    *triple(part, within) {
      const pattern = this.quoted(part.shown);
      if (within.length && !this.isEmpty(part.query)) {
        const head = within[within.length - 1];
        const name = head[1].kind === "VAR" ? "in no graph" : "outside";
        yield reason(this.say(name, { pattern, graph: this.quoted(shown(head)) }), part.start);
        return;
      }
      if (!part.terms.length) {
        yield reason(this.say("triple", { pattern, hint: "" }), part.start);
        return;
      }
      const [subject, verb, value] = part.terms;
      const properties = this.missingProperties(verb);
      const isClass = this.isType(verb);
      const names = [subject, value].filter((term) => term.length === 1 && isIri(term[0])).map(([token]) => token);
      const ofClass = names.filter((token) => isClass && token === value[0]);
      const classes = ofClass.filter((token) => this.isEmpty(`?s ${RDF_TYPE} ${token.text} .`));
      const unknown = names.filter((token) => !ofClass.includes(token) && !this.isKnown(token));
      for (const token of properties) {
        yield* this.hinted("property", token.start, () => this.hintAtProperty(token), { term: this.named(token) });
      }
      for (const token of classes) {
        yield* this.hinted("class", token.start, () => this.hintAtClass(token), { term: this.named(token) });
      }
      for (const token of unknown) yield* this.unknown(token);
      if (properties.length || classes.length || unknown.length) return;
      const broken = this.brokenPath(part);
      if (broken) yield reason(this.say("path", { pattern, part: this.quoted(broken) }), part.start);
      else yield* this.hinted("triple", part.start, () => this.graphOrHintAtTriple(part), { pattern });
    }

    graphOrHintAtTriple(part) {
      const graph = this.graph(part.query);
      return graph ? [this.say("elsewhere", { graph }), graph] : [this.hintAtTriple(part), ""];
    }

    hintAtTriple(part) {
      const [subject, verb, value] = part.terms;
      const [left, path, right] = part.terms.map(shown);
      if (isConstant(value)) {
        const [near] = this.alike("?csgraph", right, this.free(part));
        if (near) return this.say("near", { near: this.term(near) });
        const others = this.asked.values("?csgraph", `${left} ?csgraph ${right} .`, this.limits.near);
        if (others.length && verb.length === 1) {
          return this.say("other property", { property: list(others.map((each) => this.term(each))) });
        }
      }
      const kinds = [subject, value].map((term) => Number(isIri(term[0])) - Number(isVariable(term)));
      const isTurnable = Math.max(...kinds) === 1 && !kinds.includes(0);
      if (isTurnable && !this.isType(verb) && !this.isEmpty(`${right} ${path} ${left} .`)) {
        return this.say("reversed", { pattern: this.quoted(`${right} ${path} ${left}`) });
      }
      if (stepsOf(verb).length > 1) return this.say("parts of path");
      return this.otherValues([part], []);
    }

    brokenPath(part) {
      const steps = stepsOf(part.terms[1]).map(shown);
      const [subject, , value] = part.terms.map(shown);
      for (let size = 1; size < steps.length; size += 1) {
        const runs = [];
        for (let first = 0; first + size <= steps.length; first += 1) {
          runs.push(steps.slice(first, first + size).join("/"));
        }
        const last = runs[runs.length - 1];
        for (const run of runs) if (this.isEmpty(`?csgraph ${run} ?csgraph0 .`)) return run;
        if (this.isEmpty(`${subject} ${runs[0]} ?csgraph .`)) return `${subject} ${runs[0]}`;
        if (this.isEmpty(`?csgraph ${last} ${value} .`)) return `${last} ${value}`;
      }
      return "";
    }

    missingProperties(verb) {
      if (verb[0].kind === "VAR") return [];
      const properties = needed(verb).filter((token) => token.text !== "a");
      const missing = properties.filter((token) => this.isEmpty(`?s ${token.text} ?o .`));
      return verb.some((token) => token.text === "|") && missing.length !== properties.length ? [] : missing;
    }

    hintAtProperty(token) {
      const graph = this.graph(`?s ${token.text} ?o .`);
      if (graph) return [this.say("elsewhere", { graph }), graph];
      const below = `?csgraph ${SUB_PROPERTY}+ ${token.text} . ?s ?csgraph ?o .`;
      const names = this.asked.values("?csgraph", below, this.limits.choices).map((each) => this.term(each));
      if (names.length) return [this.say("properties below", { names: names.join(", ") }), ""];
      if (this.isKnown(token)) return [this.say("unused"), ""];
      return [this.spelling(token, this.asked.values("?p", "?s ?p ?o .", this.limits.rows)), ""];
    }

    hintAtClass(token) {
      const graph = this.graph(`?s ${RDF_TYPE} ${token.text} .`);
      if (graph) return [this.say("elsewhere", { graph }), graph];
      if (!this.isEmpty(`?s ${RDF_TYPE}/${SUB_CLASS}+ ${token.text} .`)) return [this.say("class below"), ""];
      const near = this.spelling(token, this.asked.values("?c", `?s ${RDF_TYPE} ?c .`, this.limits.rows));
      return [near === this.say("spelling") && this.isKnown(token) ? this.say("unused") : near, ""];
    }

    // A reason, and once more with what to do, and the graph to add, which may take long to find out.
    *hinted(name, start, hint, words) {
      yield reason(this.say(name, { ...words, hint: "" }), start, { isFirstWord: true });
      const [told, graph] = hint();
      yield reason(this.say(name, { ...words, hint: told }), start, { graph });
    }

    // Terms

    spelling(token, terms) {
      const near = this.nearest(token, terms);
      return near ? this.say("near", { near }) : this.say("spelling");
    }

    isType(verb) {
      return verb.length === 1 && (verb[0].text === "a" || `<${this.iri(verb[0])}>` === RDF_TYPE);
    }

    isKnown({ text }) {
      return [`${text} ?p ?o .`, `?s ?p ${text} .`, `?s ${text} ?o .`].some((pattern) => !this.isEmpty(pattern));
    }

    *unknown(token) {
      yield* this.hinted("term", token.start, () => this.hintAtTerm(token), { term: this.named(token) });
    }

    hintAtTerm(token) {
      const graph = this.graph(`${token.text} ?p ?o .`) || this.graph(`?s ?p ${token.text} .`);
      return graph ? [this.say("elsewhere", { graph }), graph] : [this.spelling(token, this.like(token)), ""];
    }

    // The terms, of all that there are, of the namespace of another, or with the same name in another one.
    like(token) {
      const full = this.iri(token);
      if (full === null) return [];
      const cut = Math.max(full.lastIndexOf("/"), full.lastIndexOf("#")) + 1;
      const [namespace, local] = [full.slice(0, cut), full.slice(cut)].map((part) => JSON.stringify(part.toLowerCase()));
      return [["?s", "?s ?p ?o ."], ["?o", "?s ?p ?o . FILTER(ISIRI(?o))"]].flatMap(([name, triple]) => {
        const text = `LCASE(STR(${name}))`;
        const filter = `FILTER(STRSTARTS(${text}, ${namespace}) || STRENDS(${text}, ${local}))`;
        return this.asked.values(name, `{ SELECT DISTINCT ${name} { ${triple} } } ${filter}`, this.limits.rows);
      });
    }

    nearest(token, terms) {
      const full = this.iri(token);
      if (full === null) return "";
      const byName = new Map();
      for (const term of terms) if (term.termType === "NamedNode") byName.set(this.short(term.value), term.value);
      let near = nearestName(this.short(full), byName.keys());
      if (near === null) {
        const other = nearestName(full, byName.values());
        near = other && this.short(other);
      }
      return csgraph.safe(near || "");
    }

    near(variable, names) {
      const known = [...names].filter((name) => name.startsWith("?")).map((name) => name.slice(1));
      const near = nearestName(variable.slice(1), known);
      return near ? this.say("near", { near: `?${near}` }) : "";
    }

    graph(body) {
      return this.asked.graphs(body)[0] || "";
    }

    iri(token) {
      if (token.kind === "IRIREF") return /^<[A-Za-z][A-Za-z0-9+.-]*:/.test(token.text) ? token.text.slice(1, -1) : null;
      const colon = token.text.indexOf(":");
      if (colon < 0) return null;
      const prefix = token.text.slice(0, colon);
      const namespace = this.query.prefixes.has(prefix) ? this.query.prefixes.get(prefix) : this.asked.prefixes[prefix];
      return namespace === undefined ? null : namespace + token.text.slice(colon + 1).replace(/\\(.)/gs, "$1");
    }

    named(token) {
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
      const most = this.limits.letters;
      return `\`${letters.length <= most ? letters.join("") : `${letters.slice(0, most).join("")}…`}\``;
    }

    none(body) {
      const count = this.asked.count(body);
      const name = count > this.limits.rows ? "none of many" : count === 1 ? "not the only" : "none of";
      return this.say(name, { count: Math.min(count, this.limits.rows) });
    }

    rows(body) {
      const count = this.asked.count(body);
      if (count > this.limits.rows) return this.say("many rows", { count: this.limits.rows });
      return count === 1 ? this.say("a row") : this.say("rows", { count });
    }
  }

  function joinedOf(group) {
    const { joined } = csgraph.grammar;
    const parts = inlined(group.parts).filter((part) => joined.includes(part.kind));
    const sure = union(...parts.filter((part) => part.kind !== "BIND").map((part) => part.names));
    const optional = union(...group.parts.filter((part) => part.kind === "OPTIONAL").map((part) => part.names));
    for (const name of sure) optional.delete(name);
    return parts.filter((part) => part.kind !== "BIND" || !meet(part.names, optional));
  }

  function givenBy(parts) {
    const { removers } = csgraph.grammar;
    return union(...parts.filter((part) => !removers.includes(part.kind)).map((part) => part.names));
  }

  function variablesIn(tokens) {
    const found = new Set();
    let depth = 0;
    for (const { kind, text } of tokens) {
      depth += Number(text === "{") - Number(text === "}");
      if (kind === "VAR" && depth === 0) found.add(`?${text.slice(1)}`);
    }
    return [...found];
  }

  function literalsIn(tokens) {
    const found = [];
    tokens.forEach((token, at) => {
      if (token.kind === "INTEGER" || token.kind === "NUMBER") found.push([token]);
      else if (token.kind === "STRING") {
        const following = tokens[at + 1];
        const size = !following ? 1 : following.kind === "LANGTAG" ? 2 : following.text === "^^" ? 3 : 1;
        found.push(tokens.slice(at, at + size));
      }
    });
    return found;
  }

  function changed(part, texts) {
    let text = "";
    let end = 0;
    for (const token of part.tokens) {
      const start = token.start - part.start;
      text += part.query.slice(end, start) + (texts.has(token) ? texts.get(token) : token.text);
      end = start + token.text.length;
    }
    return text + part.query.slice(end);
  }

  function lineOf(text) {
    return shown(csgraph.tokenize(text).slice(0, -1));
  }

  function folded(term) {
    return `REPLACE(REPLACE(LCASE(STR(${term})), "^\\\\s+|\\\\s+$", ""), "\\\\s+", " ")`;
  }

  function isIri(token) {
    return token.kind === "IRIREF" || token.kind === "PNAME";
  }

  function isConstant([{ kind, text }]) {
    return ["IRIREF", "PNAME", "INTEGER", "NUMBER", "STRING", "WORD"].includes(kind) || text === "+" || text === "-";
  }

  function isVariable([{ kind }]) {
    return kind === "VAR" || kind === "BLANK" || kind === "ANON";
  }

  function numberIn(text) {
    const found = /\p{Nd}+/u.exec(text);
    return found ? Number(found[0]) : null;
  }

  function list(names) {
    return [names.slice(0, -1).join(", "), names[names.length - 1]].filter(Boolean).join(" and ");
  }

  let prefixesByNamespace = null;

  function ourPrefixes() {
    prefixesByNamespace =
      prefixesByNamespace || new Map(Object.entries(csgraph.grammar.prefixes).map(([prefix, iri]) => [iri, prefix]));
    return prefixesByNamespace;
  }

  // -- Names that are like others: hints.py ---------------------------------------------------------------------------

  function nearestName(term, known) {
    const names = [...new Set(known)];
    if (names.includes(term)) return null;
    const wanted = term.toLowerCase();
    const same = names.filter((name) => name.toLowerCase() === wanted);
    if (same.length) return same.sort()[0];
    const [prefix, local] = split(wanted);
    const siblings = [];
    const namesakes = [];
    for (const name of names) {
      const other = name.toLowerCase();
      if (!(other.startsWith(prefix) || other.endsWith(local)) || numberless(other) === numberless(wanted)) continue;
      const [itsPrefix, itsLocal] = split(other);
      if (itsPrefix === prefix) siblings.push([name, itsLocal]);
      else if (itsLocal === local) namesakes.push([name, itsPrefix]);
    }
    const { likeness, "likeness of prefixes": ofPrefixes } = csgraph.grammar.limits;
    return mostAlike(local, siblings, likeness) || mostAlike(prefix, namesakes, ofPrefixes);
  }

  function split(name) {
    const start = Math.max(...[...":/#"].map((sign) => name.lastIndexOf(sign))) + 1;
    return [name.slice(0, start), name.slice(start)];
  }

  function numberless(name) {
    return name.replace(/\p{Nd}+/gu, "0");
  }

  function mostAlike(wanted, candidates, least) {
    const byPart = new Map();
    const inOrder = candidates.sort(([one], [other]) => (one < other ? 1 : one > other ? -1 : 0));
    for (const [name, part] of inOrder) byPart.set(part, name);
    const [near] = csgraph.closeMatches(wanted, [...byPart.keys()].sort(), 1, least);
    return near === undefined ? null : byPart.get(near);
  }

  // -- What is called -------------------------------------------------------------------------------------------------

  csgraph.reasons = function (text, ask, options) {
    let found = [];
    for (found of soFar(text, ask, options || {}));
    return found;
  };

  // The reasons that are found so far, each once, as often as there are more.
  function* soFar(text, ask, options) {
    const query = new Reading(text).query();
    const asked = new Probes(query, ask, options);
    const found = [];
    try {
      for (const each of new Explanation(text, query, asked, options.terms || {}).reasons()) {
        if (each.isFirstWord) {
          yield [...found, each];
          continue;
        }
        // That a graph is to be added need be said once.
        const isSaid = found.some((other) => each.graph && other.graph === each.graph);
        if (!isSaid && !found.some((other) => JSON.stringify(other) === JSON.stringify(each))) found.push(each);
        yield [...found];
        if (found.length === csgraph.grammar.limits.reasons) return;
      }
    } catch (error) {
      if (!(error instanceof EnoughError)) throw error;
    }
  }

  csgraph.explain = function (text, ask, options) {
    const place = (options && options.place) || "";
    let found = [];
    try {
      for (found of soFar(text, ask, options || {}));
    } catch {
      // Whatever is wrong in here, the answer is right, and that no more is said of it does no harm.
    }
    return found.map(({ message, start, about }) => {
      if (start === null) return [about || place, message].filter(Boolean).join(": ");
      const before = text.slice(0, start).split("\n");
      const column = [...before[before.length - 1]].length + 1;
      return `${place ? `${place}:` : ""}${before.length}:${column}: ${message}`;
    });
  };
})(globalThis.csgraph);
