// Shows answers. Needs engine.js and formats.js. What data say never becomes markup.
//
//   csgraph.show(container, answer, {name, caption})            the answer as a table, with all formats below
//   csgraph.isEmpty(answer)                                     whether it found nothing
//   csgraph.paragraphs(lines)                                   what `csgraph.engine.explain` says, to be shown
//   csgraph.textOf(term)                                        a term as people read it
//   csgraph.element(name, properties, ...children)              a new element
"use strict";
(function (csgraph) {
  const FIRST = 200;
  const MORE = 1000;
  const LONGEST = 100000;
  const REPEATED = 30;
  const XSD = "http://www.w3.org/2001/XMLSchema#";

  /** Returns a new element. */
  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // -- Taking it along -----------------------------------------------------------------------------------------------

  /** Offers a text as a file. */
  function download(name, text, media) {
    const address = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` }));
    const link = element("a", { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  /** Puts a text on the clipboard; pages that came without encryption have only the old way. */
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
    return term.type === "literal" && /^(?:integer|decimal|double|float)$/.test((term.datatype || "").slice(XSD.length));
  }

  /** Returns a term as people read it, as the command line has it. */
  function words(term) {
    if (!term) return "";
    if (term.type === "uri") return csgraph.safe(csgraph.shorten(term.value) || term.value);
    return csgraph.safe(term.type === "literal" ? term.value : csgraph.ntriples(term));
  }

  function cell(term) {
    const made = element("td");
    const address = term && term.type === "uri" ? csgraph.href(term.value) : null;
    if (address) made.append(element("a", { href: address, textContent: words(term) }));
    else made.textContent = words(term);
    if (term && term["xml:lang"]) made.lang = term["xml:lang"];
    if (term && isNumber(term)) made.className = "number";
    return made;
  }

  const collator = new Intl.Collator("en", { numeric: true });

  function compare(a, b) {
    if (!a || !b) return Number(!a) - Number(!b);
    if (isNumber(a) && isNumber(b)) return Number(a.value) - Number(b.value);
    return collator.compare(words(a), words(b));
  }

  /** Returns the places of columns with the same long value in every row, which is better said once; never of all. */
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
  function table(columns, rows, caption) {
    const said = repeated(columns, rows);
    const rest = columns.map((name, at) => at).filter((at) => !said.includes(at));
    const once = said.map((at) => element("p", { className: "repeated" }, `In each row, ${columns[at]}: `, ...cell(rows[0][at]).childNodes));
    const pick = (row) => rest.map((at) => row[at]);
    return [...drawn(pick(columns), rows.map(pick), caption), ...once];
  }

  function drawn(columns, rows, caption) {
    let sorted = rows;
    let shown = 0;
    const body = element("tbody");
    const more = element("button", { type: "button", className: "more" });
    const heads = columns.map((name) => element("th", { scope: "col" }));

    function draw(count) {
      const end = Math.min(sorted.length, shown + count);
      body.append(...sorted.slice(shown, end).map((row) => element("tr", {}, ...row.map(cell))));
      shown = end;
      more.hidden = shown === sorted.length;
      more.textContent = `Show more (${shown.toLocaleString("en")} of ${sorted.length.toLocaleString("en")} rows)`;
    }

    function sort(at) {
      const was = heads[at].getAttribute("aria-sort");
      for (const head of heads) head.removeAttribute("aria-sort");
      // Upwards, downwards, and as they came.
      const now = { ascending: "descending", descending: null }[was];
      const direction = was ? now : "ascending";
      sorted = rows;
      if (direction) {
        heads[at].setAttribute("aria-sort", direction);
        const sign = direction === "ascending" ? 1 : -1;
        sorted = [...rows].sort((a, b) => sign * compare(a[at], b[at]));
      }
      const count = Math.max(shown, FIRST);
      shown = 0;
      body.replaceChildren();
      draw(count);
    }

    heads.forEach((head, at) => {
      const button = element("button", { type: "button", textContent: columns[at] });
      button.addEventListener("click", () => sort(at));
      head.append(button);
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
    // What scrolls sideways must be reached by the keyboard.
    const frame = element("div", { className: "scroll", tabIndex: 0 }, whole);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", caption);
    return [frame, more];
  }

  /** Returns the buttons that download and copy an answer, and its text to read. */
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
    saving.addEventListener("click", () => download(`${name}.${chosen().ending}`, chosen().write(), chosen().media));
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

  /** Returns in words how much an answer is. */
  csgraph.amount = function (answer) {
    if (answer.kind === "boolean") return answer.value ? "yes" : "no";
    const [count, one] = answer.kind === "rows" ? [answer.rows.length, "row"] : [answer.triples.length, "triple"];
    return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
  };

  csgraph.isEmpty = (answer) => (answer.kind === "boolean" ? !answer.value : !(answer.rows || answer.triples).length);

  /** Returns what `csgraph.engine.explain` says, as paragraphs. */
  csgraph.paragraphs = function (lines) {
    return lines.map((line) => {
      const [, place, told] = /^(?:(\d+:\d+): )?(.*)$/s.exec(line);
      const [at, column] = (place || "").split(":");
      // The command line's option is a tick here.
      const here = told.replace(/ \(--graph [\w-]+\)/g, "");
      return element("p", { textContent: csgraph.safe(`${place ? `Line ${at}, column ${column}: ` : ""}${here}.`) });
    });
  };

  csgraph.show = function (container, answer, { name = "answer", caption = "Answer" } = {}) {
    const parts = [];
    if (answer.kind === "boolean") parts.push(element("p", { className: "yes-no", textContent: answer.value ? "Yes." : "No." }));
    else if (answer.kind === "rows") parts.push(...table(answer.columns, answer.rows, caption));
    else parts.push(...table(["subject", "predicate", "object"], answer.triples, caption));
    container.replaceChildren(...parts, offers(answer, name));
  };

  Object.assign(csgraph, { element, textOf: words });
})(globalThis.csgraph);
