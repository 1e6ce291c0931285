// The functions that the scripts of the site share; each page loads this first. Data never becomes markup.
//
//   csgraph.element(name, properties, ...children)    a new element
//   csgraph.load(address) -> Promise                  loads a script, once
//   csgraph.script(name) -> Promise                   loads a script of assets/, once
//   csgraph.save(name, text, media)                   offers a text as a file
//   csgraph.named(text, names) -> [node]              a cell's text with the names in it linked; see a view's .links.js
//   csgraph.sortable(heads, draw)                     makes column heads sort: calls draw(place, sign), sign being 1, -1, or
//                                                     0 for the original order of the rows
//   csgraph.sorted(rows, key, sign)                   rows by a number or text of each; rows without one come last either way
"use strict";
globalThis.csgraph = globalThis.csgraph || {};
(function (csgraph) {
  const ASSETS = new URL(".", document.currentScript.src);

  csgraph.element = function (name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const scripts = new Map();

  function load(address, name) {
    if (!scripts.has(address)) {
      const loading = new Promise((resolve, reject) => {
        const script = csgraph.element("script", { src: address });
        script.onload = resolve;
        script.onerror = () => {
          scripts.delete(address);
          script.remove();
          reject(new Error(`${name} cannot be loaded: the folder is not complete`));
        };
        document.head.append(script);
      });
      scripts.set(address, loading);
    }
    return scripts.get(address);
  }

  csgraph.load = (address) => load(new URL(address, document.baseURI).href, address);
  csgraph.script = (name) => load(new URL(name, ASSETS).href, `assets/${name}`);

  csgraph.save = function (name, text, media) {
    const address = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` }));
    const link = csgraph.element("a", { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  // -- Tables ----------------------------------------------------------------------------------------------------------

  csgraph.named = function (text, [separator, links] = ["", {}]) {
    const nodes = [];
    (separator ? text.split(separator) : [text]).forEach((part, number) => {
      if (number) nodes.push(separator);
      const href = Object.prototype.hasOwnProperty.call(links, part) ? links[part] : "";
      if (!href) nodes.push(part);
      else nodes.push(csgraph.element("a", href.includes("://") ? { href, rel: "external" } : { href }, part));
    });
    return nodes;
  };

  csgraph.sortable = function (heads, draw) {
    heads.forEach((head, place) => {
      const button = csgraph.element("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        // Ascending, descending, and back to the original order of the rows.
        const now = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
        for (const each of heads) each.setAttribute("aria-sort", each === head ? now : "none");
        draw(place, { none: 0, ascending: 1, descending: -1 }[now]);
      });
    });
  };

  const texts = new Intl.Collator("en", { numeric: true });

  csgraph.sorted = function (rows, key, sign) {
    if (!sign) return [...rows];
    const isNone = (value) => value === "" || value === null;
    const compare = ([a], [b]) => {
      if (isNone(a) || isNone(b)) return isNone(a) - isNone(b);
      return sign * (typeof a === "number" && typeof b === "number" ? a - b : texts.compare(a, b));
    };
    return rows.map((row) => [key(row), row]).sort(compare).map(([, row]) => row);
  };
})(globalThis.csgraph);
