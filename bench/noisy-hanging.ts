/**
 * `npm run bench:hanging`: how much later a calm tenant's deliveries arrive while another organization has twenty endpoints
 * that take every request and never answer, or sends ten times what its quota allows. Arms in turns on one instance of the
 * built Worker. What is compared, and by which statistic, was fixed before it was measured: docs/benchmark.md.
 * `--quick` for a short run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { startChild } from "./child.ts";
import { openHangingTarget } from "./hanging-target.ts";
import {
  compareArms,
  type HangingFigures,
  hangingTable,
  judgeHanging,
  type Slot,
} from "./isolation-figures.ts";
import { finishPart } from "./judge-parts.ts";
import type { GeneratorQuestions, Load } from "./load-generator.ts";
import { type Neighbour, openAboveItsDay, openAboveItsRate, openHanging } from "./noisy-neighbours.ts";
import { openIntegration, withGateway } from "./part-gateway.ts";
import { readProcessStats, readWaitedMs } from "./process-stats.ts";

/** A quarter of a core, with all that the simulators do: far below what makes a queue of its own. */
const CALM_PER_SECOND = 25;
/** What an arm leaves behind (records, segments, confirmations) is not the next one's. */
const PAUSE_MS = 1_000;
const PATIENCE_MS = 60_000;

/** Forwards and backwards: what grows slowly meets all of them alike. */
const ORDER = ["calm", "hanging", "above its rate", "above its day", "control"] as const;
export type Arm = (typeof ORDER)[number];

export async function measureHanging(rounds: number, seconds: number): Promise<HangingFigures> {
  const target = await openHangingTarget();
  const noise = startChild<GeneratorQuestions>(new URL("load-generator.ts", import.meta.url));
  try {
    return await withGateway(
      "speed",
      async ({ runtime, receiver, generator, targetUrl, openTenant, workerdPids }) => {
        const { caller: calm } = await openTenant("calm");
        await openIntegration(calm, { name: "calm", eventTypes: ["order.*"], url: targetUrl });
        const hanging = await openHanging(runtime, target);
        const neighbours: Readonly<Record<Arm, Neighbour | null>> = {
          calm: null,
          hanging,
          "above its rate": await openAboveItsRate(runtime, targetUrl),
          // Enough for the warm-up, so that the measured slots are all above it.
          "above its day": await openAboveItsDay(runtime, targetUrl, seconds * 10),
          control: null,
        };
        let loads = 0;
        const publish = (child: typeof noise, { url, apiKey }: typeof calm, ratePerSecond: number) => {
          const load: Load = {
            kind: "steady",
            ratePerSecond,
            seconds,
            url,
            apiKey,
            name: `hanging-${++loads}`,
          };
          return child.ask("publish", load, seconds * 1_000 + PATIENCE_MS);
        };

        async function runSlot(arm: Arm, round: number): Promise<Slot> {
          const neighbour = neighbours[arm];
          const asked = target.asked();
          await neighbour?.begin();
          await receiver.ask("reset", undefined);
          const { cpuMs } = readProcessStats(workerdPids);
          const waitedMs = readWaitedMs(workerdPids);
          const [published, noisy] = await Promise.all([
            publish(generator, calm, CALM_PER_SECOND),
            neighbour === null ? null : publish(noise, neighbour.caller, neighbour.ratePerSecond),
          ]);
          const used = readProcessStats(workerdPids).cpuMs - cpuMs;
          const waited = readWaitedMs(workerdPids) - waitedMs;
          const ended = (await neighbour?.end()) ?? true;
          await sleep(PAUSE_MS);
          let arrivals = await receiver.ask("snapshot", undefined);
          for (let late = 0; late < PATIENCE_MS && !isWhole(published.ids, arrivals.ids); late += 250) {
            await sleep(250);
            arrivals = await receiver.ask("snapshot", undefined);
          }
          return {
            arm,
            round,
            published,
            arrivals,
            cores: used / (seconds * 1_000),
            waited: waited / (seconds * 1_000),
            hung: target.asked() - asked,
            refused: noisy?.refused["429"] ?? 0,
            ended,
          };
        }

        // Nobody knows yet which endpoints hang; and the day's events are used up.
        const foundOut = await runSlot("hanging", -1);
        await runSlot("above its day", -1);
        await runSlot("calm", -1);
        const slots: Slot[] = [];
        for (let round = 0; round < rounds; round++) {
          for (const arm of [...ORDER, ...ORDER.toReversed()]) slots.push(await runSlot(arm, round));
        }
        return compareArms(slots, foundOut);
      },
    );
  } finally {
    await noise.stop();
    await target.close();
  }
}

function isWhole(wanted: readonly string[], ids: readonly string[]): boolean {
  const arrived = new Set(ids);
  return wanted.every((id) => arrived.has(id));
}

if (import.meta.main) {
  const quick = process.argv.includes("--quick");
  const figures = await measureHanging(quick ? 1 : 5, quick ? 4 : 9);
  finishPart("hanging", hangingTable(figures), judgeHanging(figures), figures);
}
