// The table of a view: sorted by its columns, filtered by words, saved as shown. Rows that are not on the page are loaded
// when all are needed. Needs site.js and formats.js.
"use strict";
(function (csgraph) {
  // The notes for readers without scripts are removed, and the forms that need scripts are shown.
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

  const value = (cell) => cell.dataset.value ?? cell.textContent;

  function made(packed, place) {
    const [text, plain, language] = Array.isArray(packed) ? packed : [packed, packed, ""];
    // A value that is not shown as it is names no resource; see pages/views.py.
    const known = text === plain ? csgraph.links[names[place]] : undefined;
    const cell = csgraph.element("td", {}, ...csgraph.named(text, known));
    if (numeric[place]) cell.className = "number";
    if (plain !== text) cell.dataset.value = plain;
    if (language) cell.lang = language;
    return cell;
  }

  // Loads the other rows once; afterwards the table is complete.
  async function whole() {
    if (!table.dataset.rest) return;
    try {
      await Promise.all([csgraph.load(table.dataset.rest), csgraph.load(table.dataset.links)]);
    } catch (error) {
      count.textContent = `The other rows are not here: ${error.message}.`;
      throw error;
    }
    // Another call may have come first.
    if (!table.dataset.rest) return;
    delete table.dataset.rest;
    rows.push(...csgraph.rows.map((row) => csgraph.element("tr", {}, ...row.map(made))));
    body.append(...rows);
    all.hidden = true;
  }

  function tell() {
    const shown = rows.filter((row) => !row.hidden).length;
    const of = table.dataset.rest || shown < rows.length ? `${shown} of ${total}` : `${total}`;
    count.textContent = `${of} ${total === 1 ? "row" : "rows"}`;
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

  csgraph.sortable(heads, (place, sign) =>
    attempt(() => {
      const key = (row) => (numeric[place] && value(row.cells[place]) ? Number(value(row.cells[place])) : value(row.cells[place]));
      body.append(...csgraph.sorted(rows, key, sign));
      tell();
    }),
  );
  save.addEventListener("click", () => {
    const shown = [...body.rows].filter((row) => !row.hidden);
    csgraph.save(`${table.dataset.name}-shown.csv`, csgraph.csv([names, ...shown.map((row) => [...row.cells].map(value))]), "text/csv");
  });
  field.addEventListener("input", () => attempt(filter));
  all.addEventListener("click", () => attempt(tell));
  field.closest("label").hidden = false;
  save.hidden = false;
  all.hidden = !table.dataset.rest;
})(globalThis.csgraph);
