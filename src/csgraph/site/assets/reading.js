"use strict";

// A section of the report: a sentence opens its note, and a filter dims the statements that it does not match. Without
// this script the sentences are links to the notes below their passages.
(() => {
  const root = document.documentElement;
  const text = document.getElementById("text");
  const form = document.getElementById("choose");
  const told = document.getElementById("told");
  root.classList.add("scripted");

  // -- Notes

  const noteOf = (key) => document.getElementById(`about-${key}`);
  let chosen = null;

  for (const sentence of text.querySelectorAll(".s")) {
    sentence.setAttribute("aria-expanded", "false");
  }
  for (const details of document.querySelectorAll(".notes")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.textContent = "Close";
    button.addEventListener("click", () => close(true));
    details.querySelector(".abouts").prepend(button);
    details.querySelector("summary").addEventListener("click", () => {
      // The summary shows all notes of the passage, or none.
      const was = details.classList.contains("one");
      close(false);
      if (was) {
        details.open = true;
      }
      details.style.removeProperty("top");
    });
  }

  function close(refocus) {
    for (const each of document.querySelectorAll(".chosen")) {
      each.classList.remove("chosen", "parted");
    }
    for (const details of document.querySelectorAll(".notes[open]")) {
      if (details.classList.contains("one") || refocus) {
        details.open = false;
        if (refocus && !chosen) {
          details.querySelector("summary").focus();
        }
      }
      details.classList.remove("one");
    }
    if (chosen) {
      chosen.setAttribute("aria-expanded", "false");
      if (refocus) {
        chosen.focus();
      }
    }
    chosen = null;
  }

  // Opens the note of a sentence, and marks that of a part of it.
  function open(sentence, key) {
    close(false);
    const whole = noteOf(sentence.id);
    if (!whole) {
      return;
    }
    const details = whole.closest("details");
    chosen = sentence;
    sentence.classList.add("chosen");
    sentence.setAttribute("aria-expanded", "true");
    whole.classList.add("chosen");
    if (key !== sentence.id) {
      sentence.classList.remove("chosen");
      noteOf(key)?.classList.add("chosen");
      whole.classList.add("parted");
      for (const part of sentence.querySelectorAll(".p")) {
        part.classList.toggle("chosen", part.dataset.of.split(" ").includes(key));
      }
    }
    // Beside the words on a wide page, where the note has a column of its own.
    const words = document.getElementById(key) ?? sentence;
    details.style.top = `${Math.max(0, words.offsetTop - 8)}px`;
    details.classList.add("one");
    details.open = true;
    return whole;
  }

  function remember(key) {
    try {
      history.pushState(null, "", `#${encodeURIComponent(key)}`);
    } catch {
      // Some browsers keep no history of files.
    }
  }

  text.addEventListener("click", (event) => {
    const sentence = event.target.closest(".s");
    if (!sentence || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const part = event.target.closest(".p");
    const key = part ? part.dataset.of.split(" ").at(-1) : sentence.id;
    if (chosen === sentence && sentence.dataset.shown === key) {
      close(true);
      return;
    }
    const note = open(sentence, key);
    sentence.dataset.shown = key;
    remember(key);
    // Enter on a link is a click without a pointer: the focus moves to the note, and Escape returns it.
    if (note && event.detail === 0) {
      note.tabIndex = -1;
      note.focus({ preventScroll: true });
      note.scrollIntoView({ block: "nearest" });
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".notes[open]") && !event.target.closest(".find")) {
      close(true);
    }
  });

  // Goes to the target of the address: a passage, a sentence or a part of it, or the note of one.
  function arrive(behavior = "auto") {
    let key = "";
    try {
      key = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    key = key.replace(/^about-/, "");
    const target = key && document.getElementById(key);
    if (!target || !text.contains(target)) {
      close(false);
      return;
    }
    const sentence = target.closest(".s");
    if (sentence) {
      open(sentence, key);
      sentence.dataset.shown = key;
    } else {
      close(false);
    }
    target.scrollIntoView({ block: "start", behavior });
  }
  window.addEventListener("hashchange", () => arrive());
  window.addEventListener("popstate", () => arrive());

  // -- Filter

  const facets = new Map();
  for (const note of document.querySelectorAll("[data-t]")) {
    const whole = note.closest(".about");
    facets.set(note.id.slice("about-".length), {
      type: note.dataset.t.split(" "),
      modality: [note.dataset.m],
      voice: [whole.dataset.v],
    });
  }

  function wanted() {
    const found = new Map();
    for (const input of form.querySelectorAll("input:checked")) {
      found.set(input.name, [...(found.get(input.name) ?? []), input.value]);
    }
    return found;
  }

  function apply() {
    const choice = wanted();
    const fits = (key) =>
      [...choice].every(([name, values]) => facets.get(key)?.[name].some((each) => values.includes(each)));
    const narrowed = choice.size > 0;
    text.classList.toggle("narrowed", narrowed);
    for (const sentence of text.querySelectorAll(".s")) {
      sentence.classList.toggle("hit", narrowed && fits(sentence.id));
    }
    for (const part of text.querySelectorAll(".p")) {
      part.classList.toggle("hit", narrowed && part.dataset.of.split(" ").some(fits));
    }
    const count = [...facets.keys()].filter(fits).length;
    const names = [...form.querySelectorAll("input:checked")].map((each) => each.dataset.name).join(", ");
    told.textContent = narrowed ? `${count} of ${facets.size} statements fit (${names}); the others are dimmed.` : "";
  }

  function store() {
    const query = [...wanted()].map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`);
    try {
      const start = query.length > 0 ? `?${query.join("&")}` : location.pathname;
      history.replaceState(null, "", start + location.hash);
    } catch {
      // Some browsers do not let a page from a file change its address.
    }
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    for (const input of form.querySelectorAll("input")) {
      input.checked = query.getAll(input.name).join(",").split(",").includes(input.value);
    }
  }

  form.addEventListener("change", () => {
    apply();
    store();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const input of form.querySelectorAll("input")) {
      input.checked = false;
    }
    apply();
    store();
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  recall();
  apply();
  arrive("instant");
})();
