import { describe, expect, it } from "vitest";
import { publishedTable } from "../testing/published.ts";
import {
  bytes,
  inbound,
  NOW,
  type SignedParts,
  type ToSign,
  verdict,
  verifyWith,
} from "../testing/signed-request.ts";
import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { slack } from "./index.ts";

async function sign({ secret, body, timestampMs }: ToSign): Promise<SignedParts> {
  const seconds = String(Math.floor(timestampMs / 1_000));
  const { hex } = await webHmac("SHA-256", secret, `v0:${seconds}:`, body);
  return { headers: { "X-Slack-Signature": `v0=${hex}`, "X-Slack-Request-Timestamp": seconds } };
}

verifyTable(slack, {
  sign,
  secrets: ["8f742231b10e8888abcd99yyyzzz85a5", "wrong", "other"],
  signatureHeader: "X-Slack-Signature",
  timestamped: true,
  encoding: "hex",
  malformed: [
    ["v1=00", "malformed_header"],
    ["a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "malformed_header"],
    ["v0=", "malformed_signature"],
    ["v0=invalid-signature", "malformed_signature"],
  ],
});

publishedTable(slack, [
  {
    name: "docs-slash-command",
    source:
      "https://github.com/slackapi/python-slack-sdk/blob/ae87985/tests/slack_sdk/signature/test_signature_verifier.py (same vector as https://docs.slack.dev/authentication/verifying-requests-from-slack/)",
    secrets: ["8f742231b10e8888abcd99yyyzzz85a5"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1531420618",
      "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    now: 1531420618,
    verdict: "verified",
  },
  {
    name: "modified-body",
    source:
      "https://github.com/slackapi/python-slack-sdk/blob/ae87985/tests/slack_sdk/signature/test_signature_verifier.py (same vector as https://docs.slack.dev/authentication/verifying-requests-from-slack/)",
    secrets: ["8f742231b10e8888abcd99yyyzzz85a5"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1531420618",
      "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c------",
    now: 1531420618,
    verdict: "signature_mismatch",
  },
  {
    name: "expired",
    source:
      "https://github.com/slackapi/python-slack-sdk/blob/ae87985/tests/slack_sdk/signature/test_signature_verifier.py (same vector as https://docs.slack.dev/authentication/verifying-requests-from-slack/)",
    secrets: ["8f742231b10e8888abcd99yyyzzz85a5"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1531420618",
      "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    now: 1763862304,
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "missing-timestamp",
    source:
      "https://github.com/slackapi/python-slack-sdk/blob/ae87985/tests/slack_sdk/signature/test_signature_verifier.py (same vector as https://docs.slack.dev/authentication/verifying-requests-from-slack/)",
    secrets: ["8f742231b10e8888abcd99yyyzzz85a5"],
    headers: { "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503" },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    now: 1531420618,
    verdict: "missing_signature_header",
  },
  {
    name: "missing-signature",
    source:
      "https://github.com/slackapi/python-slack-sdk/blob/ae87985/tests/slack_sdk/signature/test_signature_verifier.py (same vector as https://docs.slack.dev/authentication/verifying-requests-from-slack/)",
    secrets: ["8f742231b10e8888abcd99yyyzzz85a5"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1531420618",
    },
    body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    now: 1531420618,
    verdict: "missing_signature_header",
  },
  {
    name: "bolt-valid",
    source: "https://github.com/slackapi/bolt-js/blob/9a45c3c/test/unit/receivers/verify-request.spec.ts",
    secrets: ["secret"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1700000000",
      "X-Slack-Signature": "v0=f2860e86f6b17d05bcfdb20ec88167a134d1c976d6e7b4cebf41266a4eb0909d",
    },
    body: '{"foo":"bar"}',
    verdict: "verified",
  },
  {
    name: "bolt-600s-old",
    source: "https://github.com/slackapi/bolt-js/blob/9a45c3c/test/unit/receivers/verify-request.spec.ts",
    secrets: ["secret"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1699999400",
      "X-Slack-Signature": "v0=f4bc068459b9122681d5b616924b942c8fd29d138336bfb26eb3c38fbd68b21e",
    },
    body: '{"foo":"bar"}',
    verdict: "timestamp_outside_tolerance",
  },
  {
    name: "bolt-invalid-signature",
    source: "https://github.com/slackapi/bolt-js/blob/9a45c3c/test/unit/receivers/verify-request.spec.ts",
    secrets: ["secret"],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1700000000",
      "X-Slack-Signature": "v0=invalid-signature",
    },
    body: '{"foo":"bar"}',
    verdict: "malformed_signature",
  },
  {
    name: "bolt-empty-secret",
    source: "https://github.com/slackapi/bolt-js/blob/9a45c3c/test/unit/receivers/verify-request.spec.ts",
    secrets: [""],
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Slack-Request-Timestamp": "1700000000",
      "X-Slack-Signature": "v0=abc",
    },
    body: "{}",
    verdict: "no_secret_configured",
  },
]);

describe("Slack's timestamp", () => {
  it.each(["", "soon", "1e9", "0x10", "-5"])("a header that says %j is refused", async (value) => {
    const body = bytes("{}");
    const { headers } = await sign({ secret: "s", body, timestampMs: NOW });
    const request = inbound({ headers: { ...headers, "X-Slack-Request-Timestamp": value }, body });
    const expected = value === "" ? "missing_signature_header" : "malformed_timestamp";
    expect(verdict(await verifyWith(slack, request, { secrets: ["s"] }))).toBe(expected);
  });
});

describe("Slack's challenge", () => {
  const question =
    '{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV","type":"url_verification"}';
  const ask = async (body: string, change: Partial<ToSign> = {}) => {
    const parts = { secret: "s", body: bytes(body), timestampMs: NOW, ...change };
    return await verifyWith(slack, inbound({ ...(await sign(parts)), body: bytes(body) }), {
      secrets: ["s"],
    });
  };

  it("is answered with its own words when it is signed", async () => {
    expect(await ask(question)).toEqual({
      kind: "challenge",
      status: 200,
      contentType: "text/plain; charset=utf-8",
      body: "3eZbrw1aBm2rZgRNFdxV",
    });
  });

  it("is not answered when somebody else signed it, nobody did, or long ago", async () => {
    expect(verdict(await ask(question, { secret: "else" }))).toBe("signature_mismatch");
    expect(verdict(await ask(question, { timestampMs: NOW - 3_600_000 }))).toBe(
      "timestamp_outside_tolerance",
    );
    const unsigned = await verifyWith(slack, inbound({ headers: {}, body: bytes(question) }), {
      secrets: ["s"],
    });
    expect(verdict(unsigned)).toBe("missing_signature_header");
  });

  it("without a challenge in it is refused", async () => {
    expect(verdict(await ask('{"type":"url_verification"}'))).toBe("malformed_body");
  });
});

describe("what Slack's requests say", () => {
  const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

  it("an event's type is the inner one, its id the outer one", () => {
    const body =
      '{"type":"event_callback","event":{"type":"app_mention"},"event_id":"Ev0PV52K25","event_time":1767225600}';
    expect(slack.describe(inbound({ headers: {}, body: bytes(body) }), {})).toEqual({
      type: "app_mention",
      id: "Ev0PV52K25",
      occurredAt: "2026-01-01T00:00:00.000Z",
    });
  });

  it("interactivity gives the JSON inside its form", () => {
    const payload = '{"type":"block_actions","trigger_id":"12.34.ab"}';
    const request = inbound({ headers: FORM, body: bytes(`payload=${encodeURIComponent(payload)}`) });
    expect(slack.payload?.(request, {})).toBe(payload);
    expect(slack.describe(request, {})).toEqual({ type: "block_actions", id: "12.34.ab", occurredAt: null });
  });

  it("a slash command stays a form and is known by its trigger", () => {
    const request = inbound({
      headers: FORM,
      body: bytes("command=%2Fweather&text=94070&trigger_id=13.37.xy"),
    });
    expect(slack.payload?.(request, {})).toBeNull();
    expect(slack.describe(request, {})).toEqual({ type: "slash_command", id: "13.37.xy", occurredAt: null });
  });
});
