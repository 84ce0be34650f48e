import { expect, it } from "vitest";
import { bytes, inbound } from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { sentry } from "./index.ts";

verifyTable(sentry, {
  async sign({ secret, body }) {
    const { hex } = await webHmac("SHA-256", secret, body);
    return { headers: { "Sentry-Hook-Signature": hex } };
  },
  secrets: ["sentry-right", "sentry-wrong", "sentry-other"],
  signatureHeader: "Sentry-Hook-Signature",
  // Sentry's timestamp is in a header that is not signed: only the body's digest stops a replay.
  timestamped: false,
  encoding: "hex",
  malformed: [
    ["potato", "malformed_signature"],
    ["00", "malformed_signature"],
    ["0000000000000000000000000000000000000000000000000000000000000000", "signature_mismatch"],
  ],
});

it("the resource of the header and the action of the body make the type", () => {
  const describeWith = (headers: Record<string, string>, text: string) =>
    sentry.describe(inbound({ headers, body: bytes(text) }), {});
  const issue = describeWith({ "Sentry-Hook-Resource": "issue", "Request-ID": "a" }, '{"action":"created"}');
  expect(issue.type).toBe("issue.created");
  expect(describeWith({ "Sentry-Hook-Resource": "error" }, "{}").type).toBe("error");
  // Request-ID is not signed: who sends a recording again could change it.
  const again = describeWith({ "Sentry-Hook-Resource": "issue", "Request-ID": "b" }, '{"action":"created"}');
  expect(again.id).toBe(issue.id);
});
