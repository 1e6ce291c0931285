// Tokens and diagnostics of SPARQL, with the messages of the command line.
//
// A classic script, for a page, a worker or node's vm. It needs `csgraph.grammar`, which is what
// `csgraph.sparql.explain.browser.tables()` returns in Python. Offsets count UTF-16 units, as those of strings do here.
//
//   csgraph.tokenize(text, {comments: false}) -> [{kind, text, start}]
//       The tokens; kinds are those of tokens.py (STRING, IRIREF, VAR, BLANK, PNAME, LANGTAG, NUMBER, INTEGER, WORD, NIL,
//       ANON, MARK, OTHER), the last is END. With comments, these too, as COMMENT; white space never.
//   csgraph.syntaxProblem(text, prefixes = csgraph.grammar.prefixes, said) -> {offset, message} | null
//       The first error of the query. With `said`, the engine's own message about a query that it refused, there is
//       always one; without, null if the query matches the grammar.
//   csgraph.spans(tokens, names) -> {name: Map of tokens' places} | null
//       The numbers of the tokens at which each match of these rules begins and ends; null if the query has an error.
//   csgraph.closeMatches(word, names, count, least) -> [name]
//       The names most similar to a word, as Python's difflib.get_close_matches returns them.
"use strict";
globalThis.csgraph = globalThis.csgraph || {};
(function (csgraph) {
  let pattern = null;

  csgraph.tokenize = function (text, options) {
    const comments = Boolean(options && options.comments);
    if (pattern === null) {
      const kinds = Object.entries(csgraph.grammar.tokens).map(([kind, words]) => `(?<${kind}>${words})`);
      pattern = new RegExp(kinds.join("|"), "gsu");
    }
    const tokens = [];
    for (const found of text.matchAll(pattern)) {
      const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
      if (kind !== "SPACE") tokens.push({ kind, text: found[0], start: found.index });
      else if (comments && found[0][0] === "#") tokens.push({ kind: "COMMENT", text: found[0], start: found.index });
    }
    tokens.push({ kind: "END", text: "", start: text.trimEnd().length });
    return tokens;
  };

  // Matches the tokens of a query against the grammar, and records the first that does not fit: grammar.Recognizer.
  class Recognizer {
    constructor(tokens, names = []) {
      this.tokens = tokens;
      this.spans = Object.fromEntries(names.map((each) => [each, new Map()]));
      this.far = 0;
      this.expected = new Set();
      this.words = new Set();
      this.open = [];
    }

    read([kind, content], at) {
      if (kind === "all") return this.all(content, at);
      if (kind === "any") return this.any(content, at);
      if (kind === "repeat") return this.repeat(content, at);
      return kind === "rule" ? this.rule(content, at) : this.token(content, at);
    }

    all(nodes, at) {
      for (const node of nodes) {
        at = this.read(node, at);
        if (at === null) return null;
      }
      return at;
    }

    any(nodes, at) {
      for (const node of nodes) {
        const end = this.read(node, at);
        if (end !== null) return end;
      }
      return null;
    }

    repeat([node, least, most], at) {
      let times = 0;
      while (most === null || times < most) {
        const end = this.read(node, at);
        if (end === null || end === at) break;
        at = end;
        times += 1;
      }
      return times >= least ? at : null;
    }

    rule(name, at) {
      const label = csgraph.grammar.labels[name];
      if (label) this.open.push([label, at]);
      const end = this.read(csgraph.grammar.rules[name], at);
      if (label) this.open.pop();
      if (end !== null && name in this.spans) this.spans[name].set(at, end);
      return end;
    }

    token(name, at) {
      const { kind, text } = this.tokens[at];
      let matches;
      if (name in csgraph.grammar.kinds) matches = name === "PREFIXNAME" ? /^[^:]*:$/.test(text) : kind === name;
      else if (name[0] === "'") matches = text === name.slice(1, -1);
      else matches = kind === "WORD" && text.toUpperCase() === name;
      if (matches) return at + 1;
      this.fail(name, at);
      return null;
    }

    fail(name, at) {
      if (at < this.far) return;
      if (at > this.far) {
        this.far = at;
        this.expected = new Set();
        this.words = new Set();
      }
      const open = this.open.find(([, start]) => start === at);
      const { kinds } = csgraph.grammar;
      this.expected.add(open ? open[0] : kinds[name] || name);
      if (/[A-Z]/.test(name) && name === name.toUpperCase() && !(name in kinds)) this.words.add(name);
    }
  }

  csgraph.spans = function (tokens, names) {
    const reader = new Recognizer(tokens, names);
    try {
      return reader.read(["rule", "Query"], 0) === null ? null : reader.spans;
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };

  csgraph.syntaxProblem = function (text, prefixes, said) {
    const known = prefixes || csgraph.grammar.prefixes;
    const tokens = csgraph.tokenize(text);
    const found = [ungrammatical(tokens, text), undeclared(tokens, known), relative(tokens)].filter(Boolean);
    if (!found.length) return said ? meaningless(String(said), tokens) : null;
    return found.reduce((first, each) => (each.offset < first.offset ? each : first));
  };

  function problem(offset, name, words) {
    return { offset, message: csgraph.words(csgraph.grammar.problems[name], words) };
  }

  csgraph.words = function (template, words) {
    return template.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  };

  function ungrammatical(tokens, text) {
    const reader = new Recognizer(tokens);
    try {
      if (reader.read(["rule", "Query"], 0) !== null) return null;
    } catch (error) {
      // Nested too deep for the grammar; the message of the engine is used.
      if (error instanceof RangeError) return null;
      throw error;
    }
    const token = tokens[reader.far];
    const expected = listed([...reader.expected]);
    if (tokens.length === 1) return problem(token.start, "empty");
    if (csgraph.grammar.updates.includes(token.text.toUpperCase()) && reader.words.has("SELECT")) {
      return problem(token.start, "update");
    }
    const mistake = knownMistake(tokens, reader, text);
    if (mistake) return mistake;
    if (token.kind === "END") {
      return problem(token.start, "early", { expected, unclosed: unclosed(tokens, text) });
    }
    return problem(token.start, "unexpected", { token: quoted(token), expected });
  }

  // The message for a common mistake.
  function knownMistake(tokens, reader, text) {
    const token = tokens[reader.far];
    const following = tokens[reader.far + 1];
    const word = token.text.toUpperCase();
    const say = (name, words) => problem(token.start, name, words);
    if (token.text && "“”„‘’«»".includes(token.text)) return say("quotation", { token: quoted(token) });
    if (token.text === '"' || token.text === "'") return say("string");
    if (token.text === "<" && /^<(?:[\p{L}\p{N}_]+:|\/|#|[\p{L}\p{N}_]+>)/u.test(text.slice(token.start))) return say("IRI");
    if (word === "@PREFIX" || word === "@BASE") return say("Turtle", { token: token.text, word: word.slice(1) });
    if (csgraph.grammar.aggregates.includes(word) && reader.words.has("DISTINCT")) return say("column", { word });
    if (["}", ")", "]"].includes(word) && reader.expected.has("the end of the query")) {
      return say("closing", { token: quoted(token) });
    }
    if (token.kind !== "WORD") return null;
    const isCall = Boolean(following) && following.text.startsWith("(") && reader.words.has("STR");
    const near = csgraph.closeMatches(word, [...reader.words].sort(), 1, isCall ? 0.75 : 0.7);
    if (near.length) return say("meant", { token: quoted(token), near: near[0] });
    return isCall ? say("function", { token: quoted(token) }) : null;
  }

  function undeclared(tokens, prefixes) {
    const declared = new Set(Object.keys(prefixes));
    const { prefixes: ours, problems } = csgraph.grammar;
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token.kind !== "PNAME") continue;
      const prefix = token.text.slice(0, token.text.indexOf(":"));
      if (at && tokens[at - 1].text.toUpperCase() === "PREFIX") declared.add(prefix);
      else if (!declared.has(prefix)) {
        const isOurs = Object.prototype.hasOwnProperty.call(ours, prefix);
        const near = isOurs ? [] : csgraph.closeMatches(prefix, Object.keys(ours), 1, 0.7);
        return problem(token.start, "prefix", {
          prefix,
          namespace: isOurs ? ours[prefix] : "…",
          near: near.length ? csgraph.words(problems["near prefix"], { near: near[0] }) : "",
        });
      }
    }
    return null;
  }

  function relative(tokens) {
    if (tokens.some((token) => token.kind === "WORD" && token.text.toUpperCase() === "BASE")) return null;
    const found = tokens.find((token) => token.kind === "IRIREF" && !/^<[A-Za-z][A-Za-z0-9+.-]*:/.test(token.text));
    return found ? problem(found.start, "relative", { token: found.text }) : null;
  }

  // The error of a query that matches the grammar.
  function meaningless(said, tokens) {
    const select = tokens.find((token) => token.text.toUpperCase() === "SELECT");
    const start = select ? select.start : 0;
    if (said.includes("variable that is unbound")) return problem(start, "ungrouped");
    if (said.includes("overrides an existing variable")) return problem(start, "overridden");
    const seen = new Set();
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token.kind !== "VAR") continue;
      if (at && tokens[at - 1].text.toUpperCase() === "AS" && seen.has(token.text)) {
        return problem(token.start, "bound", { token: token.text });
      }
      seen.add(token.text);
    }
    for (const token of tokens) {
      if (token.kind === "BLANK" && seen.has(token.text)) {
        return problem(token.start, "blank node", { token: token.text });
      }
      seen.add(token.text);
    }
    const row = wrongRow(tokens);
    if (row) return row;
    const iri = tokens.find((token) => token.kind === "IRIREF");
    if (iri && said.includes("IRI parsing failed")) return problem(iri.start, "invalid", { token: iri.text });
    const place = /error at (\d+):(\d+)/.exec(said);
    const line = place ? csgraph.words(csgraph.grammar.problems.line, { line: place[1] }) : "";
    return problem(0, "refused", { line });
  }

  // The first row of VALUES that has more or fewer values than there are variables.
  function wrongRow(tokens) {
    const next = (text, start) => tokens.findIndex((token, at) => at >= start && token.text === text);
    for (let at = 0; at < tokens.length; at += 1) {
      if (tokens[at].text.toUpperCase() !== "VALUES" || tokens[at + 1].text !== "(") continue;
      const found = next(")", at);
      const end = found < 0 ? at : found;
      const count = end - at - 2;
      let row = end + 2;
      while (row < tokens.length && tokens[row].text === "(") {
        const closed = next(")", row);
        const close = closed < 0 ? tokens.length : closed;
        let marks = 0;
        for (const { kind, text } of tokens.slice(row + 1, close)) {
          marks += text === "^^" ? 2 : Number(kind === "LANGTAG" || text === "+" || text === "-");
        }
        if (close - row - 1 - marks !== count) return problem(tokens[row].start, "row", { count });
        row = close + 1;
      }
    }
    return null;
  }

  // A hint to the bracket that is not closed.
  function unclosed(tokens, text) {
    const stack = [];
    for (const token of tokens) {
      if (["{", "(", "["].includes(token.text)) stack.push(token);
      else if (["}", ")", "]"].includes(token.text)) stack.pop();
    }
    if (!stack.length) return "";
    const { text: bracket, start } = stack[stack.length - 1];
    return csgraph.words(csgraph.grammar.problems.unclosed, { bracket, line: text.slice(0, start).split("\n").length });
  }

  csgraph.safe = function (text) {
    const unsafe = new RegExp(csgraph.grammar.unsafe, "gu");
    return text.replace(unsafe, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`);
  };

  function quoted(token) {
    const letters = [...csgraph.safe(token.text.trim().split(/\s+/u).join(" "))];
    const { length } = csgraph.grammar;
    return `'${letters.length <= length ? letters.join("") : letters.slice(0, length).join("") + "…"}'`;
  }

  function listed(expected) {
    const { shown, problems } = csgraph.grammar;
    if (expected.length > shown) return csgraph.words(problems.more, { expected: expected.slice(0, shown).join(", ") });
    return [expected.slice(0, -1).join(", "), ...expected.slice(-1)].filter(Boolean).join(" or ");
  }

  csgraph.closeMatches = function (word, names, count, least) {
    const found = [];
    for (const name of names) {
      const score = ratio(name, word);
      if (score >= least) found.push([score, name]);
    }
    found.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0));
    return found.slice(0, count).map(([, name]) => name);
  };

  // The similarity of two texts, from 0 to 1: difflib.SequenceMatcher.ratio, for texts of fewer than 200 letters.
  function ratio(a, b) {
    const total = a.length + b.length;
    return total ? (2 * common(a, 0, a.length, b, 0, b.length)) / total : 1;
  }

  function common(a, aLow, aHigh, b, bLow, bHigh) {
    let [bestA, bestB, size] = [aLow, bLow, 0];
    let lengths = new Map();
    for (let i = aLow; i < aHigh; i += 1) {
      const next = new Map();
      for (let j = bLow; j < bHigh; j += 1) {
        if (a[i] !== b[j]) continue;
        const length = (lengths.get(j - 1) || 0) + 1;
        next.set(j, length);
        if (length > size) [bestA, bestB, size] = [i - length + 1, j - length + 1, length];
      }
      lengths = next;
    }
    if (!size) return 0;
    return (
      size + common(a, aLow, bestA, b, bLow, bestB) + common(a, bestA + size, aHigh, b, bestB + size, bHigh)
    );
  }
})(globalThis.csgraph);
