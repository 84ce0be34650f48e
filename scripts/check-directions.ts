/** `npm run check:directions`: fails on a forbidden import, and when the tool looked at nothing. */
import { resolve } from "node:path";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { bundleAjv } from "./bundle-ajv.ts";
import { directions } from "./directions.ts";

bundleAjv();

const { forbidden, options } = directions;

async function judge(folders: string[], tsConfig: string) {
  const { output } = await cruise(
    folders,
    { ...options, tsConfig: { fileName: tsConfig }, validate: true, ruleSet: { forbidden } },
    { alias: { "~": resolve("ui/src") } },
    { tsConfig: extractTSConfig(tsConfig) },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser answered text instead of a result.");
  return output.summary;
}

const summaries = [
  await judge(["workers", "durable-objects"], "tsconfig.json"),
  await judge(["ui"], resolve("ui/tsconfig.json")),
];
const violations = summaries.flatMap((summary) => summary.violations);
for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
// With a TypeScript it does not understand, dependency-cruiser finds no module and calls that green.
for (const { totalCruised } of summaries) {
  if (totalCruised < 50)
    throw new Error(`Only ${totalCruised} modules were judged; the tool does not see the code.`);
}
if (violations.length > 0) process.exit(1);
console.log(
  `directions: ${summaries.map(({ totalCruised }) => totalCruised).join(" and ")} modules, no violation`,
);
