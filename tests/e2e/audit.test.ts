import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type ApiClient, createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { createIntegration, openTenant, waitFor } from "./support.ts";

const ROOT = join(import.meta.dirname, "..", "..");

async function entries(api: ApiClient, query = ""): Promise<Json[]> {
  return (await api.expect(200, "GET", `/api/v1/audit?limit=200${query}`)).items as Json[];
}

/** The command as an auditor runs it. */
async function verifyLocally(url: string, token: string, ...more: string[]) {
  const run = promisify(execFile);
  const command = [join(ROOT, "scripts", "verify-audit.ts"), "--url", url, "--token", token, ...more];
  return run(process.execPath, command, { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

describe("the audit log of the built Worker", () => {
  let tenant: Tenant;
  let url = "";
  beforeAll(async () => {
    tenant = await openTenant("audit");
    url = inject("gatewayUrl");
  });

  it("has what was done, can be searched, exported as CSV and JSON, and verified from outside", async () => {
    const { api } = tenant;
    const { id } = await createIntegration(api, "http://127.0.0.1:9/", { name: "=1+1" });
    await api.expect(200, "PATCH", `/api/v1/integrations/${id}`, { name: "Renamed" });
    expect((await entries(api, `&targetKind=integration&q=${id}`)).map(({ action }) => action)).toEqual([
      "integration.updated",
      "integration.created",
    ]);
    const csv = await api.call("GET", "/api/v1/audit/export?format=csv&bom=true");
    expect(csv.text).toContain("integration.updated");
    const json = await api.call("GET", "/api/v1/audit/export?format=json");
    expect((JSON.parse(json.text) as Json[]).length).toBeGreaterThanOrEqual(4);
    expect(await api.expect(200, "GET", "/api/v1/audit/verification")).toMatchObject({ status: "valid" });
    const verified = await verifyLocally(url, tenant.apiKey);
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining("ok: the chain holds") });
    const head = /--head (\S+)/.exec(verified.output)?.[1] ?? "";
    expect((await verifyLocally(url, tenant.apiKey, "--head", head)).code).toBe(0);
    // Another hash than that of the entry, and an entry that there is no longer.
    for (const other of [`${head.split(":")[0]}:${"0".repeat(64)}`, `99999:${head.split(":")[1]}`]) {
      const found = await verifyLocally(url, tenant.apiKey, "--head", other);
      expect(found).toMatchObject({ code: 1, output: expect.stringContaining("BROKEN at entry") });
    }
  });

  it("exports in the background, by the queue", async () => {
    const { api } = tenant;
    const { id } = await api.expect(202, "POST", "/api/v1/audit/exports", { format: "ndjson" });
    await waitFor("the export", async () => {
      const shown = await api.expect(200, "GET", `/api/v1/audit/exports/${id}`);
      return shown.status === "completed" ? shown : null;
    });
    const { text } = await api.call("GET", `/api/v1/audit/exports/${id}/content`);
    expect(text.trimEnd().split("\n").length).toBeGreaterThanOrEqual(4);
  });
});

describe("kill -9 in the middle of changes", () => {
  const stateFolder = mkdtempSync(join(tmpdir(), "gateway-audit-"));
  let port = 0;
  let gateway: GatewayProcess;
  let tenant: Tenant;

  beforeAll(async () => {
    port = await freePort();
    gateway = await startGatewayProcess({ stateFolder, port });
    tenant = await createTenant(gateway.url, gateway.adminToken, "audit kill");
  });
  afterAll(async () => {
    await gateway.kill();
    rmSync(stateFolder, { recursive: true, force: true });
  });

  it("leaves no change unrecorded, and no gap", async () => {
    const { api } = tenant;
    const names = new Set<string>();
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const name = `killed.${writer}.n${n}`;
        try {
          if ((await api.call("POST", "/api/v1/event-types", { name })).status === 201) names.add(name);
        } catch {
          return;
        }
      }
    });
    await waitFor("some changes", () => (names.size >= 20 ? true : null));
    await gateway.kill();
    await Promise.all(writers);
    gateway = await startGatewayProcess({ stateFolder, port });

    const made: string[] = [];
    let cursor = "";
    do {
      const page = await api.expect(200, "GET", `/api/v1/event-types?limit=200${cursor}`);
      const own = (page.items as Json[]).filter(({ source }) => source === "own");
      made.push(...own.map(({ name }) => String(name)));
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    expect(made).toEqual(expect.arrayContaining([...names]));

    // What was under way is closed a minute after it began; what was acknowledged is there at once.
    const recorded = async () => {
      const text = (await api.call("GET", "/api/v1/audit/export?format=ndjson&action=event_type.created"))
        .text;
      const lines = text.split("\n").filter((line) => line !== "");
      const found = lines.map((line) => JSON.parse(line) as { outcome: string; target: { id: string } });
      return {
        targets: new Set(
          found.filter(({ outcome }) => outcome === "succeeded").map(({ target }) => target.id),
        ),
        interrupted: found.filter(({ outcome }) => outcome === "interrupted").length,
      };
    };
    const { targets } = await recorded();
    for (const name of names) expect(targets).toContain(name);
    const silent = made.filter((name) => !targets.has(name)).length;
    await waitFor(
      "the interrupted ones",
      async () => ((await recorded()).interrupted >= silent ? true : null),
      90_000,
    );
    expect(await api.expect(200, "GET", "/api/v1/audit/verification")).toMatchObject({ status: "valid" });
  }, 150_000);
});
