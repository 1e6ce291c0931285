// SPARQL in the browser: `csgraph.engine` queries the publication as `csgraph query` does.
//
// Needs site.js, sparql.js, grammar.js and publication.js. The engine and the graphs are loaded when they are first needed, by
// script elements, since nothing else loads from file://; the engine runs in a worker made from its text.
//
//   csgraph.engine.query(text, {graphs, signal, timeout}) -> Promise<answer>
//       rows:     {kind: "rows", columns: [name], rows: [[term or null]], milliseconds}
//       boolean:  {kind: "boolean", value, milliseconds}
//       triples:  {kind: "triples", triples: [[term, term, term]], milliseconds}
//       Terms are those of SPARQL JSON: {type, value, datatype, "xml:lang"}. It rejects with an Error that may have `offset`,
//       `line` and `column`; with one named AbortError where the query was stopped.
//   csgraph.engine.explain(text, {graphs, terms}) -> Promise<[line]>
//       Why a query has no results, and what to do; terms are lists of the terms of variables, in N-Triples.
//   csgraph.engine.prepare()   loads what the first query needs
//   csgraph.engine.stop()      stops the running query; the next query gets a new engine
//   csgraph.engine.ontell      is called with the name of what is being loaded, and with "" when it is loaded
//   csgraph.href(iri)          the page of one of our IRIs; an http, https or mailto address unchanged; else null
//   csgraph.shorten(iri)       the CURIE of an IRI; null where no prefix fits
//   csgraph.placed(problem, text)   an Error with the line and column of a problem that `csgraph.syntaxProblem` found
//   csgraph.ntriples(term)     a term in N-Triples, which SPARQL reads as well
"use strict";
globalThis.csgraph = globalThis.csgraph || {};
(function (csgraph) {
  const ROOT = new URL("..", document.currentScript.src);
  // The graph of inferred triples, which explanations never suggest.
  const DERIVED = "derived";

  // -- Names -----------------------------------------------------------------------------------------------------------

  let byNamespace = null;

  csgraph.shorten = function (iri) {
    byNamespace = byNamespace || new Map(Object.entries(csgraph.grammar.prefixes).map(([prefix, name]) => [name, prefix]));
    const cut = Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1;
    const prefix = byNamespace.get(iri.slice(0, cut));
    const local = iri.slice(cut);
    return prefix && /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/.test(local) ? `${prefix}:${local}` : null;
  };

  csgraph.href = function (iri) {
    const { base, addresses, parts } = csgraph.publication;
    if (!iri.startsWith(base)) return /^(?:https?:\/\/|mailto:)/i.test(iri) ? iri : null;
    if (Object.prototype.hasOwnProperty.call(addresses, iri)) return new URL(addresses[iri], ROOT).href;
    const [path, fragment] = iri.slice(base.length).split("#");
    if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || /(?:^|\/)\./.test(path)) return null;
    // A term has a page of its own; a selector has none and is on the page of its anchor.
    if (path === "ontology" && fragment) return /^[\w.-]+$/.test(fragment) ? new URL(`ontology/${fragment}.html`, ROOT).href : null;
    const file = path.replace(/[^/]+(?=\/[^/]+$)/, (kind) => (Object.prototype.hasOwnProperty.call(parts, kind) ? parts[kind] : kind));
    return new URL(`${file}.html${fragment ? `#${encodeURIComponent(fragment)}` : ""}`, ROOT).href;
  };

  const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

  /** Returns a text between quotation marks, with special characters escaped. */
  csgraph.quote = function (text) {
    const escape = (sign) => ESCAPES[sign] || `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    // eslint-disable-next-line no-control-regex
    return `"${text.replace(/[\x00-\x1f\x7f"\\]/g, escape)}"`;
  };

  csgraph.ntriples = function (term) {
    if (term.type === "uri") return `<${term.value}>`;
    if (term.type === "bnode") return `_:${term.value}`;
    if (term.type === "triple") {
      const { subject, predicate, object } = term.value;
      return `<<( ${[subject, predicate, object].map(csgraph.ntriples).join(" ")} )>>`;
    }
    const quoted = csgraph.quote(term.value);
    if (term["xml:lang"]) return `${quoted}@${term["xml:lang"]}`;
    return term.datatype ? `${quoted}^^<${term.datatype}>` : quoted;
  };

  // -- Loading ---------------------------------------------------------------------------------------------------------

  let compiled = null;

  /** Returns the engine's module, compiled once for all workers. */
  function compile() {
    compiled =
      compiled ||
      csgraph.script("engine-code.js").then(() => {
        const text = atob(csgraph.engineCode.wasm);
        const bytes = new Uint8Array(text.length);
        for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
        return WebAssembly.compile(bytes);
      });
    compiled.catch(() => {
      compiled = null;
    });
    return compiled;
  }

  function tell(text) {
    if (engine.ontell) engine.ontell(text);
  }

  /** An engine in a worker, until it is stopped. */
  class Session {
    constructor() {
      this.pending = new Map();
      this.loaded = new Map();
      this.count = 0;
      this.worker = null;
      this.ended = null;
      this.started = this.start();
      this.started.catch(() => this.end(null));
    }

    async start() {
      const module = await compile();
      if (this.ended) throw this.ended;
      const address = URL.createObjectURL(new Blob([csgraph.engineCode.worker], { type: "text/javascript" }));
      this.worker = new Worker(address);
      this.worker.onmessage = ({ data }) => this.hear(data);
      this.worker.onerror = (event) => this.end(new Error(event.message || "the engine cannot be started"));
      await this.call("start", { module, grammar: csgraph.grammar });
      URL.revokeObjectURL(address);
    }

    hear({ id, result, error, isFatal }) {
      const { resolve, reject } = this.pending.get(id);
      this.pending.delete(id);
      if (error === undefined) resolve(result);
      else reject(Object.assign(new Error(error), { isFatal }));
      if (isFatal) this.end(new Error("the engine had to be started anew"));
    }

    /** Runs a task in the worker. */
    call(task, given) {
      return new Promise((resolve, reject) => {
        if (this.ended) {
          reject(this.ended);
          return;
        }
        this.count += 1;
        this.pending.set(this.count, { resolve, reject });
        this.worker.postMessage({ ...given, id: this.count, task });
      });
    }

    /** Loads graphs, each once. */
    async load(names) {
      const texts = names.map((name) => csgraph.script(`graph-${name}.js`));
      const loading = names.map(async (name, at) => {
        if (!this.loaded.has(name)) {
          const load = async () => {
            await texts[at];
            await this.started;
            await this.call("load", { graph: csgraph.publication.graph + name, text: csgraph.graphTexts[name] });
          };
          this.loaded.set(name, load());
        }
        await this.loaded.get(name);
      });
      const results = await Promise.allSettled([this.started, ...loading]);
      const failed = results.find((result) => result.status === "rejected");
      if (!failed) return;
      // The next query tries to load failed graphs again.
      for (const name of names) this.loaded.delete(name);
      throw failed.reason;
    }

    end(reason) {
      if (this.worker) this.worker.terminate();
      this.ended = this.ended || reason || new Error("the engine cannot be started");
      if (session === this) session = null;
      for (const { reject } of this.pending.values()) reject(this.ended);
      this.pending.clear();
    }
  }

  let session = null;

  // -- Queries ---------------------------------------------------------------------------------------------------------

  /** Returns the names of the graphs that a query sees: the default ones, those its header names, and those given. */
  function graphsOf(text, given) {
    const known = csgraph.publication.graphs;
    const asked = [...engine.namedGraphs(text), ...given];
    const unknown = asked.find((name) => !known.some((graph) => graph.name === name));
    if (unknown !== undefined) {
      throw new Error(`no such graph: ${unknown}; the graphs are: ${known.map(({ name }) => name).join(", ")}`);
    }
    return known.filter(({ name, isDefault }) => isDefault || asked.includes(name)).map(({ name }) => name);
  }

  const irisOf = (names) => names.map((name) => csgraph.publication.graph + name);

  /** Returns the error of a query, with the message of the command line and its place. */
  function explained(error, text) {
    const told = String(error.message);
    if (error.isFatal) return new Error("the query needs more memory, or nests deeper, than the engine has in a browser");
    const isSyntax = /error at \d+:\d+|IRI parsing failed|variable that is unbound|overrides an existing/.test(told);
    const problem = csgraph.syntaxProblem(text, csgraph.grammar.prefixes, isSyntax ? told : undefined);
    if (problem) return csgraph.placed(problem, text);
    return new Error(`the query cannot be run: ${told.replace(/\.$/, "")}`);
  }

  csgraph.placed = function ({ message, offset }, text) {
    const before = text.slice(0, offset).split("\n");
    const column = [...before[before.length - 1]].length + 1;
    return Object.assign(new Error(message), { offset, line: before.length, column });
  };

  /** Labels blank nodes by order of appearance, because their own labels change from run to run. */
  function counted(rows) {
    const names = new Map();
    for (const row of rows) {
      for (const term of row) {
        if (!term || term.type !== "bnode") continue;
        if (!names.has(term.value)) names.set(term.value, `b${names.size}`);
        term.value = names.get(term.value);
      }
    }
    return rows;
  }

  /** Returns each triple once, in the order of their N-Triples. */
  function inOrder(triples) {
    const key = (triple) => triple.map(csgraph.ntriples).join(" ");
    const sorted = (each) => [...new Map(each.map((triple) => [key(triple), triple]))].sort(byKey).map(([, triple]) => triple);
    const byKey = ([a], [b]) => (a < b ? -1 : Number(a > b));
    return sorted(counted(sorted(triples)));
  }

  function answerOf({ content, milliseconds }) {
    if (typeof content !== "string") return { kind: "triples", triples: inOrder(content), milliseconds };
    const { head, results, boolean } = JSON.parse(content);
    if (boolean !== undefined) return { kind: "boolean", value: boolean, milliseconds };
    const columns = head.vars;
    const rows = results.bindings.map((binding) => columns.map((name) => binding[name] || null));
    return { kind: "rows", columns, rows: counted(rows), milliseconds };
  }

  function aborted() {
    return new DOMException("the query was stopped", "AbortError");
  }

  const engine = {
    ontell: null,

    namedGraphs(text) {
      const found = /^#\+ *graph: *([\w, -]+)$/m.exec(text);
      return found ? found[1].split(",").map((name) => name.trim()).filter(Boolean) : [];
    },

    async prepare(names = graphsOf("", [])) {
      session = session || new Session();
      const mine = session;
      if (names.some((name) => !mine.loaded.has(name))) tell("loading the graph and the engine");
      try {
        await mine.load(names);
      } finally {
        tell("");
      }
      return mine;
    },

    async query(text, { graphs = [], signal, timeout } = {}) {
      if (signal && signal.aborted) throw aborted();
      let isLate = false;
      const end = () => {
        isLate = true;
        engine.stop();
      };
      const late = timeout && setTimeout(end, timeout);
      if (signal) signal.addEventListener("abort", engine.stop);
      try {
        const names = graphsOf(text, graphs);
        const mine = await engine.prepare(names);
        const told = mine.call("query", { text, graphs: irisOf(names) }).catch((error) => {
          throw error.name === "AbortError" ? error : explained(error, text);
        });
        return answerOf(await told);
      } catch (error) {
        throw isLate ? new Error(`the query was stopped after ${timeout / 1000} s`) : error;
      } finally {
        clearTimeout(late);
        if (signal) signal.removeEventListener("abort", engine.stop);
      }
    },

    async explain(text, { graphs = [], terms = {} } = {}) {
      const names = graphsOf(text, graphs);
      const others = csgraph.publication.graphs.map(({ name }) => name).filter((name) => !names.includes(name) && name !== DERIVED);
      const mine = await engine.prepare([...names, ...others]);
      return mine.call("explain", { text, terms, graphs: irisOf(names), others: irisOf(others) });
    },

    stop() {
      if (!session) return;
      session.end(aborted());
      // A new engine is prepared in the meantime.
      engine.prepare().catch(() => {});
    },
  };

  csgraph.graphTexts = csgraph.graphTexts || {};
  csgraph.engine = engine;
})(globalThis.csgraph);
