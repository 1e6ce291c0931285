// Says which FILTER or MINUS leaves nothing of what the patterns of a group match: csgraph/explanation/conditions.py in
// JavaScript. A classic script, after explanation-likeness.js.
"use strict";
(function (csgraph) {
  const {
    bodyOf, changed, EnoughError, givenBy, hinted, inside, isIri, lineOf, list, reason, say, shrunk,
    variablesIn,
  } = csgraph.explaining;

  class Conditions {
    constructor(asked, shown, likeness, group) {
      this.asked = asked;
      this.shown = shown;
      this.likeness = likeness;
      this.group = group;
    }

    *removed(group, within) {
      const kinds = csgraph.grammar.removers;
      const removers = group.parts.filter((part) => kinds.includes(part.kind));
      const body = (chosen, changed) => {
        const kept = group.parts.filter((part) => !kinds.includes(part.kind) || chosen.includes(part));
        return inside(within, `${bodyOf(kept)}\n${changed || ""}`);
      };
      if (!removers.length || this.asked.isEmpty(body([]))) return;
      const alone = removers.filter((part) => this.asked.isEmpty(body([part])));
      for (const part of alone) {
        const words = { filter: this.shown.quoted(part.shown), rows: this.shown.rows(body([])) };
        yield* hinted("each", part.start, () => [this.hintAtRemover(part, group, body), ""], words);
        if (part.kind === "FILTER" && part.groups.length && this.asked.isEmpty(inside(within, part.groups[0].text))) {
          yield* this.group(part.groups[0], within);
        }
      }
      if (!alone.length && this.asked.isEmpty(body(removers))) {
        const least = shrunk(removers, (chosen) => this.asked.isEmpty(body(chosen)));
        const listed = least.map((part) => this.shown.quoted(part.shown) + this.shown.lineNumber(part, least[0]));
        const words = { patterns: list(listed), rows: this.shown.rows(body([])) };
        yield reason(say("together removed", words), least[0].start);
      }
    }

    hintAtRemover(part, group, body) {
      const isRead = part.kind === "FILTER" && !part.groups.length;
      return (isRead && this.hintAtFilter(part, group, body)) || say("leave out");
    }

    hintAtFilter(part, group, body) {
      const names = givenBy(group.parts);
      const variables = variablesIn(part.tokens);
      for (const variable of variables) {
        if (!names.has(variable)) return say("unbound", { variable, hint: this.likeness.near(variable, names) });
      }
      const before = body([]);
      const finds = (changed) => !this.asked.isEmpty(body([], changed));
      for (const token of part.tokens) {
        if (isIri(token) && !this.likeness.isKnown(token)) {
          const near = this.likeness.nearest(token, this.likeness.like(token));
          if (near && finds(changed(part, new Map([[token, near]])))) return say("near", { near });
        }
      }
      const literal = this.likeness.nearLiteral(part, before, variables, [], finds);
      if (literal) return literal;
      const strings = part.tokens.filter((token) => token.kind === "STRING");
      const isLettered = strings.some(({ text }) => text.toLowerCase() !== text.toUpperCase());
      if (isLettered && !part.shown.toUpperCase().includes("EXISTS")) {
        const small = new Map(strings.map((token) => [token, token.text.toLowerCase()]));
        for (const token of part.tokens) if (token.kind === "VAR") small.set(token, `LCASE(STR(${token.text}))`);
        const filter = changed(part, small);
        try {
          if (finds(filter)) return say("folded", { filter: this.shown.quoted(lineOf(filter)) });
        } catch (error) {
          // Not every place of a variable can have an expression: such as that of BOUND.
          if (error instanceof EnoughError) throw error;
        }
      }
      if (variables.length === 1) {
        const most = csgraph.grammar.limits.examples;
        const values = this.shown.values(this.asked.values(variables[0], before, most + 1), most);
        return say("examples", { variable: variables[0], values });
      }
      return "";
    }
  }

  Object.assign(csgraph.explaining, { Conditions });
})(globalThis.csgraph);
