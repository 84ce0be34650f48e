import { describe, expect, it } from "vitest";
import type { Connector, Verification, VerifyInput } from "#domain/ingress/connector";
import type { RejectedRequest } from "#domain/ingress/rejected-request";
import type { LiveSource } from "#domain/ingress/source-ports";
import { createSourceCounter } from "./count-activity.ts";
import { createRejectionGate } from "./log-rejection.ts";
import { receiveWebhook } from "./receive-webhook.ts";
import type { InboundServices } from "./source-services.ts";

const NOW = Date.UTC(2026, 0, 15);
const SECRET = { value: "right secret", expiresAt: null };

/** Everything that is not asked for throws: a webhook that is refused must not touch the intake. */
function open(
  verify: (input: VerifyInput) => Verification,
  source: Partial<LiveSource> = {},
  secretField: string | null = "secret",
  method = "POST",
) {
  const works: Promise<void>[] = [];
  const rejected: RejectedRequest[] = [];
  const visited: string[] = [];
  const inputs: VerifyInput[] = [];
  const manifest = {
    ...{ id: "test", name: "Test", description: "", docsUrl: "", secretField, fields: [], methods: ["POST"] },
    ...{ toleranceSeconds: 300, typePrefix: "test.", fallbackType: "test.event", challenge: true, setup: [] },
  };
  const connector: Connector = {
    manifest,
    verify: (input) => {
      inputs.push(input);
      return verify(input);
    },
    describe: () => ({ type: null, id: null, occurredAt: null }),
  };
  const services = {
    now: () => NOW,
    publicUrl: "https://public.example",
    inBackground: (work: Promise<void>) => void works.push(work),
    rejectionGate: createRejectionGate(),
    sourceCounter: createSourceCounter(async () => {}),
    sourceActivities: { add: async () => {} },
    rejectedRequests: {
      insert: async (_orgId: string, request: RejectedRequest) => {
        rejected.push(request);
        return true;
      },
    },
    bodies: { putPayload: async () => ({ key: "k", offset: 0, length: 1 }) },
    bytesToBase64: () => "",
    createId: () => "rej_1",
    guardTarget: (url: string) => ({ ok: true, url }),
    visit: async (url: string) => {
      visited.push(url);
      return 200;
    },
    fetchText: async () => null,
    callLimits: {
      principal: async () => ({ allowed: false, reports: [], retryAfterMs: 2_000 }),
    },
  } as unknown as InboundServices;
  const live: LiveSource = {
    ...{ orgId: "org_1", id: "src_1", provider: "test", enabled: true, tokenExpiresAt: null },
    ...{ secrets: [SECRET], allSettings: { a: "b" }, verification: "provider", settings: {} },
    ...{
      toleranceSeconds: null,
      response: null,
      eventType: null,
      headers: [],
      labels: {},
      deduplicate: null,
    },
    ...source,
  };
  const receive = async () => {
    const request = {
      method,
      url: "http://inside.example/in/token?x=1",
      headers: new Map<string, string>(),
      body: new TextEncoder().encode("{}"),
    };
    const receipt = await receiveWebhook(services, {
      ...{ source: live, connector, request, ip: "203.0.113.9", correlationId: "c" },
    });
    await Promise.all(works);
    return receipt;
  };
  return { receive, rejected, visited, inputs };
}

const mismatch: Verification = { kind: "rejected", reason: "signature_mismatch", detail: "no" };

describe("a webhook", () => {
  it.each([
    ["none", []],
    ["an empty one", [{ value: "", expiresAt: null }]],
    ["one of blanks", [{ value: "  ", expiresAt: null }]],
    ["one that has ended", [{ value: "right secret", expiresAt: NOW }]],
  ])("is refused without asking anybody when the source's secret is %s", async (_what, secrets) => {
    const { receive, inputs, rejected } = open(() => ({ kind: "verified" }), { secrets });
    expect(await receive()).toEqual({ kind: "rejected", reason: "no_secret_configured" });
    expect(inputs).toEqual([]);
    expect(rejected).toMatchObject([{ reason: "no_secret_configured", status: 401, ip: "203.0.113.9" }]);
  });

  it("is verified without a secret where the provider has none", async () => {
    const { receive, inputs } = open(() => mismatch, { secrets: [] }, null);
    expect(await receive()).toMatchObject({ reason: "signature_mismatch" });
    expect(inputs[0]?.secrets).toEqual([]);
  });

  it("is judged with the secrets that live, the settings, and the source's tolerance", async () => {
    const secrets = [
      { value: "new", expiresAt: null },
      { value: "old", expiresAt: NOW + 1 },
      { value: "ended", expiresAt: NOW - 1 },
    ];
    const { receive, inputs } = open(() => mismatch, { secrets, toleranceSeconds: 60 });
    await receive();
    expect(inputs[0]).toMatchObject({
      secrets: ["new", "old"],
      settings: { a: "b" },
      toleranceMs: 60_000,
      now: NOW,
    });
    const other = open(() => mismatch);
    await other.receive();
    expect(other.inputs[0]?.toleranceMs).toBe(300_000);
  });

  it("that signs its address may have been given the public one", async () => {
    const { receive, inputs } = open(({ request }) =>
      request.url === "https://public.example/in/token?x=1"
        ? { kind: "challenge", status: 200, contentType: "text/plain", body: "yes" }
        : mismatch,
    );
    expect(await receive()).toMatchObject({ kind: "challenge" });
    expect(inputs.map(({ request }) => request.url)).toEqual([
      "http://inside.example/in/token?x=1",
      "https://public.example/in/token?x=1",
    ]);
  });

  it("whose key cannot be had now is told to come again", async () => {
    const { receive, rejected, inputs } = open(() => ({
      kind: "rejected",
      reason: "key_unavailable",
      detail: "",
    }));
    expect(await receive()).toEqual({ kind: "rejected", reason: "key_unavailable" });
    expect(rejected).toMatchObject([{ status: 503 }]);
    expect(inputs.length).toBe(1);
  });

  it("that proved itself and goes over the organization's limits is told when to come again", async () => {
    const { receive } = open(() => ({ kind: "verified" }));
    await expect(receive()).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 2_000 });
  });
});

describe("a challenge", () => {
  const challenge = { kind: "challenge", status: 200, contentType: "text/plain", body: "abc" } as const;

  it("is answered, and its confirmation visited", async () => {
    const confirmUrl = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription";
    const { receive, visited, rejected } = open(() => ({ ...challenge, confirmUrl }));
    expect(await receive()).toEqual({ kind: "challenge", answer: { ...challenge, confirmUrl } });
    expect(visited).toEqual([confirmUrl]);
    expect(rejected).toEqual([]);
  });

  it("visits nothing that is not https", async () => {
    const { receive, visited } = open(() => ({
      ...challenge,
      confirmUrl: "http://sns.us-east-1.amazonaws.com/",
    }));
    await receive();
    expect(visited).toEqual([]);
  });

  it("is answered by no source that verifies nothing: nobody proved anything", async () => {
    const { receive, inputs } = open(() => challenge, { verification: "none" });
    await expect(receive()).rejects.toMatchObject({ code: "rate_limited" });
    expect(inputs).toEqual([]);
  });
});

describe("a HEAD request", () => {
  it("is answered as the provider wants it before there is a secret, and is never an event", async () => {
    const look = { kind: "challenge", status: 204, contentType: "text/plain", body: "" } as const;
    const early = open(() => look, { secrets: [] }, "secret", "HEAD");
    expect(await early.receive()).toEqual({ kind: "challenge", answer: look });
    for (const verification of ["provider", "none"] as const) {
      const { receive } = open(() => ({ kind: "verified" }), { verification }, "secret", "HEAD");
      expect(await receive()).toMatchObject({ kind: "challenge", answer: { status: 200, body: "" } });
    }
    const refused = open(() => mismatch, { secrets: [] }, "secret", "HEAD");
    expect(await refused.receive()).toMatchObject({ kind: "rejected" });
  });
});

describe("a flood of rejected webhooks", () => {
  it("is kept twenty times a minute and isolate", () => {
    const gate = createRejectionGate();
    const kept = (sourceId: string, now: number) =>
      Array.from({ length: 50 }, () => gate(sourceId, now)).filter(Boolean).length;
    expect([
      kept("src_1", NOW),
      kept("src_2", NOW),
      kept("src_1", NOW + 59_999),
      kept("src_1", NOW + 60_000),
    ]).toEqual([20, 20, 0, 20]);
  });
});

describe("counting", () => {
  it("tells the first one at once and the rest together", async () => {
    const told: unknown[] = [];
    const works: Promise<void>[] = [];
    const waits: (() => void)[] = [];
    const counter = createSourceCounter(() => new Promise<void>((resolve) => void waits.push(resolve)));
    const services = {
      sourceActivities: {
        add: async (_o: string, _s: string, delta: unknown) => void told.push(delta),
        find: async () => Promise.reject(),
      },
      inBackground: (work: Promise<void>) => void works.push(work),
      now: () => NOW,
    };
    const accept = (id: string) => counter.count(services, "org_1", "src_1", { id, type: "test.event" });
    accept("first");
    await works[0];
    for (let n = 0; n < 5; n++) accept(`event ${n % 4}`);
    counter.count(services, "org_1", "src_1", "rejected");
    counter.count(services, "org_1", "src_1", "duplicates");
    expect(works.length).toBe(2);
    waits[0]?.();
    await works[1];
    expect(told).toMatchObject([
      { accepted: 1, rejected: 0, firstEventAt: NOW, recentEvents: [{ id: "first", at: NOW }] },
      {
        ...{ accepted: 5, rejected: 1, duplicates: 1 },
        // Nothing of what was told before, and nothing twice.
        recentEvents: [0, 3, 2, 1].map((n) => ({ id: `event ${n}`, type: "test.event", at: NOW })),
      },
    ]);
  });
});
