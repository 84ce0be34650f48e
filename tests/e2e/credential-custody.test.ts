import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTenant, type Json, type Tenant } from "../support/api-client.ts";
import { freePort } from "../support/free-port.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { type Provider, startProvider } from "../support/provider.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { createIntegration, deliveriesOf, postEvent, waitFor, waitForStatus } from "./support.ts";

let stateFolder = "";
let port = 0;
let log = "";
let gateway: GatewayProcess;
let tenant: Tenant;
let receiver: Receiver;
let provider: Provider;

const start = async () => {
  const onOutput = (text: string): void => {
    log += text;
  };
  gateway = await startGatewayProcess({ stateFolder, port, onOutput });
};

beforeEach(async () => {
  stateFolder = mkdtempSync(join(tmpdir(), "gateway-credentials-"));
  port = await freePort();
  log = "";
  await start();
  tenant = await createTenant(gateway.url, gateway.adminToken, "custody");
  receiver = await startReceiver();
  provider = await startProvider();
});
afterEach(async () => {
  await gateway.stop();
  await receiver.close();
  await provider.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

async function createCredential(kind: string, config: Json): Promise<string> {
  const body = { name: kind, kind, config };
  return String((await tenant.api.expect(201, "POST", "/api/v1/credentials", body)).id);
}

const oauth = (clientSecret = provider.clientSecret): Json => ({
  authorizationUrl: provider.authorizationUrl,
  tokenUrl: provider.tokenUrl,
  clientId: provider.clientId,
  clientSecret,
});

/** Every file below: D1 and the objects' SQLite with their journals, and the bodies of R2. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("secrets and tokens of credentials", () => {
  it("are found in no store, log or answer after a whole scenario", async () => {
    const canaries = {
      password: "canary-password-1f9c",
      token: "canary-bearer-77ab",
      value: "canary-api-key-03de",
      query: "canary-query-key-9a1b",
      secret: "canary-hmac-secret-5c5c",
      wrong: "canary-wrong-client-secret",
    };
    // The worst of targets: it sends everything back, once with success and once with an error.
    let n = 0;
    receiver.answer(({ headers, path, body }, response) => {
      const refuses =
        headers.authorization?.startsWith("Bearer access-") === true &&
        !provider.isValid(headers.authorization);
      response.writeHead(refuses ? 401 : n++ % 3 === 0 ? 503 : 200, {
        "x-echo": String(headers.authorization ?? headers["x-plain"] ?? ""),
        "x-location": path,
      });
      response.end(JSON.stringify({ headers, path, body, url: encodeURIComponent(path) }));
    });
    const code = await createCredential("oauth2_authorization_code", oauth());
    const { authorizationUrl: _unused, ...machine } = oauth();
    const ids = [
      await createCredential("basic", { username: "gateway", password: canaries.password }),
      await createCredential("bearer", { token: canaries.token }),
      await createCredential("api_key", { in: "header", name: "X-Plain", value: canaries.value }),
      await createCredential("api_key", { in: "query", name: "k", value: canaries.query }),
      await createCredential("hmac", { header: "X-Mac", secret: canaries.secret }),
      await createCredential("oauth2_client_credentials", machine),
      await createCredential("oauth2_client_credentials", { ...machine, clientSecret: canaries.wrong }),
      code,
    ];
    for (const credentialId of ids) await createIntegration(tenant.api, receiver.url, { credentialId });
    const begun = await tenant.api.expect(200, "POST", `/api/v1/credentials/${code}/authorize`);
    const state = new URL(String(begun.authorizationUrl)).searchParams.get("state") ?? "";
    expect((await fetch(provider.agree(String(begun.authorizationUrl)))).status).toBe(200);

    const answers: string[] = [];
    const settle = async () => {
      const id = await postEvent(tenant.api, { some: "payload" });
      await waitFor("every delivery to be over or held", async () => {
        const all = await deliveriesOf(tenant.api, id);
        const done = all.filter(({ status }) =>
          ["delivered", "held", "dead_lettered"].includes(String(status)),
        );
        return done.length === ids.length ? done : null;
      });
      for (const { id: delivery } of await deliveriesOf(tenant.api, id)) {
        answers.push((await tenant.api.call("GET", `/api/v1/deliveries/${delivery}`)).text);
      }
    };
    await settle();
    provider.revokeAll();
    await settle();
    for (const id of ids) {
      answers.push((await tenant.api.call("POST", `/api/v1/credentials/${id}/test`)).text);
      answers.push((await tenant.api.call("GET", `/api/v1/credentials/${id}`)).text);
    }
    answers.push((await tenant.api.call("GET", "/api/v1/integrations")).text);
    expect(answers.join()).toContain("[redacted]");
    await gateway.stop();

    const verifiers = provider.tokenRequests.flatMap(({ form }) => form.get("code_verifier") ?? []);
    expect([verifiers.length, provider.given.length > 4]).toEqual([1, true]);
    const secrets = [
      ...Object.values(canaries),
      provider.clientSecret,
      ...provider.given,
      ...verifiers,
      state,
    ];
    const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("base64")]);
    const places = [
      ["an answer", Buffer.from(answers.join("\n"))] as const,
      ["the log", Buffer.from(log)] as const,
      ...filesBelow(stateFolder).map((file) => [file, readFileSync(file)] as const),
    ];
    expect(places.length).toBeGreaterThan(10);
    const found = places.flatMap(([place, content]) =>
      forms.filter((secret) => content.includes(secret)).map((secret) => `${secret} in ${place}`),
    );
    expect(found).toEqual([]);
    // The scan can find something: what is no secret is there in plain text.
    expect(places.some(([, content]) => content.includes(provider.clientId))).toBe(true);
  });
});

describe("a gateway that dies while it fetches a token", () => {
  it("fetches it again when its lease is over, and delivers", async () => {
    receiver.answer(({ headers }, response) =>
      response.writeHead(provider.isValid(headers.authorization) ? 200 : 401).end(),
    );
    const { authorizationUrl: _unused, ...machine } = oauth();
    const credentialId = await createCredential("oauth2_client_credentials", machine);
    await createIntegration(tenant.api, receiver.url, { credentialId });
    provider.hold = new Promise(() => {});
    const id = await postEvent(tenant.api, { n: 1 });
    await waitFor("the token call", () => provider.tokenRequests[0] ?? null);
    await gateway.kill();
    provider.hold = null;
    await start();
    await waitForStatus(tenant.api, id, "delivered");
    expect(provider.tokenRequests).toHaveLength(2);
  });
});
