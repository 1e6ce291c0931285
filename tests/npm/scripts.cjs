// Runs what a test names in the site's scripts, loaded as a page or a worker loads them, and prints what comes of it.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const { task, given, tables, assets, scripts, stores } = JSON.parse(fs.readFileSync(0, "utf8"));
const context = vm.createContext({ grammar: tables });
vm.runInContext("globalThis.csgraph = { grammar }", context);
for (const script of scripts) {
  const file = path.join(assets, script);
  vm.runInContext(fs.readFileSync(file, "utf8"), context, { filename: file });
}
const { csgraph } = context;

// Loaded where it is needed, since not all tasks need what is not installed everywhere.
function asking(quads) {
  const { Store } = require("oxigraph");
  const store = new Store();
  store.load(quads, { format: "application/n-quads" });
  return (query) => store.query(query, { use_default_graph_as_union: true });
}
const [ask, elsewhere] = (stores || []).map(asking);

const tasks = {
  reasons: ({ query, terms }) => csgraph.reasons(query, ask, { terms, elsewhere, seconds: 60 }),
  explain: ({ query, terms }) => csgraph.explain(query, ask, { terms, elsewhere, place: "q", seconds: 60 }),
  tokenize: (query) => csgraph.tokenize(query),
  syntaxProblem: ([query, said]) => {
    const found = csgraph.syntaxProblem(query, undefined, said);
    if (found === null) return null;
    const before = query.slice(0, found.offset).split("\n");
    return { line: before.length, column: before.at(-1).length + 1, message: found.message };
  },
};
process.stdout.write(JSON.stringify(given.map(tasks[task])));
