import { describe, expect, it } from "vitest";
import type { GatewayEvent } from "../event.ts";
import { buildBody } from "./build-body.ts";

const event: GatewayEvent = {
  id: "evt_1",
  type: "order.created",
  payload: { kind: "inline", json: "" },
  occurredAt: null,
  labels: {},
  acceptedAt: Date.UTC(2026, 0, 2),
  correlationId: "c",
};

describe("buildBody", () => {
  it("sends a payload as it was written, digit by digit", () => {
    expect(buildBody("payload", event, '{"b":12345678901234567890, "a":1.0}')).toBe(
      '{"b":12345678901234567890, "a":1.0}',
    );
  });

  it("keeps the payload's text inside the envelope too", () => {
    const body = buildBody("envelope", event, "12345678901234567890");
    expect(body).toBe(
      '{"id":"evt_1","type":"order.created","timestamp":"2026-01-02T00:00:00.000Z","data":12345678901234567890}',
    );
  });

  it("prefers the moment the caller named", () => {
    const body = buildBody("envelope", { ...event, occurredAt: "2025-12-31T23:00:00Z" }, "{}");
    expect(JSON.parse(body)).toMatchObject({ timestamp: "2025-12-31T23:00:00Z" });
  });
});
