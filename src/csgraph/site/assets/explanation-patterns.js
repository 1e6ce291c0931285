// Questions about the tokens and parts of a query: csgraph/sparql/explain/patterns.py in JavaScript.
// A classic script, after sparql.js. These scripts share `csgraph.explaining`.
"use strict";
(function (csgraph) {
  function unspaced(tokens) {
    let line = "";
    let end = tokens.length ? tokens[0].start : 0;
    for (const token of tokens) {
      line += (token.start > end ? " " : "") + token.text;
      end = token.start + token.text.length;
    }
    return line;
  }

  function namesOf(tokens) {
    const names = new Set();
    for (const { kind, text } of tokens) {
      if (kind === "VAR") names.add(`?${text.slice(1)}`);
      else if (kind === "BLANK") names.add(text);
    }
    return names;
  }

  function union(...sets) {
    return new Set(sets.flatMap((each) => [...each]));
  }

  function meet(one, other) {
    return [...one].some((each) => other.has(each));
  }

  // The steps of a sequence path; one step for any other path.
  function stepsOf(verb) {
    const found = [[]];
    let depth = 0;
    for (const token of verb) {
      depth += Number(token.text === "(") - Number(token.text === ")");
      if (depth === 0 && token.text === "|") return [verb];
      if (depth === 0 && token.text === "/") found.push([]);
      else found[found.length - 1].push(token);
    }
    return found;
  }

  // The properties that each match of a path needs: none that is optional or negated.
  function needed(verb) {
    const found = [];
    const starts = [];
    let at = 0;
    while (at < verb.length) {
      const token = verb[at];
      const following = at + 1 < verb.length ? verb[at + 1].text : "";
      if (token.text === "!") {
        at = afterNegated(verb, at + 1);
        continue;
      }
      if (token.text === "(") starts.push(found.length);
      else if (token.text === ")") {
        const start = starts.pop();
        if (following === "*" || following === "?") found.length = start;
      } else if ((isIri(token) || token.text === "a") && following !== "*" && following !== "?") found.push(token);
      at += 1;
    }
    return found;
  }

  function afterNegated(verb, start) {
    let at = verb[start].text === "^" ? start + 1 : start;
    let depth = 0;
    do {
      depth += Number(verb[at].text === "(") - Number(verb[at].text === ")");
      at += 1;
    } while (depth !== 0);
    return at;
  }

  function joinedOf(group) {
    const { joined } = csgraph.grammar;
    const parts = group.parts.filter((part) => joined.includes(part.kind));
    const sure = union(...parts.filter((part) => part.kind !== "BIND").map((part) => part.names));
    const optional = union(...group.parts.filter((part) => part.kind === "OPTIONAL").map((part) => part.names));
    for (const name of sure) optional.delete(name);
    return parts.filter((part) => part.kind !== "BIND" || !meet(part.names, optional));
  }

  function givenBy(parts) {
    const { removers } = csgraph.grammar;
    return union(...parts.filter((part) => !removers.includes(part.kind)).map((part) => part.names));
  }

  // The text of a triple pattern with the variable ?csgraph as its object.
  function free(part) {
    const value = part.terms[2];
    const last = value[value.length - 1];
    const size = last.start + last.text.length - value[0].start;
    return `${part.query.slice(0, -size - " .".length)}?csgraph .`;
  }

  function changed(part, texts) {
    let text = "";
    let end = 0;
    for (const token of part.tokens) {
      const start = token.start - part.start;
      text += part.query.slice(end, start) + (texts.has(token) ? texts.get(token) : token.text);
      end = start + token.text.length;
    }
    return text + part.query.slice(end);
  }

  function isIri(token) {
    return token.kind === "IRIREF" || token.kind === "PNAME";
  }

  function isConstant([{ kind, text }]) {
    return ["IRIREF", "PNAME", "INTEGER", "NUMBER", "STRING", "WORD"].includes(kind) || text === "+" || text === "-";
  }

  function variablesIn(tokens) {
    const found = new Set();
    let depth = 0;
    for (const { kind, text } of tokens) {
      depth += Number(text === "{") - Number(text === "}");
      if (kind === "VAR" && depth === 0) found.add(`?${text.slice(1)}`);
    }
    return [...found];
  }

  function literalsIn(tokens) {
    const found = [];
    tokens.forEach((token, at) => {
      if (token.kind === "INTEGER" || token.kind === "NUMBER") found.push([token]);
      else if (token.kind === "STRING") {
        const following = tokens[at + 1];
        const size = !following ? 1 : following.kind === "LANGTAG" ? 2 : following.text === "^^" ? 3 : 1;
        found.push(tokens.slice(at, at + size));
      }
    });
    return found;
  }

  csgraph.explaining = {
    changed, free, givenBy, isConstant, isIri, joinedOf, literalsIn, meet, namesOf, needed, stepsOf, union, unspaced,
    variablesIn,
  };
})(globalThis.csgraph);
