import { describe, expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { docusign } from "./index.ts";

verifyTable(docusign, {
  async sign({ secret, body }) {
    const { base64 } = await webHmac("SHA-256", secret, body);
    return { headers: { "X-DocuSign-Signature-1": base64 } };
  },
  secrets: ["docusign-right", "docusign-wrong", "docusign-other"],
  signatureHeader: "X-DocuSign-Signature-1",
  // Docusign signs no time: only what the message says of itself stops a replay.
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    [`${"A".repeat(43)}=`, "signature_mismatch"],
  ],
});

describe("Docusign signs once with every key of the account", () => {
  const body = bytes("{}");
  const ask = async (keys: readonly string[], secrets: readonly string[]) => {
    const signatures = await Promise.all(keys.map((key) => webHmac("SHA-256", key, body)));
    const headers = Object.fromEntries(
      signatures.map(({ base64 }, index) => [`X-DocuSign-Signature-${index + 1}`, base64]),
    );
    return verdict(await verifyWith(docusign, inbound({ headers, body }), { secrets }));
  };

  it("and one right one is enough, wherever it stands", async () => {
    expect(await ask(["a", "b", "c"], ["a"])).toBe("verified");
    expect(await ask(["a", "b", "c"], ["c"])).toBe("verified");
    expect(await ask(["a", "b", "c"], ["d"])).toBe("signature_mismatch");
  });

  it("sixteen are compared and seventeen are refused, even with a right one", async () => {
    const others = (count: number) => Array.from({ length: count }, (_, index) => `other-${index}`);
    expect(await ask([...others(15), "right"], ["right"])).toBe("verified");
    expect(await ask(["right", ...others(16)], ["right"])).toBe("too_many_signatures");
  });
});

it("a message is the same on its next attempt, and another one for another recipient", () => {
  const text = (retryCount: number, recipientId: string) =>
    JSON.stringify({
      event: "recipient-completed",
      retryCount,
      generatedDateTime: "2024-03-07T18:21:44.9430000Z",
      data: { envelopeId: "e1", recipientId },
    });
  const describeText = (json: string) => docusign.describe(inbound({ headers: {}, body: bytes(json) }), {});
  const first = describeText(text(0, "1"));
  expect(first).toEqual({
    type: "recipient-completed",
    id: "e1|recipient-completed|1|2024-03-07T18:21:44.9430000Z",
    occurredAt: "2024-03-07T18:21:44.9430000Z",
  });
  expect(describeText(text(3, "1"))).toEqual(first);
  expect(describeText(text(0, "2")).id).not.toBe(first.id);
  expect(describeText("<DocuSignEnvelopeInformation/>").id).toMatch(/^sha256:/);
});
