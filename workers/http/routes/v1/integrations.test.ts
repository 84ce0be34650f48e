import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

interface Integration {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly signingSecret?: string | null;
  readonly publicKey?: string | null;
  readonly [member: string]: unknown;
}

const PATH = "/api/v1/integrations";
const MINIMAL = { name: "Shop", eventTypes: ["order.*"], url: "https://example.com/hook#x" };

let orgId = "";
let key = "";
let foreignKey = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
  ({ apiKey: foreignKey } = await seedOrganization(env));
});

async function create(body: object = MINIMAL): Promise<Integration> {
  const answer = await callApi(key, "POST", PATH, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Integration;
}

async function pointers(method: string, path: string, body: unknown): Promise<string[]> {
  const answer = await callApi(key, method, path, body);
  expect(answer.status, answer.text).toBe(422);
  return (answer.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
}

const version = async () =>
  (await composeServices(env).repositories.organizations.find(orgId))?.configVersion ?? 0;

describe("creating an integration", () => {
  it("needs a name, event types and a URL, and completes everything else", async () => {
    const created = await create();
    expect(created).toMatchObject({
      name: "Shop",
      enabled: true,
      disabledReason: null,
      eventTypes: ["order.*"],
      filter: null,
      url: "https://example.com/hook",
      method: "POST",
      headers: {},
      timeoutMs: 15_000,
      bodyFormat: "payload",
      signing: { mode: "standard" },
      retry: { strategy: { kind: "exponential", jitter: 0.2 }, validation: "STRICT" },
      deadLetter: { autoRetry: null },
    });
    expect(created.id).toMatch(/^int_/);
    expect(new Date(String(created.createdAt)).getTime()).toBeGreaterThan(0);
  });

  it("shows the HMAC secret in its answer and never again", async () => {
    const { id, signingSecret } = await create();
    expect(signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const secret = String(signingSecret);
    for (const path of [PATH, `${PATH}/${id}`, `${PATH}/${id}/secrets`]) {
      expect((await callApi(key, "GET", path)).text).not.toContain(secret);
    }
    const patched = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "Other" });
    expect(patched.text).not.toContain(secret);
    const { results } = await env.DB.prepare("SELECT * FROM signing_secrets").all();
    expect(JSON.stringify(results)).not.toContain(secret.slice("whsec_".length));
  });

  it("answers only the public half of an Ed25519 pair", async () => {
    const created = await create({ ...MINIMAL, secretKind: "ed25519" });
    expect(created.signingSecret).toBeNull();
    expect(created.publicKey).toMatch(/^whpk_/);
    const { body, text } = await callApi(key, "GET", `${PATH}/${created.id}/secrets`);
    expect(body).toMatchObject({ items: [{ kind: "ed25519", publicKey: created.publicKey, hint: null }] });
    expect(text).not.toContain("whsk_");
  });

  it("takes a secret that a team brings along, and refuses one that cannot be used without repeating it", async () => {
    const secret = "utf8:a-secret-of-theirs";
    expect((await create({ ...MINIMAL, secret })).signingSecret).toBe(secret);
    const answer = await callApi(key, "POST", PATH, { ...MINIMAL, secret: "whsec_tooshort" });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/secret" }] } });
    expect(answer.text).not.toContain("tooshort");
    expect(await pointers("POST", PATH, { ...MINIMAL, secret, secretKind: "ed25519" })).toEqual([
      "/secretKind",
    ]);
  });

  it("makes the configuration's version grow, and the new integration is what events meet", async () => {
    const before = await version();
    // Now this isolate has the old configuration in its cache.
    await composeServices(env).configurations.load(orgId, 0);
    const { id } = await create();
    expect(await version()).toBe(before + 1);
    const config = await composeServices(env).configurations.load(orgId, 0);
    expect(config?.integrationsById.get(id)?.secrets).toHaveLength(1);
    expect(config?.version).toBe(before + 1);
  });

  it.each([
    ["/eventTypes/1", { eventTypes: ["order.*", "ord*"] }],
    ["/eventTypes", { eventTypes: [] }],
    ["/filter/payload.amount/$bigger", { filter: { "payload.amount": { $bigger: 1 } } }],
    ["/filter", { filter: [] }],
    ["/url", { url: "ftp://example.com" }],
    ["/url", { url: "https://user:pw@example.com/" }],
    ["/url", { url: "http://169.254.169.254/latest" }],
    ["/method", { method: "TRACE" }],
    ["/method", { method: "GET" }],
    ["/timeoutMs", { timeoutMs: 99 }],
    ["/timeoutMs", { timeoutMs: 30_001 }],
    ["/timeoutMs", { timeoutMs: 100.5 }],
    ["/bodyFormat", { bodyFormat: "xml" }],
    ["/headers/Content-Type", { headers: { "Content-Type": "text/plain" } }],
    ["/headers/host", { headers: { host: "other" } }],
    ["/headers/Content-Length", { headers: { "Content-Length": "1" } }],
    ["/headers/User-Agent", { headers: { "User-Agent": "me" } }],
    ["/headers/X-Correlation-Id", { headers: { "X-Correlation-Id": "x" } }],
    ["/headers/x-event-type", { headers: { "x-event-type": "x" } }],
    ["/headers/Webhook-Signature", { headers: { "Webhook-Signature": "v1,x" } }],
    ["/headers/a~1b", { headers: { "a/b": "x" } }],
    ["/headers/x-a", { headers: { "x-a": "one\r\nx-b: two" } }],
    ["/headers/X-A", { headers: { "x-a": "1", "X-A": "2" } }],
    ["/headers/authorization", { headers: { authorization: "••••abcd" } }],
    [
      "/signing/contentTemplate",
      { signing: { mode: "template", headerName: "x-sig", contentTemplate: "{id}" } },
    ],
    [
      "/signing/headerName",
      { signing: { mode: "template", headerName: "x-event-type", contentTemplate: "{body}" } },
    ],
    [
      "/signing/headerName",
      {
        headers: { "X-Sig": "1" },
        signing: { mode: "template", headerName: "x-sig", contentTemplate: "{body}" },
      },
    ],
    [
      "/signing/mode",
      {
        secretKind: "ed25519",
        signing: { mode: "template", headerName: "x-sig", contentTemplate: "{body}" },
      },
    ],
    ["/signing/mode", { signing: { mode: "magic" } }],
    ["/retry/strategy/delaysMs", { retry: { strategy: { kind: "schedule", delaysMs: [] } } }],
    ["/retry/strategy/delaysMs/1", { retry: { strategy: { kind: "schedule", delaysMs: [1, -1] } } }],
    [
      "/retry/strategy/timeZone",
      { retry: { strategy: { kind: "until_time_of_day", time: "18:00", timeZone: "Mars/Olympus" } } },
    ],
    ["/retry/maxRetryAfterMs", { retry: { maxRetryAfterMs: -1 } }],
    [
      "/deadLetter/autoRetry/categories/1",
      { deadLetter: { autoRetry: { categories: ["TIMEOUT", "AUTH"], afterMs: 60_000 } } },
    ],
    [
      "/deadLetter/autoRetry/maxRounds",
      { deadLetter: { autoRetry: { categories: ["TIMEOUT"], afterMs: 60_000, maxRounds: 0 } } },
    ],
    ["/nmae", { nmae: "typo" }],
    ["/retry/retries", { retry: { retries: 3 } }],
    ["/name", { name: "  " }],
  ])("refuses what would not work and points at %s", async (pointer, members) => {
    const before = await version();
    expect(await pointers("POST", PATH, { ...MINIMAL, ...members })).toEqual([pointer]);
    expect(await version()).toBe(before);
  });

  it.each([
    { kind: "exponential" },
    { kind: "exponential", jitter: 0, steps: { kind: "computed", baseDelayMs: 1_000 } },
    { kind: "linear", delayMs: 1_000 },
    { kind: "schedule", delaysMs: [1_000, 2_000] },
    { kind: "until_time_of_day", time: "24:00", timeZone: "Europe/Berlin" },
    { kind: "until_deadline", deadlineMs: 3_600_000 },
    { kind: "none" },
  ])("takes the retry strategy $kind and stores it complete", async (strategy) => {
    const created = await create({ ...MINIMAL, retry: { strategy } });
    expect(created.retry).toMatchObject({ strategy, maxRetryAfterMs: 86_400_000 });
    // What was answered is complete: saved again as it is, nothing changes.
    const again = await callApi(key, "PATCH", `${PATH}/${created.id}`, { retry: created.retry });
    expect((again.body as Integration).retry).toEqual(created.retry);
  });

  it("refuses a private target where private targets are not allowed", async () => {
    const shared = { ...env, ALLOW_PRIVATE_TARGETS: "false" } as unknown as Env;
    const body = { ...MINIMAL, url: "http://192.168.1.1/" };
    expect((await callApi(key, "POST", PATH, body, {}, shared)).body).toMatchObject({
      errors: [{ pointer: "/url" }],
    });
    expect((await callApi(key, "POST", PATH, body)).status).toBe(201);
  });

  it.each([
    ["413 for more than 256 KiB", 413, JSON.stringify({ ...MINIMAL, filter: "x".repeat(262_144) })],
    ["400 for deep nesting", 400, `{"filter":${"[".repeat(70)}${"]".repeat(70)}}`],
    ["400 for broken JSON", 400, '{"name":'],
    ["422 for a list", 422, "[]"],
  ])("answers %s", async (_name, status, body) => {
    expect((await callApi(key, "POST", PATH, body)).status).toBe(status);
  });

  it.each([
    ["latin1", { "content-type": "application/json; charset=latin1" }],
    ["utf-16", { "content-type": 'application/json;charset="utf-16"' }],
    ["gzip", { "content-encoding": "gzip" }],
  ])("answers 415 for a body in %s, and names it", async (word, headers) => {
    const answer = await callApi(key, "POST", PATH, MINIMAL, headers);
    expect(answer).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
    expect((answer.body as { detail: string }).detail).toContain(word);
  });

  it.each([
    { "content-type": "application/json; charset=UTF-8" },
    { "content-type": 'application/json; charset="utf-8"' },
    { "content-encoding": "identity" },
  ])("takes a body that says %o", async (headers) => {
    expect((await callApi(key, "POST", PATH, MINIMAL, headers)).status).toBe(201);
  });

  it.each([
    [{ name: undefined }, "It is required."],
    [{ name: 7 }, "It must be a string."],
    [{ name: "" }, "It must have at least 1 character."],
    [{ name: "x".repeat(201) }, "It must have at most 200 characters."],
    [{ method: "GET" }, "It must be one of POST, PUT, PATCH, DELETE."],
    [{ enabled: "yes" }, "It must be true or false."],
    [{ signing: { mode: "magic" } }, "It must be one of standard, template, none."],
    [{ retry: { retries: 3 } }, expect.stringContaining("Known: strategy, validation, maxRetryAfterMs.")],
    [{ nmae: "x" }, expect.stringContaining("Known: name, eventTypes, filter, url,")],
  ])("says in a sentence what it wants instead of %j", async (members, message) => {
    const answer = await callApi(key, "POST", PATH, { ...MINIMAL, ...members });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ message }] } });
  });

  it("answers 415 for another content type and 422 for nothing at all", async () => {
    expect((await callApi(key, "POST", PATH, "name=x", { "content-type": "text/plain" })).status).toBe(415);
    expect((await callApi(key, "POST", PATH)).status).toBe(422);
  });
});

describe("an organization with as many integrations as it may have", () => {
  it("gets a conflict, and no secret is left behind", async () => {
    const { orgId: full, apiKey } = await seedOrganization(env);
    const numbers = JSON.stringify(Array.from({ length: 10_000 }, (_, n) => n));
    await env.DB.prepare(
      `INSERT INTO integrations (org_id, id, name, enabled, config, created_at, updated_at)
       SELECT ?1, 'int_' || value, 'x', 0, '{"headers":{}}', 0, 0 FROM json_each(?2)`,
    )
      .bind(full, numbers)
      .run();
    expect(await callApi(apiKey, "POST", PATH, MINIMAL)).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    const left = await env.DB.prepare("SELECT count(*) AS n FROM signing_secrets WHERE org_id = ?")
      .bind(full)
      .first();
    expect(left).toEqual({ n: 0 });
  });
});

describe("secret headers", () => {
  const headers = { Authorization: "Bearer a-very-secret-token", "X-Plain": "shown" };

  it("are shown as a mask, and stored sealed", async () => {
    const created = await create({ ...MINIMAL, headers });
    expect(created.headers).toEqual({ Authorization: "••••oken", "X-Plain": "shown" });
    const row = await env.DB.prepare("SELECT config FROM integrations WHERE id = ?")
      .bind(created.id)
      .first<{ config: string }>();
    expect(row?.config).not.toContain("a-very-secret-token");
    const config = await composeServices(env).configurations.load(orgId, 0);
    expect(config?.integrationsById.get(created.id)?.settings.headers).toEqual(headers);
  });

  it("keep their value when the mask comes back, and change when anything else does", async () => {
    const { id, headers: masked } = await create({ ...MINIMAL, headers });
    const stored = async () => {
      const config = await composeServices(env).configurations.load(orgId, 0);
      return config?.integrationsById.get(id)?.settings.headers;
    };
    const change = { headers: { authorization: masked.Authorization, "X-Plain": "changed" } };
    expect((await callApi(key, "PATCH", `${PATH}/${id}`, change)).status).toBe(200);
    expect(await stored()).toEqual({ authorization: headers.Authorization, "X-Plain": "changed" });
    await callApi(key, "PATCH", `${PATH}/${id}`, { headers: { authorization: "Bearer another-token" } });
    expect(await stored()).toEqual({ authorization: "Bearer another-token" });
    expect(await pointers("PATCH", `${PATH}/${id}`, { headers: { authorization: "••••wxyz" } })).toEqual([
      "/headers/authorization",
    ]);
  });
});

describe("changing an integration", () => {
  it("by PATCH leaves everything else as it is, and completes the retry policy", async () => {
    const { id } = await create({
      ...MINIMAL,
      filter: { type: "order.paid" },
      retry: { strategy: { kind: "none" } },
    });
    const { body } = await callApi(key, "PATCH", `${PATH}/${id}`, { retry: { validation: "LAX" } });
    expect(body).toMatchObject({
      filter: { type: "order.paid" },
      retry: { strategy: { kind: "none" }, validation: "LAX" },
    });
    expect((await callApi(key, "PATCH", `${PATH}/${id}`, { filter: null })).body).toMatchObject({
      filter: null,
    });
  });

  it("by PUT puts defaults where nothing is said", async () => {
    const { id } = await create({ ...MINIMAL, timeoutMs: 200, headers: { "x-a": "1" } });
    const { body } = await callApi(key, "PUT", `${PATH}/${id}`, MINIMAL);
    expect(body).toMatchObject({ id, timeoutMs: 15_000, headers: {} });
    expect(await pointers("PUT", `${PATH}/${id}`, { name: "x" })).toEqual(["/eventTypes", "/url"]);
  });

  it("shows why the gateway switched it off, and forgets that when it is switched on", async () => {
    const { id } = await create();
    await composeServices(env).integrationSwitch.disable(orgId, id, "gone_410", Date.now());
    const off = await callApi(key, "GET", `${PATH}/${id}`);
    expect(off.body).toMatchObject({ enabled: false, disabledReason: "gone_410" });
    const renamed = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "Still off" });
    expect(renamed.body).toMatchObject({ enabled: false, disabledReason: "gone_410" });
    const on = await callApi(key, "PATCH", `${PATH}/${id}`, { enabled: true });
    expect(on.body).toMatchObject({ enabled: true, disabledReason: null });
  });

  it("is refused with 412 when somebody else changed it since", async () => {
    const { id } = await create();
    const etag = (await callApi(key, "GET", `${PATH}/${id}`)).headers.get("etag") ?? "";
    const first = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "A" }, { "if-match": etag });
    expect(first.status).toBe(200);
    expect(first.headers.get("etag")).not.toBe(etag);
    const second = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "B" }, { "if-match": etag });
    expect(second).toMatchObject({ status: 412, body: { code: "precondition_failed" } });
    expect((await callApi(key, "DELETE", `${PATH}/${id}`, undefined, { "if-match": etag })).status).toBe(412);
  });

  it("is refused with 400 when If-Match is no ETag, and with 412 when it is somebody else's", async () => {
    const { id } = await create();
    const answers = async (tag: string) =>
      Promise.all([
        callApi(key, "PATCH", `${PATH}/${id}`, { name: "B" }, { "if-match": tag }),
        callApi(key, "DELETE", `${PATH}/${id}`, undefined, { "if-match": tag }),
      ]);
    for (const tag of ["1767225600000", '"unclosed', "W/*", '"a" "b"', ""]) {
      for (const { status, body } of await answers(tag)) {
        expect([tag, status]).toEqual([tag, 400]);
        expect(body).toMatchObject({ code: "malformed_request", errors: [{ parameter: "if-match" }] });
      }
    }
    for (const tag of ['"theirs"', 'W/"1"', '"1", "2"']) {
      for (const { status } of await answers(tag)) expect([tag, status]).toEqual([tag, 412]);
    }
  });

  it("loses none of many changes that are made at once", async () => {
    const { id } = await create();
    const members = [{ name: "N" }, { timeoutMs: 500 }, { bodyFormat: "envelope" }];
    const answers = await Promise.all(members.map((body) => callApi(key, "PATCH", `${PATH}/${id}`, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await callApi(key, "GET", `${PATH}/${id}`)).body).toMatchObject({
      name: "N",
      timeoutMs: 500,
      bodyFormat: "envelope",
    });
  });

  it("is announced to every shard of the intake, with the new version", async () => {
    const sharded = await seedOrganization(env, { intakeShards: 3 });
    const told: unknown[] = [];
    const configChanged = async (...call: unknown[]) => void told.push(call);
    const listening = { ...env, INTAKE: { getByName: () => ({ configChanged }) } } as unknown as Env;
    const answer = await callApi(sharded.apiKey, "POST", PATH, MINIMAL, {}, listening);
    expect(answer.status).toBe(201);
    expect(told).toEqual([0, 1, 2].map((shard) => [{ orgId: sharded.orgId, shard }, 2]));
  });

  it("counts as saved when the intake cannot be told", async () => {
    const { id } = await create();
    const down = {
      ...env,
      INTAKE: { getByName: () => ({ configChanged: () => Promise.reject(new Error("the object is away")) }) },
    } as unknown as Env;
    const answer = await callApi(key, "PATCH", `${PATH}/${id}`, { name: "Saved" }, {}, down);
    expect(answer).toMatchObject({ status: 200, body: { name: "Saved" } });
  });
});

describe("deleting an integration", () => {
  it("takes its secrets along", async () => {
    const { id } = await create();
    expect((await callApi(key, "DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await callApi(key, "GET", `${PATH}/${id}`)).status).toBe(404);
    expect((await callApi(key, "DELETE", `${PATH}/${id}`)).status).toBe(404);
    const left = await env.DB.prepare("SELECT count(*) AS n FROM signing_secrets WHERE integration_id = ?")
      .bind(id)
      .first<{ n: number }>();
    expect(left?.n).toBe(0);
  });
});

describe("listing integrations", () => {
  it("goes page by page, newest first, without gaps or repeats", async () => {
    const { apiKey } = await seedOrganization(env);
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.unshift(((await callApi(apiKey, "POST", PATH, MINIMAL)).body as Integration).id);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await callApi(apiKey, "GET", `${PATH}?limit=2${query}`);
      const page = body as { items: Integration[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen).toHaveLength(5);
  });

  it("refuses a cursor that is not ours and a limit that is too large", async () => {
    expect((await callApi(key, "GET", `${PATH}?cursor=abc`)).body).toMatchObject({ code: "invalid_cursor" });
    expect((await callApi(key, "GET", `${PATH}?limit=201`)).body).toMatchObject({
      code: "malformed_request",
      errors: [{ parameter: "limit", message: "It must be at most 200." }],
    });
  });
});

describe("another organization's integration", () => {
  it.each([
    ["GET", ""],
    ["PATCH", ""],
    ["PUT", ""],
    ["DELETE", ""],
    ["GET", "/secrets"],
    ["POST", "/secrets/rotate"],
    ["POST", "/test"],
  ])("is not there: %s %s", async (method, suffix) => {
    const { id } = await create();
    const body = method === "PUT" ? MINIMAL : method === "GET" || method === "DELETE" ? undefined : {};
    const answer = await callApi(foreignKey, method, `${PATH}/${id}${suffix}`, body);
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect((await callApi(key, "GET", `${PATH}/${id}`)).status).toBe(200);
  });

  it("is in nobody else's list, and nobody without a key sees any", async () => {
    await create();
    expect((await callApi(foreignKey, "GET", PATH)).body).toMatchObject({ items: [] });
    expect((await callApi(null, "GET", PATH)).status).toBe(401);
  });
});
