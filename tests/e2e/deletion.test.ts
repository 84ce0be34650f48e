import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../scripts/runtime.ts";
import { type ApiClient, createApiClient, createTenant, type Tenant } from "../support/api-client.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { scanCompactedBytes, scanState } from "../support/state-scan.ts";
import { createIntegration, postEvent, waitFor, waitForStatus } from "./support.ts";

/** In names and payloads: wherever it is found afterwards, something was left. */
const MARKER = "marker7f3a9c";
/** Longer than the purge waits for its second pass, and than a lost message is missed. */
const LATER_MS = 17 * 60_000;

const stateFolder = mkdtempSync(join(tmpdir(), "gateway-deletion-"));
let runtime: Runtime;
let running = true;
let receiver: Receiver;
let admin: ApiClient;

beforeAll(async () => {
  runtime = await startRuntime({ stateFolder });
  admin = createApiClient(runtime.url, runtime.adminToken);
  receiver = await startReceiver();
  receiver.answer(({ path }, response) => {
    if (path === "/neighbour") return response.end("fine");
    return response.writeHead(path === "/ok" ? 200 : path === "/later" ? 503 : 401).end(MARKER);
  });
});
afterAll(async () => {
  if (running) await runtime.stop();
  await receiver.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

/** One of everything that an organization can leave traces in. */
async function use({ api }: Tenant): Promise<void> {
  const retry = { strategy: { kind: "schedule", delaysMs: [600_000] } };
  const header = { headers: { "x-api-key": `${MARKER}-secret` } };
  await createIntegration(api, `${receiver.url}/ok`, { name: MARKER, ...header });
  const later = await createIntegration(api, `${receiver.url}/later`, { retry, eventTypes: ["order.*"] });
  await createIntegration(api, `${receiver.url}/dead`, { retry });
  await api.expect(201, "POST", "/api/v1/event-types", { name: "order.created", description: MARKER });
  const small = await postEvent(api, { text: MARKER }, { id: `${MARKER}-1`, labels: { of: MARKER } });
  const large = await postEvent(api, { text: MARKER.repeat(20_000) }, { id: `${MARKER}-2` });
  for (const id of [small, large]) {
    for (const status of ["delivered", "retrying", "dead_lettered"]) await waitForStatus(api, id, status);
  }
  await useSource(api);
  // Its object still has something waiting when the organization goes.
  await api.expect(204, "DELETE", `/api/v1/integrations/${later.id}`);
  await api.expect(202, "POST", "/api/v1/dead-letters/discard", { filter: {} });
  await api.expect(200, "PUT", "/api/v1/organization/policy", { deniedHosts: [`${MARKER}.example`] });
}

/** A webhook that is taken, and one that is refused and kept. */
async function useSource(api: ApiClient): Promise<void> {
  const source = await api.expect(201, "POST", "/api/v1/sources", {
    name: MARKER,
    provider: "generic",
    secret: `${MARKER}-source-secret`,
    settings: { header: "X-Signature", idPath: "id" },
    labels: { of: MARKER },
  });
  const body = JSON.stringify({ id: MARKER, text: MARKER });
  const signature = createHmac("sha256", `${MARKER}-source-secret`).update(body).digest("hex");
  const send = (headers: Record<string, string>) =>
    fetch(String(source.url), { method: "POST", headers, body });
  expect((await send({ "x-signature": signature })).status).toBe(200);
  expect((await send({ "x-signature": MARKER })).status).toBe(401);
  await waitFor("the refusal to be kept", async () => {
    const { items } = await api.expect(200, "GET", `/api/v1/sources/${source.id}/rejected`);
    return (items as unknown[]).length > 0 ? true : null;
  });
  await waitForStatus(api, `${source.id}:${MARKER}`, "unmatched");
}

const remains = (orgId: string) => admin.expect(200, "GET", `/api/v1/admin/organizations/${orgId}/remains`);

/** Seventeen minutes, as the purge sees them. */
async function letTimePass(): Promise<void> {
  const db = await runtime.miniflare.getD1Database("DB", "integration-gateway");
  await db.batch([
    db
      .prepare(
        "UPDATE organizations SET deleted_at = cast(deleted_at - ?1 AS integer) WHERE deleted_at IS NOT NULL",
      )
      .bind(LATER_MS),
    db
      .prepare(
        "UPDATE sweeps SET position = json_set(position, '$.touchedAt', cast((position ->> 'touchedAt') - ?1 AS integer)) WHERE name LIKE 'purge:%'",
      )
      .bind(LATER_MS),
  ]);
}

describe("a deleted organization", () => {
  it("leaves nothing: no row, no object, no body, in none of the runtime's files, and its neighbour keeps everything", async () => {
    const parent = await createTenant(runtime.url, runtime.adminToken, "to be deleted");
    const child = await parent.api.expect(201, "POST", "/api/v1/organization/children", {
      name: `${MARKER} child`,
    });
    const childId = String(child.id);
    const { key } = await admin.expect(201, "POST", `/api/v1/admin/organizations/${childId}/api-keys`, {
      name: "below",
    });
    const below: Tenant = {
      orgId: childId,
      apiKey: String(key),
      api: createApiClient(runtime.url, String(key)),
    };
    const neighbour = await createTenant(runtime.url, runtime.adminToken, "neighbour");
    await createIntegration(neighbour.api, `${receiver.url}/neighbour`);
    const kept = await postEvent(neighbour.api, { text: "stays" });
    await waitForStatus(neighbour.api, kept, "delivered");
    await use(parent);
    await use(below);

    const texts = [MARKER, parent.orgId, below.orgId];
    const places = new Set(scanState(stateFolder, texts).map(({ table, text }) => `${table} ${text}`));
    const tables = ["organizations", "deliveries", "integrations", "usage"];
    tables.push("sources", "source_tokens", "source_activity", "rejected_requests");
    for (const table of tables) {
      expect(places).toContain(`${table} ${parent.orgId}`);
    }
    expect(places).toContain(`null ${MARKER}`);
    expect(await remains(below.orgId)).toMatchObject({ organization: "present" });

    const deletion = { confirm: "to be deleted", cascade: true };
    await parent.api.expect(202, "DELETE", "/api/v1/organization", deletion);
    for (const { api, orgId } of [parent, below]) {
      expect((await api.call("GET", "/api/v1/organization")).status).toBe(401);
      await waitFor("the first pass", async () => ((await remains(orgId)).total === 0 ? true : null));
      expect(await remains(orgId)).toMatchObject({ organization: "deleted" });
    }
    await letTimePass();
    await runtime.tick();
    for (const { orgId } of [parent, below]) {
      await waitFor("the second pass", async () =>
        (await remains(orgId)).organization === "none" ? true : null,
      );
    }
    expect((await waitForStatus(neighbour.api, kept, "delivered")).eventId).toBe(kept);
    await runtime.stop();
    running = false;

    // The platform's own log goes on saying that there was such an organization, and who deleted it.
    const left = scanState(stateFolder, texts).filter(
      ({ table, row }) => !(table === "audit_entries" && / \* \d+ \d{13} /.test(row)),
    );
    expect(left).toEqual([]);
    expect(scanCompactedBytes(stateFolder, [MARKER])).toEqual([]);
    expect(scanState(stateFolder, [neighbour.orgId]).length).toBeGreaterThan(3);
  });
});
