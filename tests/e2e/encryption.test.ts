import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeKeys, newKey, openDatabase } from "../rotation/database.ts";
import { createApiClient, createTenant, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import {
  type GatewayProcess,
  type GatewayProcessOptions,
  startGatewayProcess,
} from "../support/gateway-process.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, postEvent, waitFor, waitForStatus } from "./support.ts";

let stateFolder = "";
let gateway: GatewayProcess | null = null;
let receiver: Receiver;
let output = "";

beforeEach(async () => {
  stateFolder = mkdtempSync(join(tmpdir(), "gateway-encryption-"));
  receiver = await startReceiver();
  output = "";
});
afterEach(async () => {
  await gateway?.stop();
  gateway = null;
  await receiver.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

async function start(options: Partial<GatewayProcessOptions> = {}): Promise<GatewayProcess> {
  const port = await freePort();
  const onOutput = (text: string) => {
    output += text;
  };
  gateway = await startGatewayProcess({ stateFolder, port, tickMs: 1_000, onOutput, ...options });
  return gateway;
}

/** The tenant's gateway listens on another port after a restart. */
async function restart(tenant: Tenant): Promise<Tenant> {
  await gateway?.stop();
  const { url } = await start();
  return { ...tenant, api: createApiClient(url, tenant.apiKey) };
}

const SECRET_HEADERS = { "X-Api-Key": "a-key-for-the-target-01" };

describe("SECRETS_KEYS", () => {
  it.each([
    ["missing", ""],
    ["no key", "k1"],
    ["too short", `k1:${Buffer.alloc(31).toString("base64")}`],
    ["the same id twice", `${newKey("k1")},${newKey("k1")}`],
  ])("that is %s starts no gateway: nothing is accepted that could not be delivered", async (_what, keys) => {
    const { url } = await start({ vars: { SECRETS_KEYS: keys } });
    for (const path of ["/health", "/api/v1/events", "/api/v1/integrations"]) {
      const response = await fetch(url + path, { method: path.endsWith("events") ? "POST" : "GET" });
      expect(response.status, path).toBe(500);
      expect(await response.text()).not.toContain("SECRETS_KEYS");
    }
    expect(output).toContain("SECRETS_KEYS");
    if (keys.length > 10) expect(output).not.toContain(keys.slice(3, 30));
  });

  it("may lie in a Secrets Store", async () => {
    const { url, adminToken } = await start({ secretsStore: true });
    const tenant = await createTenant(url, adminToken, "store");
    await createIntegration(tenant.api, receiver.url, { headers: SECRET_HEADERS });
    await waitForStatus(tenant.api, await postEvent(tenant.api, {}), "delivered");
    expect(receiver.requests[0]?.headers["x-api-key"]).toBe("a-key-for-the-target-01");
    // The same state opens with the same keys as a plain secret.
    const again = await restart(tenant);
    await waitForStatus(again.api, await postEvent(again.api, {}), "delivered");
  });
});

describe("a secret that cannot be opened", () => {
  it("holds up its own integration's deliveries alone, says so, and they go out when it is mended", async () => {
    const first = await start();
    const tenant = await createTenant(first.url, first.adminToken, "locked");
    const retry = { strategy: { kind: "schedule", delaysMs: Array.from({ length: 100 }, () => 300) } };
    const broken = await createIntegration(tenant.api, `${receiver.url}/broken`, {
      retry,
      eventTypes: ["order.*"],
    });
    await createIntegration(tenant.api, `${receiver.url}/whole`, { retry, eventTypes: ["order.*"] });
    await first.stop();
    const db = openDatabase(stateFolder);
    db.prepare(
      "UPDATE signing_secrets SET sealed = 'v2.1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA' WHERE integration_id = ?",
    ).run(broken.id);
    db.close();

    const { api } = await restart(tenant);
    const id = await postEvent(api, { n: 1 });
    await waitForStatus(api, id, "delivered");
    const waiting = await waitForStatus(api, id, "retrying");
    expect(waiting).toMatchObject({ integrationId: broken.id, category: "AUTH", httpStatus: null });
    const detail = await api.expect(200, "GET", `/api/v1/deliveries/${waiting.id}`);
    expect(JSON.stringify(detail)).toMatch(/the signing secret sec_\w+ cannot be opened/);
    expect(JSON.stringify(detail)).toMatch(/Rotate this integration's signing secret/);
    expect(receiver.requests.map(({ path }) => path)).toEqual(["/whole"]);

    const rotated = await api.expect(201, "POST", `/api/v1/integrations/${broken.id}/secrets/rotate`, {});
    await waitForStatus(api, id, "delivered");
    const request = await waitFor(
      "the delivery that was held up",
      () => receiver.requests.find(({ path }) => path === "/broken") ?? null,
    );
    new Webhook(String(rotated.signingSecret)).verify(
      request.body,
      request.headers as Record<string, string>,
    );
  });
});

describe("npm run rotate-keys", () => {
  const rotate = async (level: string, token = gateway?.adminToken ?? "") => {
    const script = join(import.meta.dirname, "..", "..", "scripts", "rotate-keys.ts");
    const args = [script, "--url", gateway?.url ?? "", "--level", level];
    const env = { ...process.env, ADMIN_TOKEN: token };
    return promisify(execFile)(process.execPath, args, { env }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        text: error.stdout + error.stderr,
      }),
    );
  };

  it("replaces both levels, says which key can go, and the gateway works without it", async () => {
    const first = await start();
    const tenant = await createTenant(first.url, first.adminToken, "rotate");
    const { signingSecret } = await createIntegration(tenant.api, receiver.url, { headers: SECRET_HEADERS });
    await first.stop();
    changeKeys(stateFolder, (keys) => `${newKey("second")},${keys}`);
    const between = await restart(tenant);
    expect(await rotate("key_encryption_keys")).toMatchObject({
      code: 0,
      text: expect.stringContaining("can be removed from SECRETS_KEYS: local-1"),
    });
    expect(await rotate("data_keys")).toMatchObject({ code: 0 });
    changeKeys(stateFolder, (keys) => keys.split(",")[0] ?? "");
    const { api } = await restart(between);
    await waitForStatus(api, await postEvent(api, {}), "delivered");
    const [request] = receiver.requests;
    expect(request?.headers["x-api-key"]).toBe("a-key-for-the-target-01");
    new Webhook(signingSecret).verify(request?.body ?? "", request?.headers as Record<string, string>);
  });

  it("fails with what is wrong: another token, another level", async () => {
    await start();
    expect(await rotate("data_keys", "x".repeat(40))).toMatchObject({
      code: 1,
      text: expect.stringContaining("401"),
    });
    expect(await rotate("all")).toMatchObject({ code: 1, text: expect.stringContaining("422") });
  });

  it("exits with 1 when something stays under the old key, and names its place", async () => {
    const first = await start();
    const tenant = await createTenant(first.url, first.adminToken, "left");
    await createIntegration(tenant.api, receiver.url);
    await first.stop();
    const db = openDatabase(stateFolder);
    db.prepare(
      "UPDATE signing_secrets SET sealed = 'v1.gone.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA'",
    ).run();
    db.close();
    await restart(tenant);
    const { code, text } = await rotate("key_encryption_keys");
    expect(code).toBe(1);
    expect(text).toContain(`signing_secrets ${tenant.orgId}`);
  });
});
