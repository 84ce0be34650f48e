/** `npm run check:directions`: fails on a forbidden import, and when the tool looked at nothing. */
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { bundleAjv } from "./bundle-ajv.ts";
import { directions } from "./directions.ts";

bundleAjv();

const { forbidden, options } = directions;
const { output } = await cruise(
  ["workers", "durable-objects"],
  { ...options, validate: true, ruleSet: { forbidden } },
  undefined,
  { tsConfig: extractTSConfig("tsconfig.json") },
);
if (typeof output === "string") throw new Error("dependency-cruiser answered text instead of a result.");

const { totalCruised, violations } = output.summary;
for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
// With a TypeScript it does not understand, dependency-cruiser finds no module and calls that green.
if (totalCruised < 50)
  throw new Error(`Only ${totalCruised} modules were judged; the tool does not see the code.`);
if (violations.length > 0) process.exit(1);
console.log(`directions: ${totalCruised} modules, no violation`);
