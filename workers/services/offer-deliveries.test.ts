import { expect, it } from "vitest";
import type { HoldReason } from "#domain/flow/flow-gate";
import { buildEvent, buildIntegration } from "#testing/delivery-fakes";
import { concludeHeld, type HeldBack } from "./offer-deliveries.ts";

const NOW = 1_800_000_000_000;
const item: HeldBack["item"] = {
  id: "dlv_evt_1_shop",
  chunk: { seq: 1, shard: 0, maybeSeen: false, elsewhere: false },
  event: buildEvent("evt_1"),
  integration: buildIntegration("shop"),
  matchMs: 0,
  index: 0,
};

it.each<HoldReason>(["paused", "circuit", "rate", "concurrency", "backlog", "slow"])(
  "a delivery that is held (%s) has a moment in the log: without one it would count as finished before anybody owns it",
  (why) => {
    const payloadAt = { key: "k", offset: 0, length: 2 };
    const { record, settlement } = concludeHeld({ item, kind: "hold", why, until: null }, payloadAt, NOW);
    expect(record.status).toBe("held");
    expect(record.nextRetryAt).toBeGreaterThan(NOW);
    expect(settlement).toMatchObject({ kind: "later", dueAt: NOW });
  },
);
