"use strict";

// Search as you type, in the box at the head of each page and on the page of search.
//
// Words are found as `csgraph search` finds them (csgraph.hits): without regard to case and accents, as themselves, in
// singular or plural, or as prefixes of words from three letters on; words in quotation marks side by side; and hits are
// ranked by the same rules. It differs in six ways, since somebody is typing and reading:
//   - all words must be found in one text, where the command also gives texts that lack some, at the end;
//   - the last word, which may not be finished, counts as a prefix from two letters on;
//   - statements are found by their words, and listed apart from resources and passages;
//   - a statement or passage whose key is searched for comes first, with or without the prefix;
//   - terms of the ontology, doubts and restatements come last;
//   - where all else is equal, resources are in the order of their IRIs, not in the natural order of their CURIEs.
(function (csgraph) {
  const root = document.documentElement.dataset.root;
  const { element } = csgraph;
  const [AS_IT_IS, SAME_WORD, BEGINNING] = [0, 1, 2];
  const NAME = 1;
  const KEY = -1;
  const LEAST_LAST = 2;
  const SUGGESTED = { things: 6, statements: 3, passages: 2, notes: 2 };
  const SHOWN = 25;
  const AROUND = 12;
  const LONG = 160;

  // -- Words

  function foldLetter(letter) {
    const base = [...letter.normalize("NFKD")][0].toLowerCase();
    return base.length === letter.length ? base : letter;
  }

  const fold = (text) => [...text].map(foldLetter).join("");

  function wordsOf(text) {
    const found = text.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_\u0300-\u036f]*(?:['’][\p{L}\p{N}_]+)?/gu);
    return [...found].map((each) => ({
      folded: fold(each[0]).replace(/['’\u0300-\u036f]/g, ""),
      start: each.index,
      end: each.index + each[0].length,
    }));
  }

  function singular(word) {
    if (rules.singulars.some((ending) => word.endsWith(ending))) {
      return word;
    }
    for (const [ending, instead, least] of rules.plurals) {
      if (word.endsWith(ending) && word.length >= least) {
        return word.slice(0, -ending.length) + instead;
      }
    }
    return word;
  }

  function grade(wanted, word, least) {
    if (word === wanted) {
      return AS_IT_IS;
    }
    if (singular(word) === singular(wanted)) {
      return SAME_WORD;
    }
    return wanted.length >= least && word.startsWith(wanted) ? BEGINNING : null;
  }

  // The terms of a query: words, and groups of words in quotation marks.
  function termsOf(query) {
    const terms = [];
    for (const [, phrase, rest] of query.matchAll(/["“”«]([^"“”«»]*)["“”»]|([^"“”«»]+)/g)) {
      const words = wordsOf(phrase ?? rest).map((word) => word.folded);
      if (phrase !== undefined && words.length > 0) {
        terms.push({ words, least: Infinity });
      } else {
        terms.push(...words.map((word) => ({ words: [word], least: rules.prefix })));
      }
    }
    const last = terms.at(-1);
    if (last && last.least === rules.prefix && /[\p{L}\p{N}_]$/u.test(query)) {
      last.least = LEAST_LAST;
    }
    const telling = terms.filter((term) => term.words.length > 1 || !rules.common.includes(term.words[0]));
    return telling.length > 0 ? telling : terms;
  }

  // The grade of the match of all terms in a text: less is better; null if the text lacks a term.
  function match(terms, words) {
    const found = new Map();
    const grades = [];
    for (const [number, term] of terms.entries()) {
      let best = null;
      for (let at = 0; at + term.words.length <= words.length; at += 1) {
        let worst = 0;
        for (const [place, wanted] of term.words.entries()) {
          const each = grade(wanted, words[at + place].folded, term.least);
          worst = each === null || worst === null ? null : Math.max(worst, each);
        }
        if (worst !== null) {
          best = best === null ? worst : Math.min(best, worst);
          for (let place = at; place < at + term.words.length; place += 1) {
            found.set(place, (found.get(place) ?? new Set()).add(number));
          }
        }
      }
      if (best === null) {
        return null;
      }
      grades.push(best);
    }
    const runs = runsOf([...found.keys()].sort((a, b) => a - b), words);
    const together = runs.some(([first, last]) => {
      const inside = new Set();
      for (let at = first; at <= last; at += 1) {
        for (const number of found.get(at) ?? []) {
          inside.add(number);
        }
      }
      return inside.size === terms.length;
    });
    const whole = words.every((word, at) => found.has(at) || rules.common.includes(word.folded));
    return {
      rank: [together ? 0 : 1, Math.max(...grades), whole ? 0 : found.has(0) ? 1 : 2],
      marks: runs.map(([first, last]) => [words[first].start, words[last].end]),
    };
  }

  // The places of words that are found as runs, in which no others come between than common ones.
  function runsOf(found, words) {
    const runs = [];
    for (const at of found) {
      const last = runs.at(-1);
      if (last && words.slice(last[1] + 1, at).every((word) => rules.common.includes(word.folded))) {
        last[1] = at;
      } else {
        runs.push([at, at]);
      }
    }
    return runs;
  }

  // -- Index

  let entries = null;
  // Those of `csgraph search`: stop words, endings of plurals, and the minimum length of a prefix.
  let rules = null;

  async function load() {
    await csgraph.script("search-index.js");
    entries ??= read(csgraph.search);
  }

  function read(index) {
    rules = index.rules;
    const text = (kind, content) => ({ kind, content, words: wordsOf(content) });
    const isNote = ([kind]) => index.notes.includes(kind);
    const thing = ([kind, path, label, ...others]) => {
      const texts = [text(0, label)];
      for (let at = 0; at < others.length; at += 2) {
        texts.push(text(others[at], others[at + 1]));
      }
      const [file, anchor] = path.split("#");
      return { label, kind: index.kinds[kind], path: `${file}.html${anchor ? `#${anchor}` : ""}`, texts };
    };
    const sectionPath = (section, key) => `${index.sections[section][1]}.html#${encodeURIComponent(key)}`;
    return {
      things: index.things.filter((each) => !isNote(each)).map(thing),
      statements: index.statements.map(([passage, key, start, end, types]) => {
        const [section, , content] = index.passages[passage];
        return {
          label: null,
          key: `statement:${key}`,
          kind: `${types}; ${key} in ${index.sections[section][0]}`,
          path: sectionPath(section, key),
          texts: [text(0, content.slice(start, end))],
        };
      }),
      passages: index.passages.map(([section, key, content]) => ({
        label: null,
        key: `passage:${key}`,
        kind: `${key} in ${index.sections[section][0]}`,
        path: sectionPath(section, key),
        texts: [text(0, content)],
      })),
      notes: index.things.filter(isNote).map(thing),
    };
  }

  function compare(a, b) {
    for (const [at, each] of a.entries()) {
      if (each !== b[at]) {
        return each - b[at];
      }
    }
    return 0;
  }

  // The hits by group, the best first; the group of a key that is searched for comes before all others.
  function find(query) {
    const terms = termsOf(query);
    const wanted = query.trim().toLowerCase();
    const groups = [];
    for (const [group, list] of Object.entries(entries)) {
      const hits = [];
      for (const [number, entry] of list.entries()) {
        let best = null;
        if (entry.key && (entry.key === wanted || entry.key.endsWith(`:${wanted}`))) {
          best = { rank: [KEY], entry, text: entry.texts[0].content, marks: [] };
        }
        for (const text of entry.texts) {
          const found = terms.length > 0 ? match(terms, text.words) : null;
          const isName = found && text.kind <= NAME && found.rank.every((each) => each === 0);
          const rank = found && [isName ? 0 : 1, text.kind, ...found.rank, number];
          if (rank && (best === null || compare(rank, best.rank) < 0)) {
            best = { rank, entry, text: text.content, marks: found.marks };
          }
        }
        if (best) {
          hits.push(best);
        }
      }
      hits.sort((a, b) => compare(a.rank, b.rank));
      if (hits.length > 0 && hits[0].rank[0] === KEY) {
        groups.unshift([group, hits]);
      } else {
        groups.push([group, hits]);
      }
    }
    return groups;
  }

  // The words of the index most similar to those that are not in it.
  function nearest(query) {
    const known = new Set();
    for (const entry of Object.values(entries).flat()) {
      for (const text of entry.texts) {
        for (const word of text.words) {
          known.add(word.folded);
        }
      }
    }
    const near = [];
    for (const { words } of termsOf(query)) {
      for (const word of words.filter((each) => each.length > 3)) {
        const close = [...known].filter((each) => Math.abs(each.length - word.length) < 3 && each.length > 3);
        const rated = close.map((each) => [distance(word, each), each]).filter(([far]) => far > 0 && far < 3);
        near.push(...rated.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)).slice(0, 3).map(([, each]) => each));
      }
    }
    return [...new Set(near)].slice(0, 5);
  }

  // The number of letters to change, insert or delete to turn one word into another (Levenshtein distance).
  function distance(one, other) {
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
      }
      row = next;
    }
    return row[other.length];
  }

  // -- Hits

  function marked(text, marks, from = 0, to = text.length) {
    const pieces = from > 0 ? ["… "] : [];
    let at = from;
    for (const [start, end] of marks.filter(([first, last]) => first >= from && last <= to)) {
      pieces.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    pieces.push(text.slice(at, to), to < text.length ? " …" : "");
    return pieces;
  }

  // The marked words in their context, cut at words where the text is long.
  function excerpt({ text, marks }) {
    if (text.length <= LONG) {
      return marked(text, marks);
    }
    if (marks.length === 0) {
      return marked(text, marks, 0, text.lastIndexOf(" ", LONG));
    }
    const longest = marks.reduce((best, mark) => (mark[1] - mark[0] > best[1] - best[0] ? mark : best));
    const spans = [...text.matchAll(/\S+/g)].map((each) => [each.index, each.index + each[0].length]);
    const first = spans.findIndex(([, end]) => end > longest[0]);
    const last = spans.findIndex(([, end]) => end >= longest[1]);
    const from = spans[Math.max(0, first - AROUND)][0];
    const to = spans[Math.min(spans.length - 1, (last < 0 ? first : last) + AROUND)][1];
    return marked(text, marks, from, to);
  }

  const address = (hit) => root + hit.entry.path;

  // The text of a hit: its label, with the words marked if they are in it, and the text with the words if it is another.
  function told(hit) {
    const { label } = hit.entry;
    return label === null || label === hit.text ? [excerpt(hit), null] : [[label], excerpt(hit)];
  }

  // -- The box at the head of each page: a combobox with a list (WAI-ARIA Authoring Practices, combobox pattern)

  const box = document.getElementById("find");
  const form = box?.form;

  if (form) {
    // Without this script, a link to the page of search is in its place.
    form.hidden = false;
    document.querySelector(".find-page").hidden = true;
    const list = element("ul", { id: "find-list", className: "found-list", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    form.append(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    let active = -1;

    const show = (open) => {
      list.hidden = !open || list.children.length === 0;
      box.setAttribute("aria-expanded", String(!list.hidden));
      if (list.hidden) {
        activate(-1);
      }
    };
    const activate = (number) => {
      active = number;
      for (const [at, option] of [...list.children].entries()) {
        option.setAttribute("aria-selected", String(at === active));
      }
      if (active < 0) {
        box.removeAttribute("aria-activedescendant");
      } else {
        box.setAttribute("aria-activedescendant", list.children[active].id);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
    };
    const suggest = async () => {
      await load();
      const hits = find(box.value).flatMap(([group, all]) => {
        const named = group === "things" ? all.filter((hit) => hit.rank[1] <= NAME) : [];
        return (named.length > 0 ? named : all).slice(0, SUGGESTED[group]);
      });
      list.replaceChildren(
        ...hits.map((hit, number) => {
          const [first] = told(hit);
          const option = element("li", {}, ...first, element("span", { className: "found-kind" }, hit.entry.kind));
          option.id = `find-${number}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.href = address(hit);
          return option;
        }),
      );
      active = -1;
      show(document.activeElement === box);
    };

    box.addEventListener("focus", () => void load());
    box.addEventListener("input", () => void suggest());
    box.addEventListener("blur", () => show(false));
    box.addEventListener("keydown", (event) => {
      const size = list.children.length;
      if (event.key === "Escape") {
        if (!list.hidden) {
          event.preventDefault();
          show(false);
        }
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (size > 0) {
          const step = event.key === "ArrowDown" ? 1 : -1;
          show(true);
          activate(active < 0 && step < 0 ? size - 1 : (active + step + size) % size);
        }
      }
    });
    // A press would move the focus from the box, and so close the list, before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        location.assign(option.dataset.href);
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = active < 0 ? null : list.children[active];
      location.assign(chosen ? chosen.dataset.href : `${root}search.html?q=${encodeURIComponent(box.value)}`);
    });
  }

  // -- The page of search

  const results = document.getElementById("results");
  const words = document.getElementById("words");

  if (results && words) {
    words.form.hidden = false;
    const found = document.getElementById("found");
    const NAMES = {
      things: ["thing", "things"],
      statements: ["statement", "statements"],
      passages: ["passage", "passages"],
      notes: ["term or note", "terms and notes"],
    };
    const amount = ([group, { length }]) => `${length} ${NAMES[group][length === 1 ? 0 : 1]}`;

    const item = (hit) => {
      const [first, second] = told(hit);
      const link = element("a", { href: address(hit) }, ...first);
      const lines = [element("p", { className: hit.entry.label === null ? "words" : "" }, link)];
      if (second) {
        lines.push(element("p", { className: "words" }, ...second));
      }
      return element("li", {}, ...lines, element("p", { className: "kind" }, hit.entry.kind));
    };
    const section = (group, hits) => {
      const list = element("ul", { className: "results" }, ...hits.slice(0, SHOWN).map(item));
      const [first, ...rest] = NAMES[group][1];
      const parts = [element("h2", {}, `${first.toUpperCase()}${rest.join("")} (${hits.length})`), list];
      if (hits.length > SHOWN) {
        const more = element("button", { type: "button" }, `Show all ${hits.length}`);
        more.addEventListener("click", () => {
          const rest = hits.slice(SHOWN).map(item);
          list.append(...rest);
          more.remove();
          rest[0].querySelector("a").focus();
        });
        parts.push(element("p", {}, more));
      }
      return element("section", {}, ...parts);
    };
    const search = async () => {
      const query = words.value.trim();
      if (query === "") {
        results.replaceChildren();
        found.textContent = "";
        return;
      }
      await load();
      if (query !== words.value.trim()) {
        return;
      }
      const groups = find(query).filter(([, hits]) => hits.length > 0);
      results.replaceChildren(...groups.map(([group, hits]) => section(group, hits)));
      if (groups.length > 0) {
        found.textContent = groups.map(amount).join(", ");
        return;
      }
      const near = nearest(query);
      const links = near.flatMap((word, at) => [
        at > 0 ? ", " : "",
        element("a", { href: `?q=${encodeURIComponent(word)}` }, word),
      ]);
      found.replaceChildren("Nothing has all these words.", ...(near.length > 0 ? [" The nearest words are: ", ...links] : []));
    };
    const remember = () => {
      try {
        const query = words.value.trim();
        history.replaceState(null, "", query === "" ? location.pathname : `?q=${encodeURIComponent(query)}`);
      } catch {
        // Some browsers do not let a page from a file change its address.
      }
    };

    words.form.addEventListener("submit", (event) => event.preventDefault());
    words.addEventListener("input", () => {
      remember();
      void search();
    });
    words.value = new URLSearchParams(location.search).get("q") ?? "";
    void search();
    words.focus({ preventScroll: true });
  }
})(globalThis.csgraph);
