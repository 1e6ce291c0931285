"use strict";

// The table of a view: sorted by its columns, filtered by words, saved as shown. Rows that the page has no room for are loaded
// when all are asked for. Everything is made of DOM nodes, and nothing of the data is markup.
(() => {
  // What is told to those who have no scripts, and what works with them only.
  for (const note of document.querySelectorAll(".plain")) note.remove();
  for (const form of document.querySelectorAll("form.view-form")) form.hidden = false;
  const table = document.querySelector("table.answer");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent);
  const numeric = heads.map((head) => head.classList.contains("number"));
  const field = document.getElementById("filter");
  const count = document.querySelector(".tools .count");
  const all = document.querySelector(".tools .all");
  const save = document.querySelector(".tools .save");
  const total = Number(table.dataset.total ?? body.rows.length);
  let rows = [...body.rows];
  let sorted = { place: -1, down: false };
  let loading = null;

  const make = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text, ...properties });
  const value = (cell) => cell.dataset.value ?? cell.textContent;

  const link = (text, href) => make("a", text, href.includes("://") ? { href, rel: "external" } : { href });

  // Names are linked as the query tells, column by column; no other text is.
  function fill(cell, text, [separator, links]) {
    const parts = separator ? text.split(separator) : [text];
    parts.forEach((part, number) => {
      if (number) cell.append(separator);
      cell.append(Object.hasOwn(links, part) ? link(part, links[part]) : part);
    });
  }

  function add(more, links) {
    for (const each of more) {
      const row = document.createElement("tr");
      each.forEach((packed, place) => {
        const cell = document.createElement("td");
        const [text, plain, language] = Array.isArray(packed) ? packed : [packed, packed, ""];
        if (numeric[place]) cell.className = "number";
        if (plain !== text) cell.dataset.value = plain;
        if (language) cell.lang = language;
        if (/^https?:/.test(text)) cell.append(link(text, text));
        else fill(cell, text, links[names[place]] ?? ["", {}]);
        row.append(cell);
      });
      rows.push(row);
    }
    body.append(...rows);
  }

  // Loads the other rows once; afterwards the table is whole.
  function whole() {
    if (!table.dataset.rest) return Promise.resolve();
    const load = (address) =>
      new Promise((resolve, reject) => {
        const script = make("script", "", { src: address });
        script.onload = resolve;
        script.onerror = () => {
          loading = null;
          count.textContent = `The other rows are not here: ${address} is missing.`;
          reject(new Error(`${address} is missing`));
        };
        document.head.append(script);
      });
    loading ??= Promise.all([load(table.dataset.rest), load(table.dataset.links)]).then(() => {
      add(globalThis.csgraph.rows, globalThis.csgraph.links);
      delete table.dataset.rest;
      all.hidden = true;
    });
    return loading;
  }

  function tell() {
    const shown = rows.filter((row) => !row.hidden).length;
    const of = table.dataset.rest || shown < rows.length ? `${shown} of ${total}` : `${total}`;
    count.textContent = `${of} ${total === 1 ? "row" : "rows"}`;
  }

  function order() {
    const { place, down } = sorted;
    const texts = new Intl.Collator("en", { numeric: true });
    const compare = (one, other) => {
      const [a, b] = [value(one.cells[place]), value(other.cells[place])];
      // What has no value comes last, either way.
      if (!a || !b) return Number(!a) - Number(!b);
      const found = numeric[place] ? Number(a) - Number(b) : texts.compare(a, b);
      return down ? -found : found;
    };
    body.append(...(place < 0 ? rows : [...rows].sort(compare)));
  }

  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    tell();
  }

  const attempt = (work) => whole().then(work, () => {});

  heads.forEach((head, place) => {
    const button = make("button", head.textContent, { type: "button" });
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () =>
      attempt(() => {
        // Up, down, and back to the order of the query.
        if (sorted.place !== place) sorted = { place, down: false };
        else if (!sorted.down) sorted = { place, down: true };
        else sorted = { place: -1, down: false };
        heads.forEach((each, at) => {
          const is = at === sorted.place;
          each.setAttribute("aria-sort", is ? (sorted.down ? "descending" : "ascending") : "none");
        });
        order();
        tell();
      }),
    );
  });

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  save.addEventListener("click", () => {
    const shown = [...body.rows].filter((row) => !row.hidden);
    const lines = [names, ...shown.map((row) => [...row.cells].map(value))];
    const text = lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    make("a", "", { href: address, download: `${table.dataset.name}-shown.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  field.addEventListener("input", () => attempt(filter));
  all.addEventListener("click", () => attempt(tell));
  field.closest("label").hidden = false;
  save.hidden = false;
  all.hidden = !table.dataset.rest;
})();
