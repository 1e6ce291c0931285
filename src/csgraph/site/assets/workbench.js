// The workbench: a query in, an answer out. Its address selects what it opens:
//
//   workbench.html#view=pillars          a view
//   workbench.html#query=SELECT…         a query, encoded as a part of a URI
//   …&graphs=links,editorial             with further graphs
//   …&run                                and runs it
"use strict";
(function (csgraph) {
  const at = (id) => document.getElementById(id);
  const [form, choice, area, problem, boxes] = ["workbench", "view", "query", "query-problem", "graphs"].map(at);
  const [stop, share, status, shown, why] = ["stop", "share", "status", "answer", "explanation"].map(at);
  const PAUSE = 500;
  let running = null;
  let isAnswered = false;
  let checking = 0;

  const editor = csgraph.editor(area, { onrun: run, onchange: changed });

  // -- Graphs ----------------------------------------------------------------------------------------------------------

  const ticks = csgraph.publication.graphs.map(({ name, label, isDefault }) => {
    const box = csgraph.element("input", { type: "checkbox", value: name });
    box.checked = box.disabled = isDefault;
    const row = csgraph.element("label", {}, box, ` ${name}`);
    if (![name, `graph:${name}`].includes(label)) row.append(`: ${csgraph.safe(label)}`);
    boxes.append(row);
    return { box, name, isDefault, isTicked: false };
  });
  for (const tick of ticks) {
    tick.box.addEventListener("change", () => {
      tick.isTicked = tick.box.checked;
      showGraphs(editor.value);
    });
  }

  /** Shows which graphs are queried: the default ones and those in the header of the query cannot be left out. */
  function showGraphs(text) {
    const named = csgraph.engine.namedGraphs(text);
    for (const { box, name, isDefault, isTicked } of ticks) {
      box.disabled = isDefault || named.includes(name);
      box.checked = box.disabled || isTicked;
    }
    at("asked").textContent = ticks.filter(({ box }) => box.checked).map(({ name }) => name).join(", ");
  }

  const ticked = () => ticks.filter(({ isTicked }) => isTicked).map(({ name }) => name);

  // -- The query -------------------------------------------------------------------------------------------------------

  function changed(text) {
    const view = csgraph.views && csgraph.views.find(({ name }) => name === choice.value);
    if (view && view.query !== text) choice.value = "";
    showGraphs(text);
    problem.hidden = true;
    clearTimeout(checking);
    checking = setTimeout(() => tellProblem(editor.check()), PAUSE);
  }

  function tellProblem(found) {
    problem.hidden = !found;
    if (found) problem.textContent = inWords(found);
  }

  function inWords({ message, line, column }) {
    const place = line ? `Line ${line}, column ${column}: ` : "";
    return csgraph.safe(csgraph.ended(`${place}${message}`));
  }

  async function openView(name) {
    await csgraph.script("views.js");
    const view = csgraph.views.find((each) => each.name === name);
    if (!view) throw new Error(`there is no view ${name}; choose one from the list`);
    choice.value = name;
    editor.value = view.query;
  }

  // -- Running ---------------------------------------------------------------------------------------------------------

  const inSeconds = (milliseconds) => `${(milliseconds / 1000).toFixed(milliseconds < 100 ? 3 : 2)} s`;

  async function run() {
    if (running) running.abort();
    const mine = (running = new AbortController());
    const text = editor.value;
    const graphs = ticked();
    const name = choice.value || "answer";
    const caption = choice.value ? choice.selectedOptions[0].textContent : "Answer";
    stop.disabled = isAnswered = false;
    shown.setAttribute("aria-busy", "true");
    why.hidden = true;
    status.classList.remove("failed");
    const began = performance.now();
    // Screen readers do not announce a query that ends at once.
    const slow = setTimeout(() => {
      status.textContent = "Running …";
    }, 200);
    try {
      const answer = await csgraph.engine.query(text, { graphs, signal: mine.signal });
      if (running !== mine) return;
      clearTimeout(slow);
      isAnswered = true;
      shown.removeAttribute("aria-busy");
      tellProblem(null);
      csgraph.show(shown, answer, { name, caption });
      status.textContent = `${csgraph.amount(answer)} in ${inSeconds(answer.milliseconds)}.`;
      // Below a long query the answer would be out of sight.
      if (shown.getBoundingClientRect().top > innerHeight * 0.8) status.scrollIntoView({ block: "center" });
      shown.dataset.milliseconds = Math.round(performance.now() - began);
      if (csgraph.isEmpty(answer)) await explain(text, graphs, mine);
    } catch (error) {
      if (running !== mine) return;
      clearTimeout(slow);
      shown.replaceChildren();
      if (error.name === "AbortError") {
        status.textContent = "Stopped.";
        return;
      }
      status.classList.add("failed");
      status.textContent = inWords(error);
      if (error.line) {
        editor.mark(error);
        tellProblem(error);
        editor.goTo(error);
      }
    } finally {
      if (running === mine) {
        clearTimeout(slow);
        running = null;
        stop.disabled = true;
        shown.removeAttribute("aria-busy");
      }
    }
  }

  /** Explains below an empty answer why it is empty. */
  async function explain(text, graphs, mine) {
    const lines = await csgraph.engine.explain(text, { graphs }).catch(() => []);
    if (running !== mine) return;
    why.replaceChildren(...csgraph.paragraphs(lines));
    why.hidden = !lines.length;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  stop.addEventListener("click", () => {
    if (running) running.abort();
    document.getElementById("run").focus();
  });
  choice.addEventListener("change", () => {
    if (!choice.value) return;
    const address = `#view=${encodeURIComponent(choice.value)}`;
    history.replaceState(null, "", address);
    open(address).then(run);
  });
  share.addEventListener("click", async () => {
    const named = choice.value ? `view=${encodeURIComponent(choice.value)}` : `query=${encodeURIComponent(editor.value)}`;
    const also = ticked().length ? `&graphs=${ticked().join(",")}` : "";
    history.replaceState(null, "", `#${named}${also}`);
    try {
      await csgraph.copy(location.href);
      status.textContent = "The link is copied.";
    } catch (error) {
      status.textContent = error.message;
    }
  });

  // -- The address -----------------------------------------------------------------------------------------------------

  /** Opens the view or query of an address, and returns its parts. */
  async function open(fragment) {
    const told = new Map();
    for (const part of fragment.slice(1).split("&")) {
      const [name, ...value] = part.split("=");
      told.set(name, decodeURIComponent(value.join("=")));
    }
    const graphs = (told.get("graphs") || "").split(",");
    for (const tick of ticks) tick.isTicked = graphs.includes(tick.name) && !tick.isDefault;
    if (told.has("view")) await openView(told.get("view"));
    else if (told.has("query")) editor.value = told.get("query");
    else showGraphs(editor.value);
    return told;
  }

  async function start() {
    try {
      const told = await open(location.hash);
      if (told.has("run")) await run();
      // A view or query that is opened without running it needs only a key to run.
      else if (told.has("view") || told.has("query")) at("run").focus({ preventScroll: true });
    } catch (error) {
      status.classList.add("failed");
      status.textContent = csgraph.safe(error instanceof URIError ? "The address of this page is not valid." : error.message);
    }
  }

  csgraph.engine.ontell = (text) => {
    if (running && !isAnswered) status.textContent = text ? `${text[0].toUpperCase()}${text.slice(1)} …` : "Running …";
  };
  window.addEventListener("hashchange", start);
  start();
  // What the first query needs is loaded while it is written.
  csgraph.engine.prepare().catch(() => {});
})(globalThis.csgraph);
