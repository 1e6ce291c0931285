// Shows answers. Needs engine.js and formats.js. Data never becomes markup.
//
//   csgraph.show(container, answer, {name, caption, links})     the answer as a table, with all formats below; nothing where
//                                                               there are no rows; links are those of names by their
//                                                               columns, as a view's .links.js has them
//   csgraph.ended(text)                                         a text with a full stop, if it does not end in a mark
//   csgraph.isEmpty(answer)                                     whether it has no results
//   csgraph.paragraphs(lines)                                   the lines of `csgraph.engine.explain`, to be shown
//   csgraph.textOf(term)                                        a term as readable text
"use strict";
(function (csgraph) {
  const FIRST = 200;
  const MORE = 1000;
  const LONGEST = 100000;
  const REPEATED = 30;
  const { element } = csgraph;

  /** Copies a text to the clipboard; pages without encryption have only the deprecated way. */
  csgraph.copy = async function (text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = element("textarea", { value: text });
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      if (!isCopied) throw new Error("the browser does not allow copying; download it instead");
    }
  };

  // -- Tables ----------------------------------------------------------------------------------------------------------

  function isNumber(term) {
    return term.type === "literal" && /^(?:integer|decimal|double|float)$/.test((term.datatype || "").slice(csgraph.grammar.prefixes.xsd.length));
  }

  /** Returns a term as readable text, as on the command line. */
  function words(term) {
    if (!term) return "";
    if (term.type === "uri") return csgraph.safe(csgraph.shorten(term.value) || term.value);
    return csgraph.safe(term.type === "literal" ? term.value : csgraph.ntriples(term));
  }

  function cell(term, names) {
    const made = element("td");
    const address = term && term.type === "uri" ? csgraph.href(term.value) : null;
    if (address) made.append(element("a", { href: address }, words(term)));
    // A value that is not shown as it is names no resource.
    else if (term && term.value === words(term)) made.append(...csgraph.named(term.value, names));
    else made.append(words(term));
    if (term && term["xml:lang"]) made.lang = term["xml:lang"];
    if (term && isNumber(term)) made.className = "number";
    return made;
  }

  const keyOf = (term) => (term && isNumber(term) && !Number.isNaN(Number(term.value)) ? Number(term.value) : words(term));

  /** Returns the places of columns with the same long value in every row, which is shown once; never all columns. */
  function repeated(columns, rows) {
    if (rows.length < 2) return [];
    const isSame = (at) => {
      const first = words(rows[0][at]);
      return first.length > REPEATED && rows.every((row) => words(row[at]) === first);
    };
    const found = columns.map((name, at) => at).filter(isSame);
    return found.length < columns.length ? found : [];
  }

  /** Returns a table that can be sorted by each column, drawn in pieces. */
  function table(columns, rows, caption, links = {}) {
    const said = repeated(columns, rows);
    const rest = columns.map((name, at) => at).filter((at) => !said.includes(at));
    const once = said.map((at) => element("p", { className: "repeated" }, `In each row, ${columns[at]}: `, ...cell(rows[0][at], links[columns[at]]).childNodes));
    const pick = (row) => rest.map((at) => row[at]);
    return [...drawn(pick(columns), rows.map(pick), caption, links), ...once];
  }

  function drawn(columns, rows, caption, links) {
    let sorted = rows;
    let shown = 0;
    const body = element("tbody");
    const more = element("button", { type: "button", className: "more" });
    const heads = columns.map((name) => element("th", { scope: "col" }, name));

    const made = (row) => element("tr", {}, ...row.map((term, at) => cell(term, links[columns[at]])));

    function draw(count) {
      const end = Math.min(sorted.length, shown + count);
      body.append(...sorted.slice(shown, end).map(made));
      shown = end;
      more.hidden = shown === sorted.length;
      more.textContent = `Show more (${shown.toLocaleString("en")} of ${sorted.length.toLocaleString("en")} rows)`;
    }

    csgraph.sortable(heads, (at, sign) => {
      sorted = csgraph.sorted(rows, (row) => keyOf(row[at]), sign);
      const count = Math.max(shown, FIRST);
      shown = 0;
      body.replaceChildren();
      draw(count);
    });
    more.addEventListener("click", () => draw(MORE));
    draw(FIRST);
    const whole = element(
      "table",
      { className: "rows" },
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {}, ...heads)),
      body,
    );
    // A table that scrolls sideways must be reachable by keyboard.
    const frame = element("div", { className: "scroll", tabIndex: 0 }, whole);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", caption);
    return [frame, more];
  }

  /** Returns the buttons that download and copy an answer, and its text for reading. */
  function offers(answer, name) {
    const formats = csgraph.formats(answer);
    const choice = element("select", {}, ...formats.map((each) => element("option", { textContent: each.name })));
    const saving = element("button", { type: "button", textContent: "Download", className: "download" });
    const copying = element("button", { type: "button", textContent: "Copy", className: "copy" });
    const told = element("span", { className: "told" });
    told.setAttribute("role", "status");
    const text = element("pre", { tabIndex: 0 });
    const details = element("details", {}, element("summary", { textContent: "Read it as text" }), text);
    const chosen = () => formats[choice.selectedIndex];
    const fill = () => {
      if (!details.open) return;
      const whole = chosen().write();
      const letters = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}\n…` : whole;
      text.textContent = csgraph.safe(letters.replace(/\r\n/g, "\n"));
    };
    details.addEventListener("toggle", fill);
    choice.addEventListener("change", fill);
    saving.addEventListener("click", () => csgraph.save(`${name}.${chosen().ending}`, chosen().write(), chosen().media));
    copying.addEventListener("click", async () => {
      try {
        await csgraph.copy(chosen().write());
        told.textContent = "Copied.";
      } catch (error) {
        told.textContent = error.message;
      }
    });
    const label = element("label", {}, "Format ", choice);
    return element("div", { className: "offers" }, element("p", {}, label, " ", saving, " ", copying, " ", told), details);
  }

  /** Returns the size of an answer in words. */
  csgraph.amount = function (answer) {
    if (answer.kind === "boolean") return answer.value ? "yes" : "no";
    const [count, one] = answer.kind === "rows" ? [answer.rows.length, "row"] : [answer.triples.length, "triple"];
    return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
  };

  csgraph.isEmpty = (answer) => (answer.kind === "boolean" ? !answer.value : !(answer.rows || answer.triples).length);

  csgraph.ended = (text) => (/[.?!…]$/.test(text) ? text : `${text}.`);

  /** Returns the lines of `csgraph.engine.explain` as paragraphs. */
  csgraph.paragraphs = function (lines) {
    return lines.map((line) => {
      const [, place, told] = /^(?:(\d+:\d+): )?(.*)$/s.exec(line);
      const [at, column] = (place || "").split(":");
      // The option of the command line is a checkbox here.
      const here = told.replace(/ \(--graph [\w-]+\)/g, "");
      return element("p", { textContent: csgraph.safe(csgraph.ended(`${place ? `Line ${at}, column ${column}: ` : ""}${here}`)) });
    });
  };

  csgraph.show = function (container, answer, { name = "answer", caption = "Answer", links } = {}) {
    const parts = [];
    if (answer.kind !== "boolean" && csgraph.isEmpty(answer)) {
      container.replaceChildren();
      return;
    }
    if (answer.kind === "boolean") parts.push(element("p", { className: "yes-no", textContent: answer.value ? "Yes." : "No." }));
    else if (answer.kind === "rows") parts.push(...table(answer.columns, answer.rows, caption, links));
    else parts.push(...table(["subject", "predicate", "object"], answer.triples, caption));
    container.replaceChildren(...parts, offers(answer, name));
  };

  csgraph.textOf = words;
})(globalThis.csgraph);
