/** Which loads every subject gets. The short plan is for trying things, its figures are rough. */
import type { LoadShape } from "./measure.ts";

export interface Plan {
  readonly hello: LoadShape;
  readonly warmUp: LoadShape;
  readonly single: LoadShape;
  readonly batch: LoadShape;
  readonly steady: LoadShape & { readonly ratePerSecond: number };
  /**
   * Sent to a fresh subject again and again, each delivered before the next: a backlog is memory too, but not growth.
   * Memory is read after every `growthLoadsPerReading` of them.
   */
  readonly growthLoad: LoadShape;
  /** Loads before the first is counted: a fresh workerd grows for a while whatever its Worker does, `hello` too. */
  readonly growthWarmUps: number;
  readonly growthLoadsPerReading: number;
  readonly growthReadings: number;
  /** Sent with operations counted. */
  readonly counted: { readonly single: LoadShape; readonly batch: LoadShape; readonly steady: LoadShape };
}

const CALLERS = 64;
/** Four callers keep the gateway busy without building a queue in front of it. */
const BATCH_CALLERS = 4;
const PER_POST = 100;

export const FULL_PLAN: Plan = {
  hello: { kind: "hello", posts: 20_000, connections: CALLERS },
  warmUp: { kind: "single", posts: 1_000, connections: CALLERS },
  single: { kind: "single", posts: 10_000, connections: CALLERS },
  batch: { kind: "batch", posts: 200, perPost: PER_POST, connections: BATCH_CALLERS },
  steady: { kind: "steady", ratePerSecond: 500, seconds: 10 },
  growthLoad: { kind: "batch", posts: 20, perPost: PER_POST, connections: BATCH_CALLERS },
  growthWarmUps: 10,
  growthLoadsPerReading: 10,
  growthReadings: 5,
  counted: {
    single: { kind: "single", posts: 2_000, connections: CALLERS },
    batch: { kind: "batch", posts: 30, perPost: PER_POST, connections: BATCH_CALLERS },
    steady: { kind: "steady", ratePerSecond: 200, seconds: 5 },
  },
};

export const QUICK_PLAN: Plan = {
  ...FULL_PLAN,
  hello: { kind: "hello", posts: 5_000, connections: CALLERS },
  single: { kind: "single", posts: 2_000, connections: CALLERS },
  batch: { kind: "batch", posts: 50, perPost: PER_POST, connections: BATCH_CALLERS },
  steady: { kind: "steady", ratePerSecond: 300, seconds: 3 },
  growthReadings: 0,
  counted: {
    single: { kind: "single", posts: 500, connections: CALLERS },
    batch: { kind: "batch", posts: 10, perPost: PER_POST, connections: BATCH_CALLERS },
    steady: { kind: "steady", ratePerSecond: 200, seconds: 2 },
  },
};
