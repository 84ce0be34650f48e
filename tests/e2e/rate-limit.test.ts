import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor } from "./support.ts";

const SENDERS = 100;
const SPAN_MS = 5_000;
const RATE = { limit: 20, per: "second", burst: 5 } as const;

let receiver: Receiver;
let tenant: Tenant;
beforeAll(async () => {
  receiver = await startReceiver();
  tenant = await openTenant("rate-limit");
});
afterAll(() => receiver.close());

/**
 * When each delivery was given its token, by its trace. Arrival times would judge the machine: whoever was admitted before
 * a pause of the queue or of a busy computer arrives together with whoever was admitted after it. How near to its limit it
 * comes is shown with a clock of its own in `durable-objects/rate-proof.test.ts`.
 */
async function admissions(deliveries: readonly Json[]): Promise<number[]> {
  const moments: number[] = [];
  for (const { id } of deliveries) {
    const { attempts, steps } = await tenant.api.expect(200, "GET", `/api/v1/deliveries/${id}`);
    expect(attempts).toBe(1);
    const step = (steps as { name: string; detail: string }[]).find(({ name }) => name === "admit");
    moments.push(Date.parse(step?.detail.split("admitted at ")[1] ?? ""));
  }
  return moments.toSorted((a, b) => a - b);
}

async function allDelivered(): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor = ""; ; ) {
    const page = await tenant.api.expect(
      200,
      "GET",
      `/api/v1/deliveries?status=delivered&limit=200${cursor}`,
    );
    found.push(...(page.items as Json[]));
    if (page.nextCursor === null) return found;
    cursor = `&cursor=${page.nextCursor}`;
  }
}

describe("100 senders that never rest, against one rate", () => {
  it("never get more through in any window than burst and rate allow, and lose nothing", async () => {
    const { id } = await createIntegration(tenant.api, receiver.url, { flow: { rate: RATE } });
    const until = Date.now() + SPAN_MS;
    let accepted = 0;
    const send = async () => {
      while (Date.now() < until) await postEvent(tenant.api, { n: accepted++ });
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    const circuit = `/api/v1/integrations/${id}/circuit`;
    await tenant.api.expect(200, "POST", `${circuit}/pause`, { reason: "Enough was seen." });
    // What had its token goes out still; everything else waits, and nothing is in between.
    const delivered = await waitFor("everybody to have an owner", async () => {
      const { waiting } = await tenant.api.expect(200, "GET", circuit);
      const arrived = await allDelivered();
      // A run that is still writing what it has sent: its rows and its targets do not agree yet.
      if (receiver.requests.length !== arrived.length) return null;
      return Number(waiting) + arrived.length === accepted ? arrived : null;
    });

    const moments = await admissions(delivered);
    expect(moments).toHaveLength(delivered.length);
    expect(delivered.length, "saturated: far more came than could go").toBeLessThan(accepted);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(
      delivered.length,
    );
    expect(receiver.requests).toHaveLength(delivered.length);
    // For every window at once: sent - allowed since its beginning, at its worst.
    let least = Number.POSITIVE_INFINITY;
    let worst = 0;
    moments.forEach((at, index) => {
      const level = index - ((at - (moments[0] ?? 0)) * RATE.limit) / 1_000;
      least = Math.min(least, level);
      worst = Math.max(worst, level - least + 1);
    });
    expect(worst).toBeLessThanOrEqual(RATE.burst + 1e-6);
  });
});
