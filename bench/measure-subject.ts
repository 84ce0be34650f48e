/** One subject through the whole plan. */
import { objectDurationUsd, type Price, price } from "./list-prices.ts";
import type { Bench, Figures, LoadShape, Measured, Memory } from "./measure.ts";
import { type OperationCounts, perEvent } from "./operation-counts.ts";
import type { Plan } from "./plan.ts";
import { countInvalidSignatures } from "./verify-signatures.ts";

export type LoadKind = "single" | "batch" | "steady";
export const LOAD_KINDS: readonly LoadKind[] = ["single", "batch", "steady"];

export interface Bill {
  readonly operationsPerEvent: OperationCounts;
  readonly usdPerMillion: Price;
}

/** Memory after so many events, and what had been lost since the reading before. */
export interface Reading extends Memory {
  readonly events: number;
  readonly lost: number;
}

export interface SubjectResult {
  readonly loads: Readonly<Record<LoadKind, Figures>>;
  readonly bills: Readonly<Record<LoadKind, Bill>>;
  readonly growth: readonly Reading[];
  readonly objectDurationUsdPerMillion: number;
  /** Deliveries kept whole by the receiver, and how many of them the third-party verifier refused. */
  readonly signatures: { readonly checked: number; readonly invalid: number };
}

/** Speed first, then memory, then counts: each on a fresh instance, so none colours another. */
export async function measureSubject(bench: Bench, subject: string, plan: Plan): Promise<SubjectResult> {
  const single = await measureSpeed(bench, subject, plan, "single");
  const batch = await measureSpeed(bench, subject, plan, "batch");
  const steady = await measureSpeed(bench, subject, plan, "steady");
  const loads = { single: single.figures, batch: batch.figures, steady: steady.figures };
  const signatures = {
    checked: single.checked + batch.checked + steady.checked,
    invalid: single.invalid + batch.invalid + steady.invalid,
  };
  const growth = plan.growthReadings === 0 ? [] : await measureGrowth(bench, subject, plan);
  const bills = await bench.withSubject(subject, "counted", async (running) => {
    await running.run({ kind: "single", posts: 50, connections: 4 });
    return {
      single: await bill(running, plan.counted.single, loads.single.workerdCpuMs),
      batch: await bill(running, plan.counted.batch, loads.batch.workerdCpuMs),
      steady: await bill(running, plan.counted.steady, loads.steady.workerdCpuMs),
    };
  });
  // Two objects stay busy for one organization with one integration: its intake and the integration's own.
  return {
    loads,
    signatures,
    growth,
    bills,
    objectDurationUsdPerMillion: objectDurationUsd(2, plan.steady.ratePerSecond),
  };
}

interface Speed {
  readonly figures: Figures;
  readonly checked: number;
  readonly invalid: number;
}

async function measureSpeed(bench: Bench, subject: string, plan: Plan, kind: LoadKind): Promise<Speed> {
  return await bench.withSubject(subject, "speed", async (running) => {
    await running.run(plan.warmUp);
    const figures = await running.run(plan[kind]);
    const samples = running.samples();
    return {
      figures,
      checked: samples.length,
      invalid: countInvalidSignatures(samples, running.signingSecret),
    };
  });
}

async function measureGrowth(bench: Bench, subject: string, plan: Plan): Promise<readonly Reading[]> {
  return await bench.withSubject(subject, "inspected", async (running) => {
    const readings: Reading[] = [];
    let events = 0;
    for (let load = 0; load < plan.growthWarmUps; load++) await running.run(plan.growthLoad);
    for (let reading = 0; reading < plan.growthReadings; reading++) {
      let lost = 0;
      for (let load = 1; load < plan.growthLoadsPerReading; load++) {
        const figures = await running.run(plan.growthLoad);
        events += figures.accepted;
        lost += figures.lost;
      }
      const { accepted, heapMb, rssMb, lost: lastLost } = await running.runAndReadMemory(plan.growthLoad);
      events += accepted;
      readings.push({ events, lost: lost + lastLost, heapMb, rssMb });
    }
    return readings;
  });
}

async function bill(running: Measured, shape: LoadShape, cpuMs: number): Promise<Bill> {
  const before = await running.operations();
  const figures = await running.run(shape);
  const operationsPerEvent = perEvent(before, await running.operations(), figures.accepted);
  return { operationsPerEvent, usdPerMillion: price(operationsPerEvent, cpuMs) };
}
