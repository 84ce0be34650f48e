/**
 * `npm run bench:noisy`: what two attacks by a neighbour cost a tenant: a script that burns all its fuel on every event, and
 * (noisy-schema.ts) schemas. `--quick` for a short run, `--only=script` or `--only=schema` for one of them.
 */
import { callApi } from "../scripts/demo/call-api.ts";
import {
  judgeNoise,
  measureNoise,
  type Noise,
  type NoisyFigures,
  type NoisyTenant,
  noisyTable,
  postEvent,
  runNoise,
} from "./noisy-neighbour.ts";
import { SCHEMA_CLAIM, SCHEMA_NOISE, SCHEMA_TITLE } from "./noisy-schema.ts";
import type { Verdict } from "./verdict.ts";

const CALM = "function transform(payload) { return payload; }";
/** The second asks nobody whether it should stop: only the machine's own meter ends it. */
const ATTACKS = [
  "function transform() { for (;;); }",
  "function transform() { const a = []; for (;;) a.push(new Array(1000).fill(1)); }",
];
const CLAIM = "a neighbour's script burns everything";
const TITLE = "the neighbour's script";

const NOISE: Noise = {
  settings: { transform: { kind: "script", source: CALM } },
  calm: (neighbour) => setScript(neighbour, CALM),
  attack: (neighbour, round) => setScript(neighbour, ATTACKS[round % ATTACKS.length] ?? ""),
  send: ({ caller }) => postEvent(caller, {}),
};

export const judgeNoisyScript = (figures: NoisyFigures): Verdict => judgeNoise(CLAIM, figures);
export const noisyScriptTable = (figures: NoisyFigures): string => noisyTable(TITLE, figures);
export const measureNoisyScript = (rounds: number, seconds: number): Promise<NoisyFigures> =>
  measureNoise(NOISE, rounds, seconds);

async function setScript({ caller, integration }: NoisyTenant, source: string): Promise<void> {
  const path = `/api/v1/integrations/${integration}`;
  await callApi(caller, 200, "PATCH", path, { transform: { kind: "script", source } });
  // Otherwise a script that was not saved would pass for one that hurts nobody.
  const tried = await callApi<{ outcome: string }>(caller, 200, "POST", `${path}/test`, { payload: {} });
  if (source !== CALM && tried.outcome === "success")
    throw new Error(`The attack ran: ${JSON.stringify(tried)}`);
}

if (import.meta.main) {
  const quick = process.argv.includes("--quick");
  const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
  const holds: boolean[] = [];
  if (only !== "schema") holds.push(await runNoise(NOISE, TITLE, CLAIM, quick));
  if (only !== "script") holds.push(await runNoise(SCHEMA_NOISE, SCHEMA_TITLE, SCHEMA_CLAIM, quick));
  process.exitCode = holds.every(Boolean) ? 0 : 1;
}
