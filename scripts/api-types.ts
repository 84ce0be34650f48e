/**
 * `npm run api:types`: what the dashboard knows of the API, from the gateway's own OpenAPI document. Not in the repository:
 * it cannot be older than the routes it was made from.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import openapiTs, { astToString, type OpenAPI3 } from "openapi-typescript";
import { ensureBuilt } from "./build.ts";
import { ROOT, startRuntime } from "./runtime.ts";

export const API_TYPES = join(ROOT, "ui", "src", "api", "openapi.d.ts");

const HEAD = "// Made by `npm run api:types` from the gateway's OpenAPI document. Do not edit.\n\n";

export async function apiTypes(document: OpenAPI3): Promise<string> {
  return HEAD + astToString(await openapiTs(document, { alphabetize: true }));
}

if (import.meta.main) {
  await ensureBuilt();
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-types-"));
  const runtime = await startRuntime({ stateFolder });
  const document = (await (await fetch(`${runtime.url}/openapi.json`)).json()) as OpenAPI3;
  writeFileSync(API_TYPES, await apiTypes(document));
  await runtime.stop();
  rmSync(stateFolder, { recursive: true, force: true });
}
