import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ATTACKS } from "../../workers/testing/cage-attacks/all.ts";
import type { Outcome } from "../../workers/testing/cage-attacks/attack.ts";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant } from "./support.ts";

/** The attack table once more, where it counts: through the built Worker, as a tenant would run it. */
let receiver: Receiver;
let victim: Tenant;
let victimIntegration: string;

const PROBE = `function transform(payload) {
  return [payload.a, {}.polluted === undefined, JSON.stringify([1]), [].concat(1)[0], Object.keys(globalThis).length];
}`;
// Three globals that can be listed: console, transform, and the harness around it.
const UNTOUCHED = [1, true, "[1]", 1, 3];

beforeAll(async () => {
  receiver = await startReceiver();
  victim = await openTenant("cage-victim");
  victimIntegration = await saveScript(victim, PROBE);
});
afterAll(() => receiver.close());

async function saveScript(tenant: Tenant, source: string): Promise<string> {
  const settings = { transform: { kind: "script", source } };
  return (await createIntegration(tenant.api, `${receiver.url}/${tenant.orgId}`, settings)).id;
}

async function tryOut(tenant: Tenant, integration: string): Promise<Json> {
  const path = `/api/v1/integrations/${integration}/test`;
  return tenant.api.expect(200, "POST", path, { type: "order.created", payload: { a: 1 } });
}

/** The payload in the last request that the tenant's integration sent. */
function lastPayload(tenant: Tenant): unknown {
  const request = receiver.requests.findLast(({ path }) => path === `/${tenant.orgId}`);
  return request === undefined ? "nothing was sent" : (JSON.parse(request.body) as unknown);
}

describe("an attack through the built Worker", () => {
  it.each(ATTACKS)("$name is contained", async ({ name, source, outcome }) => {
    const attacker = await createTenant(inject("gatewayUrl"), inject("adminToken"), name);
    const result = await tryOut(attacker, await saveScript(attacker, source));
    const sent = lastPayload(attacker);
    if ("answers" in outcome && result.outcome === "success") {
      expect(sent).toEqual(outcome.answers);
    } else {
      const detail = String(result.detail);
      expect(detail).toContain("the transformation failed: ");
      expect(sent).toBe("nothing was sent");
      if ("fails" in outcome) expectWall(outcome, detail);
    }
    const requests = receiver.requests.length;
    await tryOut(victim, victimIntegration);
    expect(receiver.requests.length).toBe(requests + 1);
    expect(lastPayload(victim)).toEqual(UNTOUCHED);
  });
});

/** What the cage finds in an answer, the gateway's own harness around `transform` may find first, in its own words. */
function expectWall({ fails, saying }: Extract<Outcome, { fails: unknown }>, detail: string): void {
  if (fails.includes("output_invalid")) return;
  expect(
    fails.some((reason) => detail.includes(`failed: ${reason}: `)),
    detail,
  ).toBe(true);
  expect(detail).toContain(saying ?? "");
}
