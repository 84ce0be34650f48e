/**
 * `npm run meter:quickjs`: makes `workers/sandbox/quickjs.wasm` out of the module in the pinned package. Run it after an
 * upgrade; a test compares what is committed with what this makes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { meterWasm } from "./metering/meter-wasm.ts";

export const METERED = join(import.meta.dirname, "..", "workers", "sandbox", "quickjs.wasm");

/** 6 MB: its data and 5 MB of stack, and a little heap. It grows as it needs. */
const INITIAL_PAGES = 96;

export function meterQuickjs(): Uint8Array {
  const source = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
  return meterWasm(readFileSync(source), { initialPages: INITIAL_PAGES });
}

if (import.meta.main) {
  const metered = meterQuickjs();
  writeFileSync(METERED, metered);
  console.log(`${METERED}: ${metered.byteLength} bytes`);
}
