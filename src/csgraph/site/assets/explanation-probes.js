// Runs parts of a query as queries: csgraph/sparql/explain/probes.py in JavaScript. A classic script, after explanation-patterns.js.
"use strict";
(function (csgraph) {
  const { meet, union, unspaced } = csgraph.explaining;

  class EnoughError extends Error {}

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

  // Parts whose solutions are joined; those without a common variable run separately.
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
    return graphs.reduceRight((inner, head) => `${unspaced(head)} { ${inner}\n}`, body);
  }

  function bodyOf(parts) {
    return parts.map((part) => part.query).join("\n");
  }

  Object.assign(csgraph.explaining, { bodyOf, EnoughError, inside, Joined, Probes, shrunk });
})(globalThis.csgraph);
