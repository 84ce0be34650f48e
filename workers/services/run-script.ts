import type { LookupAnswer, LookupValues } from "#domain/lookups/ports";
import type { Cage, CageResult, LogLine } from "#domain/sandbox/cage";
import { readScriptAnswer, type ScriptAnswer } from "#domain/transformation/read-script-answer";
import { harnessed, SCRIPT_ENTRY } from "#domain/transformation/script-harness";
import { TemplateFault } from "#domain/transformation/template-fault";
import { withLookups } from "./find-lookups.ts";

export interface ScriptTools {
  readonly cage: Cage;
  readonly lookups: LookupValues;
}

export interface ScriptRun {
  readonly orgId: string;
  readonly source: string;
  readonly payloadJson: string;
  /** What `context` shows: event, config, env, target. */
  readonly facts: unknown;
  readonly now: number;
  readonly seed: string;
}

export type ScriptResult = { readonly log: readonly LogLine[]; readonly fuelUsed: number } & (
  | Exclude<ScriptAnswer, { kind: "wanted" }>
  | NoAnswer
);

/**
 * Run a tenant's `transform(payload, context)`. `context.lookup` cannot wait: a run that asked for something unknown is
 * thrown away, and made again with the answers.
 */
export async function runScript(tools: ScriptTools, run: ScriptRun): Promise<ScriptResult> {
  const { orgId, source, now, seed } = run;
  const factsJson = JSON.stringify(run.facts);
  let fuelUsed = 0;
  const found = await withLookups(
    tools.lookups,
    orgId,
    async (known) => {
      const result = await tools.cage.run({
        orgId,
        source: harnessed(source),
        entry: SCRIPT_ENTRY,
        argumentsJson: [run.payloadJson, factsJson, knownJson(known.all)],
        now,
        seed,
      });
      fuelUsed += result.fuelUsed;
      return { result, answer: readAnswer(result) };
    },
    ({ answer }) => (answer.kind === "wanted" ? answer.keys : []),
  );
  if (found.kind !== "done") return { ...found, log: [], fuelUsed };
  const { result, answer } = found.result;
  if (answer.kind === "wanted") throw new Error("A script's lookups were answered, and it asks for them.");
  return { ...answer, log: result.log, fuelUsed };
}

type NoAnswer =
  | { readonly kind: "failed"; readonly message: string }
  /** The cage takes no scripts of this organization for a while. */
  | { readonly kind: "postponed"; readonly message: string; readonly waitMs: number };

function readAnswer(result: CageResult): ScriptAnswer | NoAnswer {
  if (!result.ok) {
    if (result.reason === "resting") {
      return { kind: "postponed", message: result.message, waitMs: result.retryAfterMs };
    }
    const line = result.line === null ? "" : ` (line ${result.line})`;
    return { kind: "failed", message: `${result.reason}: ${result.message}${line}` };
  }
  try {
    return readScriptAnswer(result.outputJson);
  } catch (error) {
    if (error instanceof TemplateFault) return { kind: "failed", message: error.message };
    throw error;
  }
}

/** By table and key a list of one value, or an empty one for a key that is not there. */
function knownJson(all: ReadonlyMap<string, LookupAnswer>): string {
  const members = [...all].map(([name, answer]) => {
    const value = answer.kind === "value" || answer.kind === "default" ? answer.json : "";
    return `${JSON.stringify(name)}:[${value}]`;
  });
  return `{${members.join(",")}}`;
}
