import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { composeServices } from "#services/composition";
import { rotateSecret } from "#services/rotate-secret";
import { callApi } from "#testing/call-api";
import { createIntegration, seedOrganization } from "#testing/seed";

interface Secret {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly hint: string | null;
  readonly publicKey: string | null;
  readonly signingSecret?: string | null;
}

let orgId = "";
let key = "";
beforeAll(async () => {
  ({ orgId, apiKey: key } = await seedOrganization(env));
});

const pathOf = (id: string) => `/api/v1/integrations/${id}/secrets`;

async function rotate(id: string, body: object = {}): Promise<Secret> {
  const answer = await callApi(key, "POST", `${pathOf(id)}/rotate`, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Secret;
}

async function list(id: string): Promise<Secret[]> {
  return ((await callApi(key, "GET", pathOf(id))).body as { items: Secret[] }).items;
}

/** What deliveries are signed with, in the order in which they sign. */
async function signing(id: string): Promise<string[]> {
  const config = await composeServices(env).configurations.load(orgId, 0);
  return config?.integrationsById.get(id)?.secrets.map(({ value }) => value ?? "locked") ?? [];
}

describe("rotating a signing secret", () => {
  it("shows the new one once, and lets the old one sign on for a day", async () => {
    const { id, signingSecret } = await createIntegration(env, orgId);
    const fresh = await rotate(id);
    expect(fresh).toMatchObject({ kind: "hmac", status: "current", publicKey: null });
    expect(fresh.hint).toBe(`••••${fresh.signingSecret?.slice(-4)}`);
    expect(await signing(id)).toEqual([fresh.signingSecret, signingSecret]);
    const [current, old] = await list(id);
    expect([current?.status, old?.status]).toEqual(["current", "expiring"]);
    const { text } = await callApi(key, "GET", pathOf(id));
    expect(text).not.toContain(String(fresh.signingSecret));
    expect(text).not.toContain(signingSecret);
  });

  it("drops a leaked secret at once when no overlap is wanted", async () => {
    const { id } = await createIntegration(env, orgId);
    const fresh = await rotate(id, { overlapMs: 0 });
    expect(await signing(id)).toEqual([fresh.signingSecret]);
    expect(await list(id)).toHaveLength(1);
  });

  it("keeps ten at most", async () => {
    const { id } = await createIntegration(env, orgId);
    const made: (string | null | undefined)[] = [];
    for (let n = 0; n < 11; n++) made.unshift((await rotate(id)).signingSecret);
    expect(await signing(id)).toEqual(made.slice(0, 10));
  });

  it("keeps the newest in front also when the clock stands still or goes back", async () => {
    const { id, signingSecret } = await createIntegration(env, orgId);
    const stopped = { ...composeServices(env), now: () => 1_000 };
    const wish = { kind: undefined, value: undefined };
    const second = await rotateSecret(stopped, orgId, id, wish, 1_000);
    const third = await rotateSecret(stopped, orgId, id, wish, 1_000);
    expect(await signing(id)).toEqual([third.value, second.value, signingSecret]);
  });

  it("leaves one current secret behind when many rotate at once", async () => {
    const { id } = await createIntegration(env, orgId);
    const answers = await Promise.all([1, 2, 3].map(() => callApi(key, "POST", `${pathOf(id)}/rotate`, {})));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const secrets = await list(id);
    expect(secrets).toHaveLength(4);
    expect(secrets.filter(({ status }) => status === "current")).toHaveLength(1);
  });

  it("puts an Ed25519 pair beside the HMAC secret, and shows its public key only", async () => {
    const { id } = await createIntegration(env, orgId);
    const pair = await rotate(id, { kind: "ed25519" });
    expect(pair).toMatchObject({ kind: "ed25519", hint: null, signingSecret: null });
    expect(pair.publicKey).toMatch(/^whpk_/);
    expect((await list(id)).map(({ status }) => status)).toEqual(["current", "current"]);
  });

  it("takes a team's own secret, and refuses the current one with 409", async () => {
    const { id } = await createIntegration(env, orgId);
    const secret = "utf8:our-own-secret-text";
    expect((await rotate(id, { secret })).hint).toBe("••••text");
    const again = await callApi(key, "POST", `${pathOf(id)}/rotate`, { secret });
    expect(again).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(again.text).not.toContain("our-own");
  });

  it.each([
    ["/overlapMs", { overlapMs: 604_800_001 }],
    ["/overlapMs", { overlapMs: -1 }],
    ["/kind", { kind: "rsa" }],
    ["/secret", { secret: "whpk_AAAA" }],
    ["/overlap", { overlap: 1 }],
  ])("refuses a bad wish and points at %s", async (pointer, body) => {
    const { id } = await createIntegration(env, orgId);
    const answer = await callApi(key, "POST", `${pathOf(id)}/rotate`, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(await list(id)).toHaveLength(1);
  });

  it("needs no body", async () => {
    const { id } = await createIntegration(env, orgId);
    expect((await callApi(key, "POST", `${pathOf(id)}/rotate`)).status).toBe(201);
  });
});

describe("retiring a signing secret", () => {
  it("stops it from signing", async () => {
    const { id } = await createIntegration(env, orgId);
    const [old] = await list(id);
    const fresh = await rotate(id);
    const answer = await callApi(key, "POST", `${pathOf(id)}/${old?.id}/retire`);
    expect(answer).toMatchObject({ status: 200, body: { items: [{ id: fresh.id, status: "current" }] } });
    expect(await signing(id)).toEqual([fresh.signingSecret]);
  });

  it("is refused for the only current one, and for one that does not exist", async () => {
    const { id } = await createIntegration(env, orgId);
    const [only] = await list(id);
    expect((await callApi(key, "POST", `${pathOf(id)}/${only?.id}/retire`)).status).toBe(409);
    expect((await callApi(key, "POST", `${pathOf(id)}/sec_none/retire`)).status).toBe(404);
    expect(await list(id)).toHaveLength(1);
  });

  it("is refused when a template would have no HMAC secret left", async () => {
    const signingTemplate = {
      mode: "template",
      headerName: "x-sig",
      contentTemplate: "{body}",
      algorithm: "sha256",
      encoding: "hex",
      prefix: "",
      separator: ",",
    } as const;
    const { id } = await createIntegration(env, orgId, { signing: signingTemplate });
    const [hmac] = await list(id);
    await rotate(id, { kind: "ed25519" });
    expect((await callApi(key, "POST", `${pathOf(id)}/${hmac?.id}/retire`)).status).toBe(409);
  });
});

describe("an integration's secrets", () => {
  it("cannot be reached by another organization's key or through another integration", async () => {
    const { id } = await createIntegration(env, orgId);
    const other = await createIntegration(env, orgId);
    const [secret] = await list(id);
    await rotate(id);
    const { apiKey } = await seedOrganization(env);
    expect((await callApi(apiKey, "POST", `${pathOf(id)}/${secret?.id}/retire`)).status).toBe(404);
    expect((await callApi(key, "POST", `${pathOf(other.id)}/${secret?.id}/retire`)).status).toBe(404);
    expect(await list(id)).toHaveLength(2);
  });

  it("make the configuration's version grow", async () => {
    const { organizations } = composeServices(env).repositories;
    const { id } = await createIntegration(env, orgId);
    const before = (await organizations.find(orgId))?.configVersion ?? 0;
    await rotate(id);
    expect((await organizations.find(orgId))?.configVersion).toBe(before + 1);
  });
});
