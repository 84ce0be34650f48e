import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("deduplication");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

describe("an integration that deduplicates", () => {
  it("delivers the first of the same within its window, and logs the others as duplicates of it", async () => {
    const deduplicate = { windowMs: 60_000, include: ["payload.order.id", "type"] };
    await createIntegration(tenant.api, receiver.url, { flow: { deduplicate } });
    const first = await postEvent(tenant.api, { order: { id: 7 }, sentAt: 1 });
    const delivered = await waitForStatus(tenant.api, first, "delivered");
    const again = await postEvent(tenant.api, { order: { id: 7 }, sentAt: 2 });
    const other = await postEvent(tenant.api, { order: { id: 8 }, sentAt: 2 });
    await waitForStatus(tenant.api, other, "delivered");
    const duplicate = await waitForStatus(tenant.api, again, "duplicate");
    expect(duplicate).toMatchObject({ attempts: 0, hint: expect.stringContaining("Replay") });
    expect(duplicate.detail).toContain(delivered.id);
    expect(receiver.requests).toHaveLength(2);
    // A person knows better.
    await tenant.api.expect(202, "POST", `/api/v1/deliveries/${duplicate.id}/replay`);
    await waitForStatus(tenant.api, again, "delivered");
    expect(receiver.requests).toHaveLength(3);
  });

  it("finds the one original among a hundred that come at once", async () => {
    const deduplicate = { windowMs: 60_000, exclude: ["payload.n"] };
    await createIntegration(tenant.api, receiver.url, { flow: { deduplicate } });
    await Promise.all(Array.from({ length: 100 }, (_, n) => postEvent(tenant.api, { order: 7, n })));
    await waitFor("99 duplicates", async () => {
      const page = await tenant.api.expect(200, "GET", "/api/v1/deliveries?status=duplicate&limit=200");
      return (page.items as Json[]).length === 99 ? true : null;
    });
    expect(receiver.requests).toHaveLength(1);
  });
});
