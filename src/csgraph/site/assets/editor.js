// A text area for SPARQL with syntax highlighting, completion, and errors marked at their place.
//
// The text area stays plain for keyboards and screen readers: the colours are in a layer beneath it.
// Needs sparql.js, grammar.js and engine.js; terms.js is loaded when the text area is first used.
//
//   const editor = csgraph.editor(textarea, {onrun, onchange})
//   editor.value           the query; may be set
//   editor.check()         marks the first error and returns it ({message, offset, line, column}), or null
//   editor.mark(problem)   marks a problem; null removes the mark
//   editor.goTo(problem)   moves the cursor to the problem
"use strict";
(function (csgraph) {
  const LONGEST = 40000;
  const SHOWN = 40;
  const [LEAST_LINES, MOST_LINES] = [6, 20];
  const CLASSES = { VAR: "variable", IRIREF: "iri", PNAME: "curie", STRING: "string", LANGTAG: "string", COMMENT: "comment" };
  Object.assign(CLASSES, { NUMBER: "number", INTEGER: "number", BLANK: "variable", OTHER: "wrong" });

  /** Returns the keywords of the grammar: the words of its rules in capitals. */
  function keywords() {
    const found = new Set();
    const walk = ([kind, content]) => {
      if (kind === "token") {
        if (/^[A-Z_0-9]+$/.test(content) && !(content in csgraph.grammar.kinds)) found.add(content);
      } else if (kind === "repeat") walk(content[0]);
      else if (kind !== "rule") content.forEach(walk);
    };
    Object.values(csgraph.grammar.rules).forEach(walk);
    return found;
  }

  /** Returns the end of the token of a problem, which is underlined. */
  function endOf(text, offset) {
    const token = csgraph.tokenize(text).find(({ start, text: word }) => start === offset && word);
    return token ? offset + token.text.length : offset;
  }

  csgraph.editor = function (area, { onrun, onchange }) {
    const words = keywords();
    const id = area.id;
    const code = csgraph.element("code");
    const layer = csgraph.element("pre", { className: "colours" }, code);
    layer.setAttribute("aria-hidden", "true");
    area.before(layer);
    const list = csgraph.element("ul", { id: `${id}-completions`, className: "completions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Completions");
    area.after(list);
    const told = csgraph.element("p", { className: "unseen" });
    told.setAttribute("role", "status");
    list.after(told);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", list.id);

    let problem = null;
    let options = [];
    let active = -1;
    let start = 0;
    let drawing = 0;
    let terms = [];

    // -- Colours -------------------------------------------------------------------------------------------------------

    const span = (text, name) => csgraph.element("span", { className: name }, text);

    function className(token) {
      if (token.kind === "WORD") return words.has(token.text.toUpperCase()) || token.text === "a" ? "keyword" : "wrong";
      return CLASSES[token.kind];
    }

    /** Redraws the layer. */
    function draw() {
      drawing = 0;
      const text = area.value;
      const parts = document.createDocumentFragment();
      let at = 0;
      const plain = (end) => {
        if (end > at) parts.append(text.slice(at, end));
        at = end;
      };
      const marked = problem ? problem.offset : -1;
      if (text.length <= LONGEST) {
        for (const token of csgraph.tokenize(text, { comments: true })) {
          plain(token.start);
          const isMarked = token.start === marked;
          const name = [className(token), isMarked && "mark"].filter(Boolean).join(" ");
          // If something is missing at the end, there is no token to mark.
          const shown = token.text || (isMarked ? " " : "");
          if (name) parts.append(span(shown, name));
          else parts.append(shown);
          at = token.start + token.text.length;
        }
      }
      plain(text.length);
      // A last line that is empty has no height of its own.
      parts.append("\n");
      code.replaceChildren(parts);
      follow();
    }

    /** Makes the text area one line higher than its text, to keep close what comes below. */
    function fit() {
      const lines = area.value.replace(/\n$/, "").split("\n").length + 1;
      area.rows = Math.max(LEAST_LINES, Math.min(MOST_LINES, lines));
    }

    function redraw() {
      drawing = drawing || requestAnimationFrame(draw);
    }

    function follow() {
      layer.scrollTop = area.scrollTop;
      layer.scrollLeft = area.scrollLeft;
    }

    /** Returns the position on the page of the character at an offset. */
    function place(offset) {
      if (drawing) {
        cancelAnimationFrame(drawing);
        draw();
      }
      const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      let before = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (offset <= before + node.length) {
          const range = document.createRange();
          range.setStart(node, offset - before);
          range.setEnd(node, Math.min(node.length, offset - before + 1));
          return range.getBoundingClientRect();
        }
        before += node.length;
      }
      return code.getBoundingClientRect();
    }

    // -- Completion ----------------------------------------------------------------------------------------------------

    const option = (text, label, kind) => ({ text, label, kind });

    function variables(word, text, at) {
      const names = csgraph.tokenize(text).filter((token) => token.kind === "VAR" && token.start !== at);
      const distinct = [...new Set(names.map((token) => `?${token.text.slice(1)}`))].sort();
      const wanted = `?${word.slice(1)}`.toLowerCase();
      return distinct.filter((name) => name.toLowerCase().startsWith(wanted)).map((name) => option(name, "", "variable"));
    }

    function curies(word) {
      const wanted = word.toLowerCase();
      const cut = wanted.indexOf(":") + 1;
      const [prefix, local] = [wanted.slice(0, cut), wanted.slice(cut)];
      const starting = terms.filter(([curie]) => curie.toLowerCase().startsWith(wanted));
      const others = terms.filter(([curie, label]) => {
        const name = curie.toLowerCase();
        return name.startsWith(prefix) && !name.startsWith(wanted) && (name + label.toLowerCase()).includes(local, cut);
      });
      return [...starting, ...others].map((term) => option(...term));
    }

    function named(word, before) {
      const wanted = word.toLowerCase();
      const found = [...words].sort().filter((name) => name.startsWith(word.toUpperCase()));
      const prefixes = Object.keys(csgraph.grammar.prefixes).filter((name) => name.startsWith(wanted));
      const listed = [
        ...found.map((name) => option(name, "", "keyword")),
        ...prefixes.map((name) => option(`${name}:`, csgraph.grammar.prefixes[name], "prefix")),
      ];
      // A label may have several words: the longest run of words before the cursor that begins a label counts.
      const run = /(?:[\p{L}\p{N}-]+ ){0,4}$/u.exec(before)[0].split(" ").slice(0, -1);
      for (let from = 0; from <= run.length; from += 1) {
        const label = [...run.slice(from), wanted].join(" ").toLowerCase();
        const starting = terms.filter(([, name]) => name.toLowerCase().startsWith(label));
        const within = from < run.length ? [] : terms.filter(([, name]) => name.toLowerCase().includes(` ${label}`));
        const length = label.length;
        const known = [...starting, ...within].map((term) => ({ ...option(...term), length }));
        if (known.length) return from < run.length ? [...known, ...listed] : [...listed, ...known];
      }
      return listed;
    }

    /** Finds the completions at the cursor. */
    function find(isAsked) {
      const text = area.value;
      const at = area.selectionStart;
      const before = text.slice(0, at);
      const within = csgraph.tokenize(text, { comments: true }).find((token) => token.start < at && at <= token.start + token.text.length);
      options = [];
      if (at !== area.selectionEnd || text.length > LONGEST) return;
      if (within && ["COMMENT", "STRING", "IRIREF"].includes(within.kind)) return;
      const word = /(?:[?$][\p{L}\p{N}_]*|(?:[\p{L}][\w.-]*)?:[\w.%-]*|[\p{L}][\p{L}\p{N}_-]*)$/u.exec(before);
      start = word ? word.index : at;
      if (word && /^[?$]/.test(word[0])) options = variables(word[0], text, start);
      else if (word && word[0].includes(":")) options = curies(word[0]);
      else if (word && (isAsked || word[0].length > 1)) options = named(word[0], before.slice(0, word.index));
      else if (isAsked) options = [...words].sort().map((name) => option(name, "", "keyword"));
      if (options.length === 1 && options[0].text === (word && word[0])) options = [];
      options = options.slice(0, SHOWN);
    }

    function open(isAsked) {
      find(isAsked);
      if (!options.length) {
        close();
        if (isAsked) told.textContent = "No completions.";
        return;
      }
      const items = options.map(({ text, label, kind }, number) => {
        const shown = [span(text, "text"), " ", span(csgraph.safe(label), "label"), " ", span(kind, "about")];
        const item = csgraph.element("li", { id: `${list.id}-${number}` }, ...shown);
        item.setAttribute("role", "option");
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          accept(number);
        });
        return item;
      });
      list.replaceChildren(...items);
      list.hidden = false;
      const around = area.parentElement.getBoundingClientRect();
      const here = place(start);
      list.style.left = `${Math.max(0, Math.min(here.left - around.left, around.width - list.offsetWidth))}px`;
      list.style.top = `${here.bottom - around.top + 2}px`;
      told.textContent = `${options.length} completion${options.length === 1 ? "" : "s"}; choose with the arrow keys.`;
      choose(isAsked ? 0 : -1);
    }

    function close() {
      if (list.hidden) return;
      list.hidden = true;
      active = -1;
      area.removeAttribute("aria-activedescendant");
      told.textContent = "";
    }

    function choose(number) {
      active = number;
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
      if (number < 0) {
        area.removeAttribute("aria-activedescendant");
        return;
      }
      const item = list.children[number];
      area.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }

    /** Replaces what is completed by a completion. */
    function accept(number) {
      const { text, length } = options[number];
      const end = area.selectionStart;
      const from = length ? Math.max(0, end - length) : start;
      close();
      area.setRangeText(text, from, end, "end");
      changed(false);
      area.focus();
    }

    // -- Events --------------------------------------------------------------------------------------------------------

    function changed(isTyped) {
      problem = null;
      fit();
      redraw();
      onchange(area.value);
      if (isTyped) open(false);
    }

    area.addEventListener("input", (event) => changed(/^insertText|^delete/.test(event.inputType || "")));
    area.addEventListener("scroll", () => {
      follow();
      close();
    });
    area.addEventListener("blur", close);
    area.addEventListener("click", close);
    area.addEventListener(
      "focus",
      () => {
        // Without terms, keywords, prefixes and variables are still completed.
        const loading = csgraph.script("terms.js").then(() => {
          terms = csgraph.terms;
        });
        loading.catch(() => {});
      },
      { once: true },
    );

    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    area.addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      let isOurs = true;
      if (key === "Enter" && (ctrlKey || metaKey)) {
        close();
        onrun();
      } else if ((key === " " && ctrlKey) || (key === "ArrowDown" && altKey)) open(true);
      else if (list.hidden) isOurs = false;
      else if (key === "Escape") close();
      else if (key in moves) {
        const last = options.length - 1;
        const next = active + moves[key];
        const isStep = Math.abs(moves[key]) === 1;
        if (isStep) choose(next > last ? 0 : next < 0 ? last : next);
        else choose(Math.max(0, Math.min(last, next)));
      } else if ((key === "Enter" || key === "Tab") && active >= 0) accept(active);
      else {
        isOurs = false;
        if (["ArrowLeft", "ArrowRight", "Home", "End", "Tab", "Enter"].includes(key)) close();
      }
      if (isOurs) event.preventDefault();
    });

    const editor = {
      get value() {
        return area.value;
      },
      set value(text) {
        close();
        area.value = text;
        changed(false);
        // The page shows the content of the header elsewhere, so scroll to the query itself.
        const header = /^(?:#[^\n]*\n|\s*\n)*/.exec(text)[0].split("\n").length - 1;
        area.scrollTop = (header * area.scrollHeight) / text.split("\n").length;
      },
      mark(found) {
        problem = found;
        area.setAttribute("aria-invalid", String(Boolean(found)));
        redraw();
      },
      check() {
        const text = area.value;
        const found = text.length <= LONGEST && text.trim() ? csgraph.syntaxProblem(text) : null;
        const placed = found && csgraph.placed(found, text);
        editor.mark(placed);
        return placed;
      },
      goTo({ offset }) {
        area.focus();
        area.setSelectionRange(offset, endOf(area.value, offset));
        const line = area.value.slice(0, offset).split("\n").length;
        const height = area.scrollHeight / area.value.split("\n").length;
        if (line * height < area.scrollTop || (line + 1) * height > area.scrollTop + area.clientHeight) {
          area.scrollTop = Math.max(0, (line - 3) * height);
        }
      },
    };
    fit();
    draw();
    return editor;
  };
})(globalThis.csgraph);
