// Reads a file of RDF with N3.js or jsonld.js, and writes what it says as N-Quads.
import { createReadStream, readFileSync } from 'node:fs';
import jsonld from 'jsonld';
import N3 from 'n3';

const [, , path, format] = process.argv;

if (format === 'application/ld+json') {
  const document = JSON.parse(readFileSync(path, 'utf8'));
  process.stdout.write(await jsonld.toRDF(document, { format: 'application/n-quads' }));
} else {
  const writer = new N3.Writer({ format: 'N-Quads', end: false });
  for await (const quad of createReadStream(path).pipe(new N3.StreamParser({ format }))) {
    process.stdout.write(writer.quadToString(quad.subject, quad.predicate, quad.object, quad.graph));
  }
}
