import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { SettledOutcome, Settlement } from "#domain/delivery/settlement";
import { intakePosition } from "#domain/flow/lanes";
import type { DeliveriesMessage, DueDelivery } from "#domain/messages";
import { dueDelivery } from "#testing/due-delivery";
import { createRandom } from "../tests/support/random.ts";
import type { IntegrationObject } from "./integration.ts";
import { createLaneTables, LaneKeeper } from "./lane-keeper.ts";
import {
  anyWaiting,
  createWaitingTable,
  earliestWaiting,
  keepWaiting,
  PARKED,
  readDue,
  readParked,
  stopWaiting,
} from "./waiting-deliveries.ts";

const identity = { orgId: "org_test", integrationId: "int_test" };
let counter = 0;

/** An object whose queue is a list and whose intake keeps what it is told. */
async function openLanes() {
  const stub = env.INTEGRATION.getByName(`${identity.orgId}:int_lane_${counter++}`);
  const messages: string[][] = [];
  const intake = { oldest: 1_000_000, asked: 0 };
  const tap = () =>
    runInDurableObject(stub, (instance: IntegrationObject) => {
      const send = async (text: string) =>
        void messages.push([...(JSON.parse(text) as DeliveriesMessage).ids]);
      const oldestKept = async () => {
        intake.asked++;
        return intake.oldest;
      };
      Reflect.set(instance, "env", { DELIVERIES: { send }, INTAKE: { getByName: () => ({ oldestKept }) } });
    });
  await tap();
  const settle = (settlements: readonly Settlement[]) => stub.settle(identity, JSON.stringify(settlements));
  const enter = (deliveries: readonly DueDelivery[], onDeadLetter: "block" | "skip" = "block") =>
    settle(
      deliveries.map((delivery) => ({
        kind: "later",
        delivery,
        dueAt: 0,
        enters: { onDeadLetter, shards: 1 },
      })),
    );
  /** What a run would get of the messages that are out. */
  const take = async () => {
    await stub.wake();
    const ids = messages.splice(0).flat();
    return ids.length === 0 ? [] : stub.claim(ids);
  };
  return { stub, intake, tap, settle, enter, take };
}

function inLane(lane: string, seq: number, index = 0): DueDelivery {
  const position = intakePosition({ seq, index, shard: 0 });
  return dueDelivery(`${lane}-${seq}-${index}`, { lane, position });
}

const outcome: SettledOutcome = {
  status: "delivered",
  category: null,
  httpStatus: 200,
  attempts: 1,
  attemptedAt: 1,
  durationMs: 1,
  detail: null,
};
const done = (id: string): Settlement => ({ kind: "done", id, outcome });
const dead = (id: string) => ({
  kind: "done" as const,
  id,
  outcome: { ...outcome, status: "dead_lettered" as const },
  blocksLane: true,
});
const ids = (deliveries: readonly DueDelivery[]) => deliveries.map(({ id }) => id);

describe("lanes", () => {
  it("wait for a chunk that was accepted earlier and is still on its way", async () => {
    const { intake, enter, take } = await openLanes();
    intake.oldest = 5;
    await enter([inLane("a", 6)]);
    expect(await take()).toEqual([]);
    intake.oldest = 6;
    await enter([inLane("a", 5)]);
    expect(ids(await take())).toEqual(["a-5-0", "a-6-0"]);
  });

  it("give a run the others behind the first, in their order, and nobody else any of them", async () => {
    const { stub, enter, take } = await openLanes();
    await enter([inLane("a", 3), inLane("a", 1, 1), inLane("a", 1), inLane("b", 2)]);
    const taken = await take();
    expect(ids(taken.filter(({ lane }) => lane === "a"))).toEqual(["a-1-0", "a-1-1", "a-3-0"]);
    expect(ids(taken.filter(({ lane }) => lane === "b"))).toEqual(["b-2-0"]);
    expect(await stub.claim(ids(taken))).toEqual([]);
    expect(await take()).toEqual([]);
  });

  it("stand still while their first one waits for its retry", async () => {
    const { settle, enter, take } = await openLanes();
    await enter([inLane("a", 1), inLane("a", 2), inLane("b", 3)]);
    const [first] = await take();
    if (first === undefined) throw new Error("nothing was handed out");
    const later = { ...first, attempts: 1 };
    await settle([
      { kind: "later", delivery: later, dueAt: Date.now() + 3_600_000 },
      { kind: "released", id: "a-2-0" },
      done("b-3-0"),
    ]);
    await enter([inLane("a", 4), inLane("b", 5)]);
    expect(ids(await take())).toEqual(["b-5-0"]);
  });

  it("stop at a dead letter, over a restart, until it is closed", async () => {
    const { stub, tap, settle, enter, take } = await openLanes();
    await enter([inLane("a", 1), inLane("a", 2)]);
    await take();
    await settle([dead("a-1-0"), { kind: "released", id: "a-2-0" }]);
    await evictDurableObject(stub);
    await tap();
    await enter([inLane("a", 3)]);
    expect(await take()).toEqual([]);
    expect(await stub.cancel([{ id: "a-1-0", attempts: 1 }])).toEqual([]);
    expect(ids(await take())).toEqual(["a-2-0", "a-3-0"]);
  });

  it("give a dead letter that is retried its old place", async () => {
    const { stub, settle, enter, take } = await openLanes();
    await enter([inLane("a", 1), inLane("a", 2)]);
    await take();
    await settle([dead("a-1-0"), { kind: "released", id: "a-2-0" }]);
    const { lane: _lane, position: _position, ...restarted } = inLane("a", 1);
    await stub.enqueue(identity, [{ delivery: restarted, dueAt: Date.now() }]);
    expect(ids(await take())).toEqual(["a-1-0", "a-2-0"]);
  });

  it("give all of several dead letters their places, in whichever order they are retried", async () => {
    const { stub, settle, enter, take } = await openLanes();
    const rejected = (seq: number): Settlement => {
      const { id, lane = "", position = "" } = inLane("a", seq);
      return { ...dead(id), place: { lane, position } };
    };
    await settle([rejected(2), rejected(3)]);
    await enter([inLane("a", 1), inLane("a", 4)]);
    expect(ids(await take())).toEqual(["a-1-0"]);
    await settle([done("a-1-0")]);
    for (const seq of [3, 2]) {
      const { lane: _lane, position: _position, ...restarted } = inLane("a", seq);
      await stub.enqueue(identity, [{ delivery: restarted, dueAt: Date.now() }]);
      if (seq === 3) expect(await take()).toEqual([]);
    }
    expect(ids(await take())).toEqual(["a-2-0", "a-3-0", "a-4-0"]);
  });

  it("keep one that is retried too early in its place", async () => {
    const { stub, settle, enter, take } = await openLanes();
    await enter([inLane("a", 1), inLane("a", 2), inLane("a", 3)]);
    await take();
    await settle(["a-2-0", "a-3-0"].map((id) => ({ kind: "released", id })));
    const { lane: _lane, position: _position, ...restarted } = inLane("a", 3);
    await stub.enqueue(identity, [{ delivery: restarted, dueAt: Date.now() }]);
    expect(await take()).toEqual([]);
    await settle([done("a-1-0")]);
    expect(ids(await take())).toEqual(["a-2-0", "a-3-0"]);
  });

  it("go on where a dead letter may be skipped from now on", async () => {
    const { settle, enter, take } = await openLanes();
    await enter([inLane("a", 1), inLane("a", 2)]);
    await take();
    await settle([dead("a-1-0"), { kind: "released", id: "a-2-0" }]);
    await enter([inLane("a", 3)], "skip");
    expect(ids(await take())).toEqual(["a-2-0", "a-3-0"]);
  });

  it("do not ask the intake for nothing", async () => {
    const { intake, settle, enter, take } = await openLanes();
    await enter([inLane("a", 1)]);
    await take();
    await settle([done("a-1-0")]);
    const { asked } = intake;
    await take();
    await enter([inLane("a", 2)]);
    await take();
    expect(intake.asked).toBe(asked);
  });
});

const SEEDS = 2_000;
/** Short histories: what goes wrong at all goes wrong with a few events, and far more of them are tried. */
const chunksOf = (seed: number) => 3 + (seed % 6);

describe("whatever happens to chunks, runs and the object itself", () => {
  it(`every lane is delivered completely and in its order (${SEEDS} seeds)`, async () => {
    const stub = env.INTEGRATION.getByName(`${identity.orgId}:int_lanes_simulated`);
    await runInDurableObject(stub, (_, { storage }: DurableObjectState) => {
      createWaitingTable(storage.sql);
      createLaneTables(storage.sql);
      for (let seed = 1; seed <= SEEDS; seed++) {
        const arrived = simulate(seed, storage);
        for (const [lane, positions] of arrived) {
          const firsts = [...new Set(positions)];
          expect(firsts, `seed ${seed}, lane ${lane}`).toEqual(firsts.toSorted());
        }
        const all = [...arrived.values()].flatMap((positions) => [...new Set(positions)]);
        expect(all.length, `seed ${seed}`).toBe(chunksOf(seed) * 2);
      }
    });
  }, 60_000);
});

/** Positions as they arrived, by lane; repetitions included. */
function simulate(seed: number, { sql, kv }: DurableObjectStorage): Map<string, string[]> {
  const random = createRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const kept = Array.from({ length: chunksOf(seed) }, (_, index) => index + 1);
  const arrived = new Map<string, string[]>();
  const known = new Set<string>();
  const stopped: DueDelivery[] = [];
  let keeper = new LaneKeeper(sql, kv);
  keeper.lookAround(0);
  let now = 0;

  while (kept.length > 0 || anyWaiting(sql) || stopped.length > 0) {
    if (++now > 5_000) throw new Error(`seed ${seed}: it stands still`);
    const roll = random();
    if (roll < 0.3) enterSome();
    else if (roll < 0.85) run();
    else if (roll < 0.9) restart();
    else retryOne();
  }
  return arrived;

  /** The intake's chunks arrive in any order, some of them twice. */
  function enterSome(): void {
    const seq = kept[pick(kept.length)];
    if (seq === undefined) return;
    for (const index of [0, 1]) {
      const delivery = inLane(`lane${(seq * 7 + index * 3) % 3}`, seq, index);
      if (known.has(delivery.id)) continue;
      known.add(delivery.id);
      const { lane = "", position = "" } = delivery;
      if (random() < 0.1) {
        // The circuit was open, and the integration rejects meanwhile.
        keeper.block({ lane, position }, delivery.id, now);
        stopped.push(delivery);
        continue;
      }
      keepWaiting(sql, { delivery, dueAt: PARKED });
      keeper.arrived({ lane, position }, 1, "block", now);
    }
    if (random() < 0.8) kept.splice(kept.indexOf(seq), 1);
  }

  function restart(): void {
    keeper = new LaneKeeper(sql, kv);
    keeper.lookAround(now);
  }

  /** Whichever it is: those that stand before it in its lane may be dead letters still. */
  function retryOne(): void {
    const [one] = stopped.splice(pick(stopped.length), 1);
    if (one === undefined) return;
    const { lane, position: _position, ...restarted } = one;
    keepWaiting(sql, keeper.inItsPlace({ delivery: restarted, dueAt: now }));
    keeper.promote(lane ?? "", now);
  }

  /** As the object and `deliverDue` do: one lane after another, no further than to the first that did not arrive. */
  function run(): void {
    if (keeper.waitsForGate) keeper.openGate(Math.min(...kept, 1_000), now);
    const heads = earliestWaiting(sql, 10).flatMap(({ id }) => readDue(sql, id, now) ?? []);
    const lanes = heads.map(({ lane }) => lane);
    // Not `expect`: a hundred thousand of them are most of the time.
    if (new Set(lanes).size < lanes.length) throw new Error(`seed ${seed}: two of one lane are out`);
    const behind = keeper.followers(heads, null).flatMap((id) => readParked(sql, id) ?? []);
    const dies = random() < 0.1;
    for (const [lane, train] of Map.groupBy([...heads, ...behind], (one) => one.lane ?? "")) {
      for (const delivery of train) {
        const roll = random();
        if (roll < 0.7) arrived.set(lane, [...(arrived.get(lane) ?? []), delivery.position ?? ""]);
        // A run that dies has sent, and nobody knows.
        if (!dies) settle(delivery, lane, roll);
        if (roll >= 0.7) break;
      }
    }
  }

  function settle(delivery: DueDelivery, lane: string, roll: number): void {
    if (roll < 0.7) {
      stopWaiting(sql, delivery.id);
      keeper.promote(lane, now);
    } else if (roll < 0.9) {
      // One that was parked is the lane's first by now: those before it are gone.
      keepWaiting(sql, { delivery, dueAt: now + pick(20) });
    } else {
      stopWaiting(sql, delivery.id);
      keeper.block({ lane, position: delivery.position ?? "" }, delivery.id, now);
      stopped.push(delivery);
    }
  }
}
