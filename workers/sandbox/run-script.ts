import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { CageLimits, CageResult, CageRun } from "#domain/sandbox/cage";
import { Cell } from "./cell.ts";
import { checkInput, checkOutput } from "./check-json.ts";
import { crashOf } from "./crash.ts";
import { Failed } from "./failed.ts";
import type { Machine } from "./machine.ts";
import { startMeter } from "./meter.ts";

type Outcome =
  | { readonly ok: true; readonly outputJson: string }
  | { readonly ok: false; readonly failed: Failed };

/** One run in a cell of its own. Synchronous: between its first step and its last nothing else happens in the isolate. */
export function runScript(machine: Machine, run: CageRun, limits: CageLimits): CageResult {
  const refused = checkInput(run.argumentsJson, limits);
  if (refused !== null) return resultOf({ ok: false, failed: refused }, [], 0);
  const meter = startMeter(machine, limits);
  let cell: Cell | null = null;
  let outcome: Outcome;
  try {
    const opened = new Cell(machine, { limits, now: run.now, seed: run.seed, codeGeneration: false });
    cell = opened;
    outcome = { ok: true, outputJson: opened.metered(meter, () => callEntry(opened, run)) };
  } catch (error) {
    outcome = { ok: false, failed: error instanceof Failed ? error : crashOf(machine, meter, error) };
  }
  const result = resultOf(outcome, cell?.log ?? [], meter.used());
  // Nothing is sure of a machine that ran out of memory: allocations failed in places that nobody tests.
  if (!result.ok && result.reason === "memory") machine.broken = true;
  cell?.dispose();
  return result;
}

function callEntry(cell: Cell, { source, entry, argumentsJson }: CageRun): string {
  cell.evaluate(source);
  const target = findEntry(cell, entry);
  const answer = cell.call(
    target,
    argumentsJson.map((json) => cell.parse(json)),
  );
  return checkOutput(cell.stringify(cell.settle(answer)), cell.limits);
}

const IDENTIFIER = /^[A-Za-z_$][\w$]{0,63}$/;

/** By name in the script's own scope: `const transform = ...` is not a property of the global object. */
export function findEntry(cell: Cell, entry: string): QuickJSHandle {
  if (!IDENTIFIER.test(entry)) throw new Error(`${entry} is no name of a function.`);
  const target = cell.evaluate(`typeof ${entry} === "function" ? ${entry} : undefined`, "entry.js");
  if (cell.typeOf(target) === "function") return target;
  throw new Failed("threw", `The script defines no function ${entry}.`);
}

function resultOf(outcome: Outcome, log: CageResult["log"], fuelUsed: number): CageResult {
  if (outcome.ok) return { ok: true, outputJson: outcome.outputJson, log, fuelUsed };
  const { reason, message, line } = outcome.failed;
  return { ok: false, reason, message, line, log, fuelUsed };
}
