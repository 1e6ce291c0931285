// The forms of views: runs a view in the browser with the chosen values. Needs results.js.
//
// `<form class="view-form" data-view="NAME" data-links="FILE" data-target="ID">` has a field for each parameter, named like it:
// a select whose options have a node in N-Triples or nothing as their value, or an input; the file has the links of names in
// the answer. This takes the place of what the element of that ID holds, and the form dispatches `answered` with
// {answer, text}.
//
//   csgraph.viewForm(form)         makes a form run its view; done for each form of that class when this script runs
//   csgraph.termsOf(view, values) -> Promise<{name: [term]}>     the terms of lists of values by parameter, in N-Triples
//   csgraph.bind(view, terms)      the query of a view, as in views.js, bound to these as on the command line
"use strict";
(function (csgraph) {

  /** Returns the node that a label, a CURIE or an IRI names, in N-Triples; finds it as `csgraph show` does. */
  async function findNode(text, graphs) {
    const [prefix, ...local] = text.split(":");
    const namespaces = csgraph.grammar.prefixes;
    const isCurie = local.length && Object.prototype.hasOwnProperty.call(namespaces, prefix);
    const iri = text.includes("://") ? text.replace(/^<|>$/g, "") : isCurie ? namespaces[prefix] + local.join(":") : null;
    if (iri !== null) {
      // eslint-disable-next-line no-control-regex
      if (/[\x00-\x20<>"{}|^`\\]/.test(iri)) throw new Error(`${text}: this is no IRI`);
      const known = await csgraph.engine.query(`ASK { { <${iri}> ?p ?o } UNION { ?s ?p <${iri}> } }`, { graphs });
      if (known.value) return `<${iri}>`;
    }
    const folded = csgraph.quote(text.trim().replace(/\s+/g, " "));
    const found = await csgraph.engine.query(
      `SELECT DISTINCT ?node { ?node ${csgraph.publication.naming.join("|")} ?name
        FILTER(ISIRI(?node) && LCASE(REPLACE(STR(?name), "^\\\\s+|\\\\s+$|(\\\\s)\\\\s+", "$1")) = LCASE(${folded})) } ORDER BY STR(?node)`,
      { graphs },
    );
    const nodes = found.rows.map(([node]) => node);
    if (nodes.length === 1) return csgraph.ntriples(nodes[0]);
    if (!nodes.length) throw new Error(`${text}: no such resource in the graph; give a label, a CURIE such as pillar:norms, or an IRI`);
    throw new Error(`${text}: several resources have this name; give the CURIE of one: ${nodes.map(csgraph.textOf).join(", ")}`);
  }

  /** Returns the chosen value of a parameter as a term in N-Triples. */
  async function bound(parameter, value, graphs) {
    const kind = parameter.type.split(" ")[0];
    const wrong = (takes) => new Error(`${parameter.name}=${value}: ${parameter.name} takes ${takes}`);
    if (kind === "text") return csgraph.quote(value);
    if (kind === "node") return findNode(value, graphs);
    if (kind === "integer" || kind === "year") {
      const digits = value.trim();
      if (!(kind === "year" ? /^[0-9]{4}$/ : /^[+-]?[0-9]{1,18}$/).test(digits)) {
        throw wrong(kind === "year" ? "a year of four digits, such as 2020" : "a whole number");
      }
      return `"${BigInt(digits.replace("+", ""))}"^^<${csgraph.grammar.prefixes.xsd}integer>`;
    }
    // The options of a list are IRIs as the site has written them.
    // eslint-disable-next-line no-control-regex
    if (!/^<[^\x00-\x20<>"{}|^`\\]+>$/.test(value)) throw wrong("one of the list");
    return value;
  }

  csgraph.termsOf = async function (view, values) {
    const found = {};
    for (const parameter of view.parameters) {
      const given = (values[parameter.name] || []).filter((value) => value !== "");
      const terms = new Set(given.length ? [] : parameter.default);
      for (const value of given) terms.add(await bound(parameter, value, view.graphs));
      if (terms.size) found[parameter.name] = [...terms];
    }
    return found;
  };

  csgraph.bind = function (view, terms) {
    const filters = Object.entries(terms).map(([name, each]) => ` FILTER(?${name} IN (${each.join(", ")}))`);
    if (!filters.length) return view.query;
    const [start, end] = view.where;
    return `${view.query.slice(0, start)}{ ${view.query.slice(start, end)}${filters.join("")} }${view.query.slice(end)}`;
  };

  /**
   * Makes a form run its view in the browser. The form is `<form class="view-form" data-view="NAME" data-target="ID">` with a
   * field for each parameter; the element of that ID, which holds the static table, then holds the answer.
   */
  csgraph.viewForm = function (form) {
    const target = document.getElementById(form.dataset.target);
    const status = form.querySelector("[role=status]") || form.appendChild(csgraph.element("p", { className: "status" }));
    status.setAttribute("role", "status");
    let running = null;

    async function run() {
      if (running) running.abort();
      const mine = (running = new AbortController());
      const button = form.querySelector("[type=submit]");
      try {
        status.textContent = "Running …";
        form.classList.remove("failed");
        target.setAttribute("aria-busy", "true");
        const { links } = form.dataset;
        await Promise.all([csgraph.script("views.js"), links ? csgraph.load(links) : null]);
        const view = csgraph.views.find(({ name }) => name === form.dataset.view);
        const data = new FormData(form);
        const values = Object.fromEntries(view.parameters.map(({ name }) => [name, data.getAll(name)]));
        const terms = await csgraph.termsOf(view, values);
        const text = csgraph.bind(view, terms);
        const answer = await csgraph.engine.query(text, { graphs: view.graphs, signal: mine.signal });
        if (running !== mine) return;
        csgraph.show(target, answer, { name: view.name, caption: view.summary, links: links ? csgraph.links : {} });
        status.textContent = `${csgraph.amount(answer)}.`;
        if (csgraph.isEmpty(answer)) {
          const lines = await csgraph.engine.explain(view.query, { graphs: view.graphs, terms }).catch(() => []);
          if (running !== mine) return;
          target.append(...csgraph.paragraphs(lines));
        }
        form.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { answer, text } }));
      } catch (error) {
        if (running !== mine) return;
        form.classList.add("failed");
        status.textContent = csgraph.safe(error.message);
      } finally {
        if (running === mine) target.removeAttribute("aria-busy");
        if (button) button.disabled = false;
      }
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run();
    });
    // What is needed is loaded while the reader chooses.
    form.addEventListener("focusin", () => csgraph.engine.prepare().catch(() => {}), { once: true });
  };

  for (const form of document.querySelectorAll("form.view-form")) csgraph.viewForm(form);
})(globalThis.csgraph);
