import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, openTenant, postEvent, waitFor, waitForStatus } from "./support.ts";

let tenant: Tenant;
let receiver: Receiver;

beforeEach(async () => {
  tenant = await openTenant("dashboard");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** A shop that is down and a shop that is well; one attempt is all that a delivery gets. */
async function world() {
  receiver.answer((request, response) => {
    response.writeHead(request.path === "/down" ? 503 : 204).end();
  });
  const { api } = tenant;
  const once = { retry: { strategy: { kind: "none" } } };
  const breaks = { flow: { circuit: { consecutiveFailures: 2, restMs: 60_000 } } };
  const well = await createIntegration(api, `${receiver.url}/well`, { name: "Well", ...once });
  const down = await createIntegration(api, `${receiver.url}/down`, { name: "Down", ...once, ...breaks });
  return { api, well, down };
}

const items = (answer: Json) => answer.items as Json[];

describe("what the dashboard asks", () => {
  it("shows a day of operating: volume, errors, an open circuit, what waits, and where it all can be found", async () => {
    const { api, down } = await world();
    const start = await api.expect(200, "GET", "/api/v1/deliveries/tail");
    expect(start.items).toEqual([]);

    const first = await postEvent(api, { n: 1 });
    await waitForStatus(api, first, "dead_lettered");
    const second = await postEvent(api, { n: 2 });
    await waitForStatus(api, second, "dead_lettered");

    // Two failures in a row: the circuit is open, and the lists know it without asking the integration.
    const [open] = await waitFor("the open circuit", async () => {
      const circuits = items(await api.expect(200, "GET", "/api/v1/circuits"));
      return circuits.length > 0 ? circuits : null;
    });
    expect(open).toMatchObject({ integrationId: down.id, name: "Down", phase: "open" });
    expect(Date.parse(String(open?.restsUntil))).toBeGreaterThan(Date.parse(String(open?.since)));
    const listed = items(await api.expect(200, "GET", "/api/v1/integrations?sort=name"));
    expect(listed).toMatchObject([
      { name: "Down", circuit: { phase: "open" } },
      { name: "Well", circuit: null },
    ]);

    const third = await postEvent(api, { n: 3 });
    await waitForStatus(api, third, "held");

    // Kept for five seconds: what happened within them shows a little later.
    const overview = await waitFor("the overview to know all three", async () => {
      const shown = await api.expect(200, "GET", "/api/v1/overview?window=1h");
      const { delivered, waiting } = shown.totals as { delivered: number; waiting: number };
      return delivered === 3 && waiting === 1 ? shown : null;
    });
    expect(overview).toMatchObject({
      totals: { delivered: 3, deadLettered: 2, failed: 0, waiting: 1 },
      successRate: 60,
      errors: [{ category: "SERVER_ERROR", now: { count: 2, exact: true }, before: { count: 0 } }],
      deadLetters: { count: 2, exact: true },
      waiting: { held: { count: 1, exact: true } },
      oldestUndelivered: { eventId: third, integrationId: down.id, status: "held" },
      circuits: [{ integrationId: down.id, phase: "open" }],
      complete: true,
    });

    const tail = await api.expect(200, "GET", `/api/v1/deliveries/tail?after=${start.position}`);
    expect(items(tail).map(({ eventId }) => eventId)).toEqual([first, first, second, second, third, third]);
    const failures = await api.expect(200, "GET", "/api/v1/deliveries?httpStatus=5xx");
    expect(items(failures).map(({ eventId }) => eventId)).toEqual([second, first]);
    const summary = await api.expect(200, "GET", "/api/v1/dead-letters/summary");
    expect(summary).toMatchObject({
      byCategory: [{ category: "SERVER_ERROR", count: 2 }],
      byIntegration: [{ integrationId: down.id, count: 2 }],
    });

    const [held] = items(tail).filter(({ status }) => status === "held");
    const all = items(
      await api.expect(200, "GET", `/api/v1/deliveries?correlationId=${held?.correlationId}`),
    );
    expect(all.map(({ eventId }) => eventId)).toEqual([third, third]);
    expect(items(await api.expect(200, "GET", `/api/v1/search?q=${held?.id}`))).toMatchObject([
      { kind: "delivery", id: held?.id, detail: "held" },
    ]);
    expect(items(await api.expect(200, "GET", "/api/v1/search?q=dow"))).toMatchObject([
      { kind: "integration", id: down.id, name: "Down" },
    ]);

    // The shop is well again and the circuit closed by hand: what was held goes out, and the badge is gone.
    receiver.answer((_request, response) => response.writeHead(204).end());
    const reason = { reason: "The shop is back." };
    await api.expect(200, "POST", `/api/v1/integrations/${down.id}/circuit/resume`, reason);
    await waitFor("the held one to arrive", async () => {
      const shown = await api.expect(200, "GET", `/api/v1/deliveries/${held?.id}`);
      return shown.status === "delivered" ? shown : null;
    });
    expect(items(await api.expect(200, "GET", "/api/v1/circuits"))).toEqual([]);
    await waitFor("the badges to know it", async () => {
      const badges = await api.expect(200, "GET", "/api/v1/badges");
      return badges.circuitsNotClosed === 0 ? badges : null;
    });
  });
});
