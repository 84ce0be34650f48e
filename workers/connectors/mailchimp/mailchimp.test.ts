import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes, inbound, type ToSign, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { mailchimp } from "./index.ts";

const URL_CALLED = "https://gateway.example/in/token";
const form = (fields: Record<string, string>) => bytes(new URLSearchParams(fields).toString());
const EVENTS = '[{"event":"send","_id":"abc","ts":1384954004,"msg":{"subject":"Grüße & mehr + 100%"}}]';

/** As Mandrill documents it, with the platform's form parser and Web Crypto in the place of ours. */
async function signAsMandrill({ secret, body }: Pick<ToSign, "secret" | "body">, url = URL_CALLED) {
  const fields = [...new URLSearchParams(new TextDecoder().decode(body))];
  const sorted = fields.sort(([one], [other]) => (one < other ? -1 : 1)).flat();
  const { base64 } = await webHmac("SHA-1", secret, url, ...sorted);
  return { headers: { "X-Mandrill-Signature": base64, "Content-Type": "application/x-www-form-urlencoded" } };
}

verifyTable(mailchimp, {
  sign: signAsMandrill,
  secrets: ["webhook-key-right", "webhook-key-wrong", "webhook-key-other"],
  signatureHeader: "X-Mandrill-Signature",
  // Mandrill signs no time: only the events' bytes stop a replay.
  timestamped: false,
  encoding: "base64",
  // Mandrill signs decoded fields: what is about the body's bytes is below.
  signsBytes: false,
  body: form({ mandrill_events: EVENTS }),
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    [`${"A".repeat(27)}=`, "signature_mismatch"],
  ],
});

describe("Mandrill signs the form's fields", () => {
  const secret = "webhook-key-right";
  const ask = async (signed: Uint8Array, sent: Uint8Array) => {
    const arrival = await signAsMandrill({ secret, body: signed });
    return verdict(await verifyWith(mailchimp, inbound({ ...arrival, body: sent }), { secrets: [secret] }));
  };

  it("a tampered body is refused, also when a field is only added, renamed or moved into another", async () => {
    const body = form({ mandrill_events: EVENTS });
    expect(await ask(body, form({ mandrill_events: EVENTS.replace("send", "open") }))).toBe(
      "signature_mismatch",
    );
    expect(await ask(body, form({ mandrill_events: EVENTS, x: "1" }))).toBe("signature_mismatch");
    expect(await ask(body, form({ mandrill_event: EVENTS }))).toBe("signature_mismatch");
    expect(await ask(body, bytes(""))).toBe("signature_mismatch");
    expect(await ask(body, bytes(EVENTS))).toBe("signature_mismatch");
  });

  it("sorted by name, whatever their order", async () => {
    expect(await ask(form({ a: "1", b: "2" }), form({ b: "2", a: "1" }))).toBe("verified");
  });

  it("as bytes: what only decodes alike is refused", async () => {
    const url = bytes(`${URL_CALLED}mandrill_events`);
    const mac = createHmac("sha1", secret)
      .update(url)
      .update(new Uint8Array([0xff]))
      .digest("base64");
    const send = async (body: string) => {
      const request = inbound({ headers: { "X-Mandrill-Signature": mac }, body: bytes(body) });
      return verdict(await verifyWith(mailchimp, request, { secrets: [secret] }));
    };
    expect(await send("mandrill_events=%FF")).toBe("verified");
    expect(await send("mandrill_events=%ff")).toBe("verified");
    expect(await send("mandrill_events=%FE")).toBe("signature_mismatch");
    expect(await send("mandrill_events=%EF%BF%BD")).toBe("signature_mismatch");
  });

  it("and the address, as it was typed at Mandrill", async () => {
    const body = form({ mandrill_events: EVENTS });
    const webhookUrl = "https://hooks.example.com/mandrill?tenant=1";
    const arrival = { ...(await signAsMandrill({ secret, body }, webhookUrl)), body };
    const options = { secrets: [secret] };
    expect(verdict(await verifyWith(mailchimp, inbound(arrival), options))).toBe("signature_mismatch");
    expect(
      verdict(await verifyWith(mailchimp, inbound(arrival), { ...options, settings: { webhookUrl } })),
    ).toBe("verified");
  });
});

describe("Mandrill looks whether the address exists", () => {
  it("by HEAD, before there is a key: answered with nothing", async () => {
    expect(
      await verifyWith(mailchimp, inbound({ headers: {}, body: bytes("") }, "HEAD"), { secrets: [] }),
    ).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "text/plain",
      body: "",
    });
  });

  it("and a POST with the key test-webhook, which everybody knows, proves nothing", async () => {
    const body = form({ mandrill_events: "[]" });
    const arrival = { ...(await signAsMandrill({ secret: "test-webhook", body })), body };
    expect(verdict(await verifyWith(mailchimp, inbound(arrival), { secrets: ["webhook-key"] }))).toBe(
      "signature_mismatch",
    );
    expect(verdict(await verifyWith(mailchimp, inbound(arrival), { secrets: [] }))).toBe(
      "no_secret_configured",
    );
  });
});

describe("what Mandrill says about its events", () => {
  const describeEvents = (...events: readonly unknown[]) =>
    mailchimp.describe(inbound({ headers: {}, body: form({ mandrill_events: JSON.stringify(events) }) }), {});

  it("the events are the payload, as Mandrill wrote them", () => {
    const request = inbound({ headers: {}, body: form({ mandrill_events: EVENTS }) });
    expect(mailchimp.payload?.(request, {})).toBe(EVENTS);
    for (const body of [
      bytes(""),
      form({ other: "1" }),
      form({ mandrill_events: "{" }),
      form({ mandrill_events: "7" }),
    ]) {
      expect(mailchimp.payload?.(inbound({ headers: {}, body }), {})).toBe(null);
    }
  });

  it("one type is told, several are not", () => {
    expect(describeEvents({ event: "open", ts: 1_384_954_004 })).toEqual({
      type: "open",
      id: expect.stringMatching(/^sha256:/),
      occurredAt: "2013-11-20T13:26:44.000Z",
    });
    expect(describeEvents({ event: "open" }, { event: "open" }).type).toBe("open");
    expect(describeEvents({ event: "open" }, { event: "click" }).type).toBe(null);
    expect(describeEvents({ type: "blacklist", action: "add" }).type).toBe("blacklist.add");
    expect(describeEvents().type).toBe(null);
  });

  it("sent and opened of one message are two events", () => {
    const sent = describeEvents({ event: "send", _id: "abc", ts: 1 });
    expect(describeEvents({ event: "open", _id: "abc", ts: 1 }).id).not.toBe(sent.id);
    expect(describeEvents({ event: "send", _id: "abc", ts: 1 }).id).toBe(sent.id);
  });
});

it.each([
  ["", 0],
  ["https://hooks.example.com/x?y=1", 0],
  ["hooks.example.com/x", 1],
  ["https://", 1],
])("an address like %j has %i problems when the source is saved", (webhookUrl, count) => {
  expect(mailchimp.findProblems?.({ webhookUrl })).toHaveLength(count);
});

describe("a recorded request of Mandrill's", () => {
  const secret = "webhook-key-right";
  // Names and values are signed without anything between them: these all fit one signature.
  it.each([
    ["another spelling of an escape", (text: string) => text.replace("%5B", "%5b")],
    ["a field without name or value", (text: string) => `${text}&=`],
    ["the border between name and value moved", () => form({ mandrill_event: `s${EVENTS}` })],
  ])("is known again with %s", async (_how, change) => {
    const body = form({ mandrill_events: EVENTS });
    const changed = change(new TextDecoder().decode(body));
    const sent = typeof changed === "string" ? bytes(changed) : changed;
    expect(sent).not.toEqual(body);
    const request = inbound({ ...(await signAsMandrill({ secret, body })), body: sent });
    expect(verdict(await verifyWith(mailchimp, request, { secrets: [secret] }))).toBe("verified");
    const first = inbound({ headers: {}, body });
    expect(mailchimp.describe(request, {}).id).toBe(mailchimp.describe(first, {}).id);
  });
});
