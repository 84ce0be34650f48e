/** `npm run vectors -- <folder>`: every request of `<folder>/signatures.json` through the connectors; exits 1 on any difference. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Judgement, judge } from "./vectors/judge.ts";
import { readVectors } from "./vectors/vector.ts";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: npm run vectors -- <folder with signatures.json>");
  process.exit(2);
}

const vectors = readVectors(await readFile(join(folder, "signatures.json"), "utf8"));
const judgements: Judgement[] = [];
for (const vector of vectors) judgements.push(await judge(vector));

const width = Math.max(...judgements.map(({ id }) => id.length));
for (const { id, outcome, expected, got } of judgements) {
  const saw = outcome === "failed" ? `${got}, expected ${expected}` : got;
  console.log(`${outcome.padEnd(11)}  ${id.padEnd(width)}  ${saw}`);
}
const count = (outcome: Judgement["outcome"]): number =>
  judgements.filter((judgement) => judgement.outcome === outcome).length;
console.log(
  `${judgements.length} vectors: ${count("passed")} passed, ${count("not_inbound")} not inbound webhooks, ${count("failed")} failed`,
);
if (count("failed") > 0) process.exit(1);
