import { describe, expect, it } from "vitest";
import { checkEnvelope } from "./event-envelope.ts";
import { inboundEnvelope, inboundEventId } from "./inbound-event.ts";
import type { LiveSource } from "./source-ports.ts";

const digest = () => "d".repeat(43);
const SOURCE_ID = "src_01k9zs4q8r0123456789abcdef";

describe("the id of an inbound event", () => {
  it("is its source's and its provider's", () => {
    expect(inboundEventId(SOURCE_ID, "evt_1NX", digest)).toBe(`${SOURCE_ID}:evt_1NX`);
  });

  it("is told by its digest when it has other characters or too many, and none when there is none", () => {
    const digested = `${SOURCE_ID}:sha256:${"d".repeat(43)}`;
    expect(inboundEventId(SOURCE_ID, "a.b", digest)).toBe(digested);
    expect(inboundEventId(SOURCE_ID, "x".repeat(200), digest)).toBe(digested);
    expect(digested.length).toBeLessThanOrEqual(128);
    expect(inboundEventId(SOURCE_ID, "", digest)).toBeNull();
    expect(inboundEventId(SOURCE_ID, null, digest)).toBeNull();
  });

  it("cannot be taken by a caller of the API", () => {
    const posted = checkEnvelope({ type: "a", payload: 1, id: `${SOURCE_ID}:evt_1` }, "");
    expect(posted.ok).toBe(false);
  });
});

describe("the envelope of an inbound event", () => {
  const source: LiveSource = {
    orgId: "org_1",
    id: SOURCE_ID,
    provider: "stripe",
    enabled: true,
    tokenExpiresAt: null,
    secrets: [],
    allSettings: {},
    verification: "provider",
    settings: {},
    toleranceSeconds: null,
    response: null,
    eventType: null,
    headers: ["x-topic", "x-missing"],
    labels: { shop: "eu", source: "another" },
    deduplicate: null,
  };
  const manifest = {
    ...{ id: "stripe", name: "Stripe", description: "", docsUrl: "", secretField: null, fields: [] },
    ...{ methods: ["POST"], toleranceSeconds: 300, typePrefix: "stripe.", fallbackType: "stripe.event" },
    ...{ challenge: false, setup: [] },
  };
  const request = {
    method: "POST",
    url: "",
    headers: new Map([["x-topic", "t".repeat(300)]]),
    body: new Uint8Array(),
  };
  const envelope = (occurredAt: string | null) =>
    inboundEnvelope(source, manifest, request, { type: "a", id: "1", occurredAt }, digest);

  it("has the source's labels and the headers that it lists, and no label claims another source", () => {
    expect(envelope(null).labels).toEqual({
      shop: "eu",
      "header:x-topic": "t".repeat(256),
      source: SOURCE_ID,
      provider: "stripe",
    });
  });

  it("has no address of a source in its labels, as proxies write it into headers", () => {
    const token = `in_eu_${"a".repeat(43)}`;
    const forwarded = { ...request, headers: new Map([["x-topic", `/in/${token}`]]) };
    const described = { type: "a", id: "1", occurredAt: null };
    const { labels } = inboundEnvelope(source, manifest, forwarded, described, digest);
    expect(labels?.["header:x-topic"]).toBe("/in/[redacted]");
  });

  it("says when it happened only when that is a moment with a zone", () => {
    expect(envelope("2026-01-31T12:00:00.5+01:00").occurredAt).toBe("2026-01-31T12:00:00.5+01:00");
    for (const other of ["2026-01-31 12:00", "yesterday", "2026-13-31T12:00:00Z", "2026-01-31T12:00:00"]) {
      expect(envelope(other).occurredAt).toBeNull();
    }
  });
});
