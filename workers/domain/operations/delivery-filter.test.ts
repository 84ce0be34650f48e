import { describe, expect, it } from "vitest";
import { createTimeOrderedId, deliveryId } from "../ids.ts";
import { ANY_DELIVERY, isDeliveryId, sharpen } from "./delivery-filter.ts";
import { locateEvent } from "./event-locator.ts";

const NOW = 1_800_000_000_000;
const bytes = new Uint8Array(10).fill(170);
const delivery = deliveryId(NOW, bytes);
const event = createTimeOrderedId("evt", NOW, bytes);

describe("the text of a filter", () => {
  it("becomes a look-up when it is a whole delivery id", () => {
    expect(isDeliveryId(delivery)).toBe(true);
    expect(sharpen({ ...ANY_DELIVERY, text: ` ${delivery} ` })).toEqual({ ...ANY_DELIVERY, ids: [delivery] });
  });

  it("becomes an event's moment when it is a whole event id", () => {
    expect(sharpen({ ...ANY_DELIVERY, text: event })).toEqual({ ...ANY_DELIVERY, eventId: event });
  });

  it("stays a text when it is only a part, or when another id is asked for already", () => {
    expect(sharpen({ ...ANY_DELIVERY, text: delivery.slice(0, -1) }).text).toBe(delivery.slice(0, -1));
    const both = { ...ANY_DELIVERY, text: delivery, ids: ["dlv_other"] };
    expect(sharpen(both)).toEqual(both);
  });

  it("becomes a correlation id when it is the id of a request", () => {
    const request = createTimeOrderedId("req", NOW, bytes);
    expect(sharpen({ ...ANY_DELIVERY, text: request })).toMatchObject({ correlationId: request, text: null });
  });

  it("is no filter when it is blank", () => {
    expect(sharpen({ ...ANY_DELIVERY, text: "  " }).text).toBeNull();
  });
});

describe("a correlation id", () => {
  const correlationId = createTimeOrderedId("req", NOW, bytes);

  it("that the gateway made is looked for where its request was", () => {
    const { from, to } = sharpen({ ...ANY_DELIVERY, correlationId });
    expect(from).toBe(NOW);
    expect(to).toBeGreaterThan(NOW + 60_000);
    expect(to).toBeLessThan(NOW + 3_600_000);
  });

  it("is looked for in the time that was asked for, when one was", () => {
    const asked = { ...ANY_DELIVERY, correlationId, from: NOW - 5 };
    expect(sharpen(asked)).toEqual(asked);
  });

  it("that a caller made may be anywhere", () => {
    const theirs = { ...ANY_DELIVERY, correlationId: "trace-1" };
    expect(sharpen(theirs)).toEqual(theirs);
  });
});

describe("an event's place in the log", () => {
  it("is a moment around the time in the gateway's own ids", () => {
    const place = locateEvent(event);
    expect(place.kind === "moment" && place.from <= NOW && place.to > NOW).toBe(true);
  });

  it("is the index of names for the caller's own ids", () => {
    expect(locateEvent("order-7")).toEqual({ kind: "named" });
  });

  it("is unknown for a caller's id that pretends to be one of ours", () => {
    expect(locateEvent("evt_7")).toEqual({ kind: "unknown" });
  });
});
