// Says why a triple pattern matches nothing: csgraph/explanation/triples.py in JavaScript.
// A classic script, after explanation-likeness.js.
"use strict";
(function (csgraph) {
  const {
    bodyOf, free, hinted, inside, isConstant, isIri, isVariable, list, needed, reason, say, shown, stepsOf,
  } = csgraph.explaining;

  const RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const SUB_CLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>";
  const SUB_PROPERTY = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>";

  class Triples {
    constructor(asked, shown, likeness) {
      this.asked = asked;
      this.shown = shown;
      this.likeness = likeness;
    }

    *triple(part, within) {
      const pattern = this.shown.quoted(part.shown);
      if (within.length && !this.asked.isEmpty(part.query)) {
        const head = within[within.length - 1];
        const name = head[1].kind === "VAR" ? "in no graph" : "outside";
        yield reason(say(name, { pattern, graph: this.shown.quoted(shown(head)) }), part.start);
        return;
      }
      if (!part.terms.length) {
        yield reason(say("triple", { pattern, hint: "" }), part.start);
        return;
      }
      const [subject, verb, value] = part.terms;
      const properties = this.missingProperties(verb);
      const isClass = this.isType(verb);
      const names = [subject, value].filter((term) => term.length === 1 && isIri(term[0])).map(([token]) => token);
      const ofClass = names.filter((token) => isClass && token === value[0]);
      const classes = ofClass.filter((token) => this.asked.isEmpty(`?s ${RDF_TYPE} ${token.text} .`));
      const unknown = names.filter((token) => !ofClass.includes(token) && !this.likeness.isKnown(token));
      for (const token of properties) {
        yield* hinted("property", token.start, () => this.hintAtProperty(token), { term: this.shown.name(token) });
      }
      for (const token of classes) {
        yield* hinted("class", token.start, () => this.hintAtClass(token), { term: this.shown.name(token) });
      }
      for (const token of unknown) yield* this.unknown(token);
      if (properties.length || classes.length || unknown.length) return;
      const broken = this.brokenPath(part);
      if (broken) yield reason(say("path", { pattern, part: this.shown.quoted(broken) }), part.start);
      else yield* hinted("triple", part.start, () => this.graphOrHintAtTriple(part), { pattern });
    }

    *unknown(token) {
      yield* hinted("term", token.start, () => this.hintAtTerm(token), { term: this.shown.name(token) });
    }

    graphOrHintAtTriple(part) {
      const graph = this.graph(part.query);
      return graph ? [say("elsewhere", { graph }), graph] : [this.hintAtTriple(part), ""];
    }

    hintAtTriple(part) {
      const [subject, verb, value] = part.terms;
      const [left, path, right] = part.terms.map(shown);
      if (isConstant(value)) {
        const [near] = this.likeness.alike("?csgraph", right, free(part));
        if (near) return say("near", { near: this.shown.term(near) });
        const others = this.asked.values("?csgraph", `${left} ?csgraph ${right} .`, csgraph.grammar.limits.near);
        if (others.length && verb.length === 1) {
          return say("other property", { property: list(others.map((each) => this.shown.term(each))) });
        }
      }
      const kinds = [subject, value].map((term) => Number(isIri(term[0])) - Number(isVariable(term)));
      const isTurnable = Math.max(...kinds) === 1 && !kinds.includes(0);
      if (isTurnable && !this.isType(verb) && !this.asked.isEmpty(`${right} ${path} ${left} .`)) {
        return say("reversed", { pattern: this.shown.quoted(`${right} ${path} ${left}`) });
      }
      if (stepsOf(verb).length > 1) return say("parts of path");
      return this.otherValues([part], []);
    }

    otherValues(parts, within) {
      for (const part of [...parts].reverse()) {
        if (!part.terms.length || part.terms[1][0].kind === "VAR" || !isConstant(part.terms[2])) continue;
        const body = bodyOf(parts.map((each) => (each === part ? { ...part, query: free(part) } : each)));
        const values = this.asked.values("?csgraph", inside(within, body), csgraph.grammar.limits.examples + 1);
        if (values.length) {
          const pattern = this.shown.quoted(`${shown(part.terms[0])} ${shown(part.terms[1])} …`);
          const name = parts.length > 1 ? "instead beside" : "instead";
          return say(name, { pattern, values: this.shown.values(values, csgraph.grammar.limits.examples) });
        }
      }
      return "";
    }

    brokenPath(part) {
      const steps = stepsOf(part.terms[1]).map(shown);
      const [subject, , value] = part.terms.map(shown);
      for (let size = 1; size < steps.length; size += 1) {
        const runs = [];
        for (let first = 0; first + size <= steps.length; first += 1) {
          runs.push(steps.slice(first, first + size).join("/"));
        }
        const last = runs[runs.length - 1];
        for (const run of runs) if (this.asked.isEmpty(`?csgraph ${run} ?csgraph0 .`)) return run;
        if (this.asked.isEmpty(`${subject} ${runs[0]} ?csgraph .`)) return `${subject} ${runs[0]}`;
        if (this.asked.isEmpty(`?csgraph ${last} ${value} .`)) return `${last} ${value}`;
      }
      return "";
    }

    missingProperties(verb) {
      if (verb[0].kind === "VAR") return [];
      const properties = needed(verb).filter((token) => token.text !== "a");
      const missing = properties.filter((token) => this.asked.isEmpty(`?s ${token.text} ?o .`));
      return verb.some((token) => token.text === "|") && missing.length !== properties.length ? [] : missing;
    }

    hintAtProperty(token) {
      const graph = this.graph(`?s ${token.text} ?o .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      const below = `?csgraph ${SUB_PROPERTY}+ ${token.text} . ?s ?csgraph ?o .`;
      const used = this.asked.values("?csgraph", below, csgraph.grammar.limits.choices);
      const names = used.map((each) => this.shown.term(each)).join(", ");
      if (names) return [say("properties below", { names }), ""];
      if (this.likeness.isKnown(token)) return [say("unused"), ""];
      return [this.likeness.spelling(token, this.asked.values("?p", "?s ?p ?o .", csgraph.grammar.limits.rows)), ""];
    }

    hintAtClass(token) {
      const graph = this.graph(`?s ${RDF_TYPE} ${token.text} .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      if (!this.asked.isEmpty(`?s ${RDF_TYPE}/${SUB_CLASS}+ ${token.text} .`)) return [say("class below"), ""];
      const used = this.asked.values("?c", `?s ${RDF_TYPE} ?c .`, csgraph.grammar.limits.rows);
      const near = this.likeness.spelling(token, used);
      return [near === say("spelling") && this.likeness.isKnown(token) ? say("unused") : near, ""];
    }

    hintAtTerm(token) {
      const graph = this.graph(`${token.text} ?p ?o .`) || this.graph(`?s ?p ${token.text} .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      return [this.likeness.spelling(token, this.likeness.like(token)), ""];
    }

    isType(verb) {
      return verb.length === 1 && (verb[0].text === "a" || `<${this.shown.iri(verb[0])}>` === RDF_TYPE);
    }

    graph(body) {
      return this.asked.graphs(body)[0] || "";
    }
  }

  Object.assign(csgraph.explaining, { Triples });
})(globalThis.csgraph);
