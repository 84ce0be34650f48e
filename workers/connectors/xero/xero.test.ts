import { describe, expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { xero } from "./index.ts";

verifyTable(xero, {
  async sign({ secret, body }) {
    const { base64 } = await webHmac("SHA-256", secret, body);
    return { headers: { "x-xero-signature": base64 } };
  },
  secrets: ["xero-right", "xero-wrong", "xero-other"],
  signatureHeader: "x-xero-signature",
  // Xero signs no time: only the body's digest stops a replay.
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "signature_mismatch"],
  ],
});

describe("Xero's intent to receive", () => {
  // Source: developer.xero.com/documentation/webhooks/configuring-your-server.
  const QUESTION = '{"events":[],"lastEventSequence":0,"firstEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';
  const ask = async (text: string, secret: string) => {
    const { base64 } = await webHmac("SHA-256", secret, text);
    const request = inbound({ headers: { "x-xero-signature": base64 }, body: bytes(text) });
    return verifyWith(xero, request, { secrets: ["key"] });
  };

  it("is answered with nothing when it is signed, and refused when it is signed wrongly", async () => {
    expect(await ask(QUESTION, "key")).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "text/plain",
      body: "",
    });
    expect(verdict(await ask(QUESTION, "other"))).toBe("signature_mismatch");
  });

  it("is not seen in a request that brings events, or that is something else", async () => {
    expect(verdict(await ask('{"events":[{}]}', "key"))).toBe("verified");
    expect(verdict(await ask("{}", "key"))).toBe("verified");
  });
});

it("one kind of events is told, several are not", () => {
  const event = (eventCategory: string, eventType: string) => ({
    eventCategory,
    eventType,
    eventDateUtc: "2017-06-21T01:15:39.902",
  });
  const describeEvents = (...events: readonly unknown[]) =>
    xero.describe(
      inbound({ headers: {}, body: bytes(JSON.stringify({ events, firstEventSequence: 1 })) }),
      {},
    );
  const one = describeEvents(event("INVOICE", "UPDATE"));
  expect(one.type).toBe("INVOICE.UPDATE");
  expect(one.occurredAt).toBe("2017-06-21T01:15:39.902Z");
  expect(one.id).toMatch(/^sha256:/);
  expect(describeEvents(event("INVOICE", "UPDATE"), event("CONTACT", "CREATE")).type).toBe(null);
});
