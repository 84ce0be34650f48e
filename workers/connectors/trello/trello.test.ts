import { describe, expect, it } from "vitest";
import { bytes, inbound, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { trello } from "./index.ts";

const URL_CALLED = "https://gateway.example/in/token";

async function signAsTrello(secret: string, body: Uint8Array, url = URL_CALLED) {
  const { base64 } = await webHmac("SHA-1", secret, body, url);
  return { headers: { "X-Trello-Webhook": base64 } };
}

verifyTable(trello, {
  sign: ({ secret, body }) => signAsTrello(secret, body),
  secrets: ["trello-right", "trello-wrong", "trello-other"],
  signatureHeader: "X-Trello-Webhook",
  // Trello signs no time: only the action's id stops a replay.
  timestamped: false,
  encoding: "base64",
  malformed: [
    ["potato", "malformed_signature"],
    ["AAAA", "malformed_signature"],
    [`${"A".repeat(27)}=`, "signature_mismatch"],
  ],
});

describe("Trello signs the address behind the body", () => {
  const body = bytes("{}");
  const ask = async (signedUrl: string, settings: Record<string, string> = {}, url = URL_CALLED) => {
    const request = inbound({ ...(await signAsTrello("s", body, signedUrl)), body, url });
    return verdict(await verifyWith(trello, request, { secrets: ["s"], settings }));
  };

  it("so another address is refused, unless the operator says that Trello knows it", async () => {
    expect(await ask(`${URL_CALLED}?board=1`)).toBe("signature_mismatch");
    expect(await ask(URL_CALLED, {}, `${URL_CALLED}?board=1`)).toBe("signature_mismatch");
    const webhookUrl = "https://hooks.example.com/trello?board=1";
    expect(await ask(webhookUrl, { webhookUrl })).toBe("verified");
  });
});

it("the HEAD by which Trello looks whether the address exists is answered with nothing", async () => {
  const request = inbound({ headers: {}, body: bytes("") }, "HEAD");
  expect(verdict(await verifyWith(trello, request, { secrets: [] }))).toBe("challenge");
});

it("an action that two webhooks tell is two events", () => {
  const describeFor = (model: string) =>
    trello.describe(
      inbound({
        headers: {},
        body: bytes(
          `{"action":{"id":"51f9424b","type":"updateCard","date":"2013-07-31T17:00:43.791Z"},"model":{"id":"${model}"}}`,
        ),
      }),
      {},
    );
  expect(describeFor("4d5ea62f")).toEqual({
    type: "updateCard",
    id: "51f9424b-4d5ea62f",
    occurredAt: "2013-07-31T17:00:43.791Z",
  });
  expect(describeFor("other").id).not.toBe(describeFor("4d5ea62f").id);
});

it.each([
  ["", 0],
  ["https://hooks.example.com/x?y=1", 0],
  ["hooks.example.com/x", 1],
  ["https://", 1],
])("an address like %j has %i problems when the source is saved", (webhookUrl, count) => {
  expect(trello.findProblems?.({ webhookUrl })).toHaveLength(count);
});
