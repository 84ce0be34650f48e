import { scheduler } from "node:timers/promises";
import { inject } from "vitest";
import { type ApiClient, createTenant, type Json, type Tenant } from "../support/api-client.ts";

/** A tenant of one's own for every test file: nothing is shared but the gateway. */
export function openTenant(name: string): Promise<Tenant> {
  return createTenant(inject("gatewayUrl"), inject("adminToken"), name);
}

export interface CreatedIntegration {
  readonly id: string;
  readonly signingSecret: string;
}

/** Quick retries unless the test says otherwise. */
export async function createIntegration(
  api: ApiClient,
  url: string,
  settings: Json = {},
): Promise<CreatedIntegration> {
  const body = {
    name: "test",
    eventTypes: ["order.*"],
    url,
    timeoutMs: 1_000,
    retry: { strategy: { kind: "schedule", delaysMs: [300, 300] } },
    ...settings,
  };
  const created = await api.expect(201, "POST", "/api/v1/integrations", body);
  return { id: String(created.id), signingSecret: String(created.signingSecret) };
}

export async function postEvent(api: ApiClient, payload: unknown, extra: Json = {}): Promise<string> {
  const answer = await api.expect(202, "POST", "/api/v1/events", {
    type: "order.created",
    payload,
    ...extra,
  });
  return String(answer.id);
}

export async function deliveriesOf(api: ApiClient, eventId: string): Promise<Json[]> {
  const page = await api.expect(200, "GET", `/api/v1/deliveries?eventId=${eventId}`);
  return page.items as Json[];
}

/** The event's only delivery, once it has the status. */
export async function waitForStatus(api: ApiClient, eventId: string, status: string): Promise<Json> {
  return waitFor(`${eventId} to be ${status}`, async () => {
    const found = (await deliveriesOf(api, eventId)).find((delivery) => delivery.status === status);
    return found ?? null;
  });
}

export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null> | T | null,
  patienceMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await scheduler.wait(50);
  }
}
