import type { Verification, VerifyInput } from "#domain/ingress/connector";
import { reject } from "../primitives/checked.ts";
import { readHeader } from "../primitives/headers.ts";
import { jsonOf, textAt } from "../primitives/json.ts";
import { requireSecrets } from "../primitives/secrets.ts";
import { verifySignedHeader } from "../primitives/signed-header.ts";
import { checkTolerance, parseUnixSeconds } from "../primitives/timestamps.ts";

/** The HMAC-SHA256 of `v0:<timestamp>:<body>`. Slack's question for a challenge is answered only when it is signed too. */
export function verifySlack(input: VerifyInput): Verification {
  const secrets = requireSecrets(input.secrets);
  if (secrets.kind === "rejected") return secrets;
  const seconds = readHeader(input.request, "X-Slack-Request-Timestamp");
  if (seconds.kind === "rejected") return seconds;
  const timestamp = parseUnixSeconds(seconds.value);
  if (timestamp.kind === "rejected") return timestamp;

  const signed = verifySignedHeader(
    input,
    { header: "X-Slack-Signature", prefix: "v0=", algorithm: "sha256", encoding: "hex" },
    [`v0:${seconds.value}:`, input.request.body],
  );
  if (signed.kind !== "verified") return signed;
  const timely = checkTolerance(timestamp.value, input);
  return timely.kind === "verified" ? answerChallenge(input) : timely;
}

function answerChallenge({ request }: VerifyInput): Verification {
  const body = jsonOf(request.body);
  if (textAt(body, "type") !== "url_verification") return { kind: "verified" };
  const challenge = textAt(body, "challenge");
  if (challenge === null) return reject("malformed_body", "A url_verification without a challenge.");
  return { kind: "challenge", status: 200, contentType: "text/plain; charset=utf-8", body: challenge };
}
