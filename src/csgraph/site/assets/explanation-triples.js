// Finds why a triple pattern matches nothing: csgraph/sparql/explain/triples.py in JavaScript.
// A classic script, after explanation-suggestions.js.
"use strict";
(function (csgraph) {
  const { bodyOf, free, hinted, inside, isConstant, isIri, list, needed, reason, say, stepsOf, unspaced } =
    csgraph.explaining;

  const RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  const SUB_CLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>";
  const SUB_PROPERTY = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>";

  class TripleReasons {
    constructor(probes, render, suggest) {
      this.probes = probes;
      this.render = render;
      this.suggest = suggest;
    }

    *reasons(part, within) {
      const pattern = this.render.quoted(part.shown);
      if (within.length && !this.probes.isEmpty(part.query)) {
        const hint = say("outside", { graph: this.render.quoted(unspaced(within[within.length - 1])) });
        yield reason(say("triple", { pattern, hint }), part.start);
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
      const classes = ofClass.filter((token) => this.probes.isEmpty(`?s ${RDF_TYPE} ${token.text} .`));
      const unknown = names.filter((token) => !ofClass.includes(token) && !this.suggest.isKnown(token));
      for (const token of properties) {
        yield* hinted("property", token.start, () => this.hintAtProperty(token), { term: this.render.name(token) });
      }
      for (const token of classes) {
        yield* hinted("class", token.start, () => this.hintAtClass(token), { term: this.render.name(token) });
      }
      for (const token of unknown) yield* this.unknown(token);
      if (properties.length || classes.length || unknown.length) return;
      const broken = this.brokenPath(part);
      if (broken) yield reason(say("path", { pattern, part: this.render.quoted(broken) }), part.start);
      else yield* hinted("triple", part.start, () => this.graphOrHintAtTriple(part), { pattern });
    }

    *unknown(token) {
      yield* hinted("term", token.start, () => this.hintAtTerm(token), { term: this.render.name(token) });
    }

    graphOrHintAtTriple(part) {
      const graph = this.graph(part.query);
      return graph ? [say("elsewhere", { graph }), graph] : [this.hintAtTriple(part), ""];
    }

    hintAtTriple(part) {
      const [, verb, value] = part.terms;
      const [left, , right] = part.terms.map(unspaced);
      if (isConstant(value)) {
        const [near] = this.suggest.alike("?csgraph", right, free(part));
        if (near) return say("near", { near: this.render.term(near) });
        const others = this.probes.values("?csgraph", `${left} ?csgraph ${right} .`, csgraph.grammar.limits.near);
        if (others.length && verb.length === 1) {
          return say("other property", { property: list(others.map((each) => this.render.term(each))) });
        }
      }
      const swapped = this.swapped(part);
      if (swapped && !this.probes.isEmpty(`${swapped} .`)) {
        return say("reversed", { pattern: this.render.quoted(swapped) });
      }
      if (stepsOf(verb).length > 1) return say("parts of path");
      return this.otherValues([part], []);
    }

    // The pattern with subject and object swapped; empty unless both are IRIs or variables.
    swapped({ terms }) {
      if (!terms.length || this.isType(terms[1])) return "";
      const ends = [...terms[0], ...terms[2]];
      const isSwappable = ends.length === 2 && ends.every((token) => isIri(token) || token.kind === "VAR");
      return isSwappable ? [...terms].reverse().map(unspaced).join(" ") : "";
    }

    otherValues(parts, within) {
      for (const part of [...parts].reverse()) {
        if (!part.terms.length || part.terms[1][0].kind === "VAR" || !isConstant(part.terms[2])) continue;
        const body = bodyOf(parts.map((each) => (each === part ? { ...part, query: free(part) } : each)));
        const values = this.probes.values("?csgraph", inside(within, body), csgraph.grammar.limits.examples + 1);
        if (values.length) {
          const pattern = this.render.quoted(`${unspaced(part.terms[0])} ${unspaced(part.terms[1])} …`);
          const name = parts.length > 1 ? "instead beside" : "instead";
          return say(name, { pattern, values: this.render.values(values, csgraph.grammar.limits.examples) });
        }
      }
      return "";
    }

    brokenPath(part) {
      const steps = stepsOf(part.terms[1]).map(unspaced);
      const [subject, , value] = part.terms.map(unspaced);
      for (let size = 1; size < steps.length; size += 1) {
        const runs = [];
        for (let first = 0; first + size <= steps.length; first += 1) {
          runs.push(steps.slice(first, first + size).join("/"));
        }
        const last = runs[runs.length - 1];
        for (const run of runs) if (this.probes.isEmpty(`?csgraph ${run} ?csgraph0 .`)) return run;
        if (this.probes.isEmpty(`${subject} ${runs[0]} ?csgraph .`)) return `${subject} ${runs[0]}`;
        if (this.probes.isEmpty(`?csgraph ${last} ${value} .`)) return `${last} ${value}`;
      }
      return "";
    }

    missingProperties(verb) {
      if (verb[0].kind === "VAR") return [];
      const properties = needed(verb).filter((token) => token.text !== "a");
      const missing = properties.filter((token) => this.probes.isEmpty(`?s ${token.text} ?o .`));
      return verb.some((token) => token.text === "|") && missing.length !== properties.length ? [] : missing;
    }

    hintAtProperty(token) {
      const graph = this.graph(`?s ${token.text} ?o .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      const below = `?csgraph ${SUB_PROPERTY}+ ${token.text} . ?s ?csgraph ?o .`;
      const used = this.probes.values("?csgraph", below, csgraph.grammar.limits.choices);
      const names = used.map((each) => this.render.term(each)).join(", ");
      if (names) return [say("properties below", { names }), ""];
      if (this.suggest.isKnown(token)) return [say("unused"), ""];
      return [this.suggest.spelling(token, this.probes.values("?p", "?s ?p ?o .", csgraph.grammar.limits.rows)), ""];
    }

    hintAtClass(token) {
      const graph = this.graph(`?s ${RDF_TYPE} ${token.text} .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      if (!this.probes.isEmpty(`?s ${RDF_TYPE}/${SUB_CLASS}+ ${token.text} .`)) return [say("class below"), ""];
      const used = this.probes.values("?c", `?s ${RDF_TYPE} ?c .`, csgraph.grammar.limits.rows);
      const near = this.suggest.spelling(token, used);
      return [near === say("spelling") && this.suggest.isKnown(token) ? say("unused") : near, ""];
    }

    hintAtTerm(token) {
      const graph = this.graph(`${token.text} ?p ?o .`) || this.graph(`?s ?p ${token.text} .`);
      if (graph) return [say("elsewhere", { graph }), graph];
      return [this.suggest.spelling(token, this.suggest.like(token)), ""];
    }

    isType(verb) {
      return verb.length === 1 && (verb[0].text === "a" || `<${this.render.iri(verb[0])}>` === RDF_TYPE);
    }

    graph(body) {
      return this.probes.graphs(body)[0] || "";
    }
  }

  Object.assign(csgraph.explaining, { TripleReasons });
})(globalThis.csgraph);
