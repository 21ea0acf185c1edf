// Reads Mermaid files with Mermaid's own parser, and holds them to the DOT files beside them, which Graphviz has read:
// `node mermaid.mjs FOLDER...`. The parser wants a document, though it draws nothing here.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, maxEdges: 10 ** 6, maxTextSize: 10 ** 8 });

for (const folder of process.argv.slice(2)) {
    const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(`${folder}/origins.mmd`, "utf8"));
    const dot = readFileSync(`${folder}/origins.dot`, "utf8");
    const count = (pattern) => [...dot.matchAll(pattern)].length;
    assert.equal(type, "flowchart-v2");
    assert.equal(db.getSubGraphs().length, count(/^ {2}subgraph /gm));
    assert.equal(db.getEdges().length, count(/^ {4}"[^"]+" -> "/gm));
    const shapes = [...db.getVertices().values()].filter((vertex) => vertex.text !== undefined);
    assert.equal(shapes.length, count(/^ {4}"[^"]+" \[label=/gm));
    assert.ok(shapes.length > 0 && db.getEdges().length > 0);
    for (const { text, link } of [...shapes, ...db.getEdges()]) {
        assert.ok(!link && !/[<>"`]/.test(text), text);
    }
    console.log(`${folder.split("/").pop()}: Mermaid reads ${shapes.length} nodes and ${db.getEdges().length} edges`);
}
