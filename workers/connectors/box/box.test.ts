import { describe, expect, it } from "vitest";
import { bytes, inbound, NOW, verdict, verifyWith } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { box } from "./index.ts";

async function signAsBox(secret: string, body: Uint8Array, timestampMs: number) {
  const time = new Date(timestampMs).toISOString();
  const { base64 } = await webHmac("SHA-256", secret, body, time);
  return {
    "BOX-SIGNATURE-PRIMARY": base64,
    "BOX-SIGNATURE-VERSION": "1",
    "BOX-SIGNATURE-ALGORITHM": "HmacSHA256",
    "BOX-DELIVERY-TIMESTAMP": time,
  };
}

verifyTable(box, {
  sign: async ({ secret, body, timestampMs }) => ({ headers: await signAsBox(secret, body, timestampMs) }),
  secrets: ["box-right", "box-wrong", "box-other"],
  signatureHeader: "BOX-SIGNATURE-PRIMARY",
  timestamped: true,
  encoding: "base64",
  malformed: [
    ["potato!", "malformed_signature"],
    ["AAAA", "signature_mismatch"],
    [`${"A".repeat(43)}=`, "signature_mismatch"],
  ],
});

describe("Box's example", () => {
  // Source: github.com/box/box-node-sdk, tests/lib/managers/webhooks-test.js. Box's guide has the same signatures with keys
  // that do not make them.
  const PRIMARY = {
    key: "SamplePrimaryKey",
    signature: "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI=",
  };
  const SECONDARY = {
    key: "SampleSecondaryKey",
    signature: "v+1CD1Jdo3muIcbpv5lxxgPglOqMfsNHPV899xWYydo=",
  };
  const HEADERS: Readonly<Record<string, string>> = {
    "BOX-DELIVERY-ID": "f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f",
    "BOX-DELIVERY-TIMESTAMP": "2020-01-01T00:00:00-07:00",
    "BOX-SIGNATURE-ALGORITHM": "HmacSHA256",
    "BOX-SIGNATURE-VERSION": "1",
    "BOX-SIGNATURE-PRIMARY": PRIMARY.signature,
    "BOX-SIGNATURE-SECONDARY": SECONDARY.signature,
  };
  const body = bytes(
    '{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"Test.txt"}}',
  );
  const now = Date.parse("2020-01-01T07:00:00Z");
  const ask = async (changes: Record<string, string | undefined>, secrets: readonly string[]) => {
    const entries = Object.entries({ ...HEADERS, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const request = inbound({ headers: Object.fromEntries(entries), body });
    return verdict(await verifyWith(box, request, { secrets, now }));
  };

  it("is verified with either key, or both", async () => {
    expect(await ask({}, [PRIMARY.key])).toBe("verified");
    expect(await ask({}, [SECONDARY.key])).toBe("verified");
    expect(await ask({}, [PRIMARY.key, SECONDARY.key])).toBe("verified");
    expect(await ask({}, ["other"])).toBe("signature_mismatch");
  });

  it("is verified with one signature, while the other key is being exchanged", async () => {
    expect(await ask({ "BOX-SIGNATURE-PRIMARY": undefined }, [SECONDARY.key])).toBe("verified");
    expect(await ask({ "BOX-SIGNATURE-SECONDARY": undefined }, [PRIMARY.key])).toBe("verified");
    expect(await ask({ "BOX-SIGNATURE-SECONDARY": undefined }, [SECONDARY.key])).toBe("signature_mismatch");
  });

  it.each([
    ["BOX-SIGNATURE-VERSION", "2", "no_supported_scheme"],
    ["BOX-SIGNATURE-VERSION", undefined, "no_supported_scheme"],
    ["BOX-SIGNATURE-ALGORITHM", "HmacMD5", "no_supported_scheme"],
    ["BOX-DELIVERY-TIMESTAMP", undefined, "missing_signature_header"],
    ["BOX-DELIVERY-TIMESTAMP", "yesterday", "malformed_timestamp"],
    ["BOX-DELIVERY-TIMESTAMP", "2020-01-01T00:00:01-07:00", "signature_mismatch"],
    ["BOX-SIGNATURE-SECONDARY", "potato!", "malformed_signature"],
  ])("with %s: %j it is refused: %s", async (name, value, reason) => {
    expect(await ask({ [name]: value }, [PRIMARY.key])).toBe(reason);
  });

  it("is old today", async () => {
    const request = inbound({ headers: HEADERS, body });
    const today = { secrets: [PRIMARY.key], now: NOW };
    expect(verdict(await verifyWith(box, request, today))).toBe("timestamp_outside_tolerance");
  });
});

it("an event is described by its trigger, its own id and its time", () => {
  const body = bytes(
    '{"type":"webhook_event","id":"eb0c4e06-751f-442c-86f8-fd5bb404dbec","created_at":"2016-05-09T11:51:57-07:00","trigger":"FILE.DOWNLOADED"}',
  );
  expect(box.describe(inbound({ headers: {}, body }), {})).toEqual({
    type: "FILE.DOWNLOADED",
    id: "eb0c4e06-751f-442c-86f8-fd5bb404dbec",
    occurredAt: "2016-05-09T11:51:57-07:00",
  });
});
