import { describe, expect, it } from "vitest";
import { Leases, MESSAGE_LEASE_MS, RUN_LEASE_MS } from "./leases.ts";

const NOW = 1_800_000_000_000;
const SHARE = { messages: 2, deliveries: 3 };

const ids = (count: number, prefix = "dlv_") => Array.from({ length: count }, (_, index) => prefix + index);

describe("who has a delivery", () => {
  it("is a run until it lets go, or is given up", () => {
    const leases = new Leases();
    leases.run("dlv_1", NOW);
    expect(leases.isRunning("dlv_1", NOW + RUN_LEASE_MS - 1)).toBe(true);
    expect(leases.isRunning("dlv_1", NOW + RUN_LEASE_MS)).toBe(false);
    expect(leases.busyUntil("dlv_1")).toBe(NOW + RUN_LEASE_MS);
    leases.release("dlv_1");
    expect(leases.isRunning("dlv_1", NOW)).toBe(false);
    expect(leases.busyUntil("dlv_1")).toBe(0);
  });

  it("is a message until it arrives, once", () => {
    const leases = new Leases();
    leases.handOut(["dlv_1", "dlv_2"], NOW);
    expect(leases.busyUntil("dlv_1")).toBe(NOW + MESSAGE_LEASE_MS);
    expect(leases.firstLost()).toBe(NOW + MESSAGE_LEASE_MS);
    expect([...leases.takeHandedOut(["dlv_1", "dlv_3"])]).toEqual(["dlv_1"]);
    expect([...leases.takeHandedOut(["dlv_1"])]).toEqual([]);
    expect(leases.allHandedOut()).toEqual(["dlv_2"]);
  });

  it("is nobody after its lease, and the others keep theirs", () => {
    const leases = new Leases();
    leases.run("dlv_1", NOW);
    leases.handOut(["dlv_2"], NOW);
    leases.forgetExpired(NOW + RUN_LEASE_MS);
    expect([leases.isAnyRunning, leases.isAnyHandedOut, leases.size]).toEqual([false, true, 1]);
    leases.forgetExpired(NOW + MESSAGE_LEASE_MS);
    expect([leases.size, leases.firstLost()]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});

describe("the next message", () => {
  it("has fifty deliveries, while no more than two thousand are out", () => {
    const leases = new Leases();
    expect(leases.messageSize(null)).toBe(50);
    leases.handOut(ids(1_999), NOW);
    expect(leases.messageSize(null)).toBe(50);
    leases.handOut(["dlv_last"], NOW);
    expect(leases.messageSize(null)).toBe(0);
  });

  it("of a slow target has its share, and waits while that is out", () => {
    const leases = new Leases();
    leases.handOut(ids(3), NOW);
    expect(leases.messageSize(SHARE)).toBe(3);
    leases.handOut(ids(3, "more_"), NOW);
    expect(leases.messageSize(SHARE)).toBe(0);
  });

  it("of a slow target counts what a run got by a message until it lets go, and nothing that a run offered", () => {
    const leases = new Leases();
    for (const id of ids(10, "offered_")) leases.run(id, NOW);
    for (const id of ids(4)) leases.claim(id, NOW);
    expect(leases.messageSize(SHARE)).toBe(0);
    leases.release("dlv_0");
    expect(leases.messageSize(SHARE)).toBe(3);
  });
});
