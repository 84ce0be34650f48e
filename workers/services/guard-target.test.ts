import { describe, expect, it } from "vitest";
import type { Resolution } from "#domain/tenancy/host-resolution";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import { buildConfig, buildEvent, buildIntegration, createFakeWorld } from "#testing/delivery-fakes";
import { attemptDelivery } from "./attempt-delivery.ts";
import { createGuardTarget, type TargetCheck } from "./guard-target.ts";

/** A resolver whose answers are known already, or come later, and the names it was asked for. */
function guardWith(resolution: Resolution | Promise<Resolution>) {
  const asked: string[] = [];
  const resolver = {
    resolve(hostname: string) {
      asked.push(hostname);
      return resolution;
    },
  };
  return { guard: createGuardTarget({ allowPrivate: false, resolver }), asked };
}

const KINDS: readonly [Resolution, Partial<TargetCheck>][] = [
  [{ kind: "public" }, { ok: true }],
  [
    { kind: "private", message: "The host name resolves to 10.0.0.1." },
    { ok: false, retryable: false },
  ],
  [{ kind: "nowhere" }, { ok: false, retryable: true }],
  [
    { kind: "unknown", message: "SERVFAIL" },
    { ok: false, retryable: true },
  ],
];

describe("the guard of targets", () => {
  it.each(KINDS)("lets through only what the DNS says is public: %o", async (resolution, verdict) => {
    expect(await guardWith(resolution).guard("https://a.example/", NO_HOST_RULES)).toMatchObject(verdict);
    const later = guardWith(Promise.resolve(resolution)).guard("https://a.example/", NO_HOST_RULES);
    expect(await later).toMatchObject(verdict);
  });

  it("answers at once, and not with a promise, what is known", () => {
    const { guard } = guardWith({ kind: "public" });
    expect(guard("https://a.example/", NO_HOST_RULES)).toMatchObject({ ok: true });
  });

  it("asks the DNS every time, for the name as it would be fetched, and never for an address", () => {
    const { guard, asked } = guardWith({ kind: "public" });
    for (let attempt = 0; attempt < 2; attempt++) guard("https://BÜCHER.example:8443/x", NO_HOST_RULES);
    guard("https://8.8.8.8/", NO_HOST_RULES);
    guard("https://[2606:4700::1]/", NO_HOST_RULES);
    guard("https://127.0.0.1/", NO_HOST_RULES);
    expect(asked).toEqual(["xn--bcher-kva.example", "xn--bcher-kva.example"]);
  });

  it("does not ask for what the organization's rules refuse, and holds each to its own", () => {
    const { guard, asked } = guardWith({ kind: "public" });
    const strict = { httpsOnly: true, allowedHosts: ["b.example"], deniedHosts: [] };
    expect(guard("https://a.example/", strict)).toMatchObject({ ok: false, retryable: false });
    expect(guard("http://b.example/", strict)).toMatchObject({ ok: false, retryable: false });
    expect(asked).toEqual([]);
    expect(guard("http://b.example/", NO_HOST_RULES)).toMatchObject({ ok: true });
  });
});

describe("an attempt whose target is refused", () => {
  it.each(KINDS.slice(1))("sends nothing, and says so in its trace: %o", async (resolution, verdict) => {
    const { services, log } = createFakeWorld(buildConfig([]));
    const { guard } = guardWith(Promise.resolve(resolution));
    const integration = buildIntegration("shop", { url: "https://shop.example/" });
    const tools = { ...services, send: services.openSender(), guardTarget: guard };
    const { exchange, trace } = await attemptDelivery(tools, integration, buildEvent("evt_1"), "{}");
    expect(log.requests).toEqual([]);
    const retryable = "retryable" in verdict && verdict.retryable;
    expect(exchange.result.kind).toBe(retryable ? "unresolved" : "not_sent");
    const steps = trace.steps.map(({ name }) => name);
    expect(steps).toEqual(["transform", "check_target", "classify"]);
    expect(trace.steps.at(-1)?.detail).toBe(retryable ? "NETWORK" : "CLIENT_ERROR");
    expect(trace.error).toBe(trace.steps[1]?.detail);
  });
});
