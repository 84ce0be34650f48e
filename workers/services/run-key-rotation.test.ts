import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createKeyRing } from "#adapters/crypto/key-ring";
import { bindPlaceV1, encrypt, utf8 } from "#adapters/crypto/sealed-text";
import { createSecretBox, type SecretBox, type SecretPlace } from "#adapters/crypto/secret-box";
import { createDataKeys } from "#adapters/d1/data-keys";
import { createKeyRotationRepository } from "#adapters/d1/key-rotation-repository";
import { createKeyUsage } from "#adapters/d1/key-usage";
import { createSealedRecords } from "#adapters/d1/sealed-records";
import type { KeyRotation, RotationLevel } from "#domain/secrets/key-rotation";
import type { EncryptionServices } from "./encryption-services.ts";
import { runKeyRotation } from "./run-key-rotation.ts";
import { findKeyRotation, startKeyRotation } from "./start-key-rotation.ts";

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const OLD = key("old", 1);
const BOTH = `${key("new", 2)},${OLD}`;
const NEW = key("new", 2);
const ORGS = ["org_a", "org_b"];

/** Everything real but the clock, the queue and the CredentialObjects. */
function openGateway(keys: string, given: Partial<EncryptionServices> = {}) {
  let now = 1_790_000_000_000;
  const clock = () => now;
  const openKeyRing = createKeyRing(keys, clock);
  const dataKeys = createDataKeys(env.DB, openKeyRing, clock, { keys: new Map(), current: new Map() });
  const box = createSecretBox(openKeyRing, dataKeys);
  const vaultCalls: string[] = [];
  const services: EncryptionServices = {
    keyRotations: createKeyRotationRepository(env.DB),
    sealedRecords: createSealedRecords(env.DB, { box, openKeyRing, dataKeys }),
    credentialVaults: {
      list: async (orgId, after) => (orgId === "org_a" && after === "" ? ["cred_1"] : []),
      reseal: async (orgId, id) => vaultCalls.push(`${orgId}:${id}`),
    },
    keyUsage: createKeyUsage(env.DB, openKeyRing),
    jobQueue: { wake: async () => {}, purge: async () => {} },
    createId: (prefix) => `${prefix}_${now}`,
    now: clock,
    ...given,
  };
  const tick = (ms: number) => {
    now += ms;
  };
  return { services, box, openKeyRing, dataKeys, vaultCalls, tick, clock };
}
type Gateway = ReturnType<typeof openGateway>;

/** Steps until it has ended; `between` happens between two of them. */
async function finish(gateway: Gateway, { id }: KeyRotation, between: () => Promise<void> = async () => {}) {
  for (let steps = 0; steps < 200; steps++) {
    gateway.tick(6_000);
    await runKeyRotation(gateway.services, { rotationId: id });
    const rotation = await findKeyRotation(gateway.services, id);
    if (rotation.status !== "running") return rotation;
    await between();
  }
  throw new Error("The rotation does not end.");
}

async function rotate(keys: string, level: RotationLevel, given: Partial<EncryptionServices> = {}) {
  const gateway = openGateway(keys, given);
  // Made later than every data key that is there: two rotations in one millisecond do not happen to people.
  gateway.tick(await rotationsSoFar());
  const rotation = await startKeyRotation(gateway.services, level);
  return { gateway, rotation };
}

async function rotationsSoFar(): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM key_rotations").first<{ n: number }>();
  return 3_600_000 * (1 + (row?.n ?? 0));
}

interface Sealed {
  readonly sql: string;
  readonly place: SecretPlace;
}

/** One secret in every column that has some, and how to read it back. */
const header = (orgId: string): SecretPlace => ({
  orgId,
  table: "integrations",
  row: "int_1",
  field: "header|x-key",
});
function placesOf(orgId: string): Sealed[] {
  return [
    {
      place: { orgId, table: "signing_secrets", row: "int_1|sec_1", field: "" },
      sql: "SELECT sealed AS text FROM signing_secrets WHERE org_id = ?1",
    },
    {
      place: header(orgId),
      sql: `SELECT json_extract(config, '$.headers."X-Key".sealed') AS text FROM integrations WHERE org_id = ?1`,
    },
    {
      place: { orgId, table: "credentials", row: "cred_1", field: "clientSecret" },
      sql: "SELECT json_extract(config, '$.clientSecret.sealed') AS text FROM credentials WHERE org_id = ?1",
    },
    {
      place: { orgId, table: "oauth_authorizations", row: `state_${orgId}`, field: "verifier" },
      sql: "SELECT verifier_sealed AS text FROM oauth_authorizations WHERE org_id = ?1",
    },
    {
      place: { orgId, table: "sources", row: "src_1", field: "secrets.sec_1" },
      sql: "SELECT json_extract(vault, '$.secrets.sec_1.sealed') AS text FROM sources WHERE org_id = ?1",
    },
  ];
}
const PLATFORM_PLACES: Sealed[] = [
  {
    place: { orgId: "*", table: "token_keys", row: "kid_1", field: "" },
    sql: "SELECT private_sealed AS text FROM token_keys WHERE ?1 = '*'",
  },
  {
    place: { orgId: "*", table: "users", row: "user_1", field: "totp" },
    sql: "SELECT totp_sealed AS text FROM users WHERE ?1 = '*'",
  },
];
const headerOf = (orgId: string): Sealed => {
  const found = placesOf(orgId).find(({ place }) => place.table === "integrations");
  if (found === undefined) throw new Error("There is a header in every organization.");
  return found;
};
const ALL = [...ORGS.flatMap(placesOf), ...PLATFORM_PLACES];

const secretOf = (place: SecretPlace) => `secret of ${JSON.stringify(place)}`;

async function textAt({ sql, place }: Sealed): Promise<string> {
  return String((await env.DB.prepare(sql).bind(place.orgId).first<{ text: string }>())?.text);
}

/** Fills the database as gateways with these keys would have; `direct`: as before there were data keys. */
async function fill(keys: string, direct = false): Promise<void> {
  const { box, openKeyRing } = openGateway(keys);
  const ring = await openKeyRing();
  const sealFor = async (place: SecretPlace) =>
    direct
      ? `v1.${ring.currentId}.${await encrypt(await ring.find(ring.currentId), utf8(secretOf(place)), bindPlaceV1(place))}`
      : box.seal(secretOf(place), place);
  for (const orgId of ORGS) {
    const [signing = "", inHeader = "", credential = "", verifier = "", source = ""] = await Promise.all(
      placesOf(orgId).map(({ place }) => sealFor(place)),
    );
    const config = JSON.stringify({
      url: "http://a/",
      headers: { "X-Key": { sealed: inHeader, hint: "" }, "X-Plain": "v1.not.a.secret" },
    });
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at) VALUES (?1, '', 'local', 'open', 1, 1, 1, 0)",
      ).bind(orgId),
      env.DB.prepare(
        "INSERT INTO integrations (org_id, id, name, enabled, config, created_at, updated_at) VALUES (?1, 'int_1', '', 1, ?2, 0, 7)",
      ).bind(orgId, config),
      env.DB.prepare(
        "INSERT INTO signing_secrets VALUES (?1, 'int_1', 'sec_1', 'hmac', ?2, '', 0, NULL)",
      ).bind(orgId, signing),
      env.DB.prepare(
        "INSERT INTO credentials (org_id, id, name, kind, config, status, created_at, updated_at) VALUES (?1, 'cred_1', '', 'oauth', ?2, 'ready', 0, 0)",
      ).bind(orgId, JSON.stringify({ clientSecret: { sealed: credential, hint: "" } })),
      env.DB.prepare(
        "INSERT INTO oauth_authorizations (state_hash, org_id, credential_id, verifier_sealed, redirect_uri, started_by, expires_at) VALUES (?1, ?2, 'cred_1', ?3, '', '', 0)",
      ).bind(`state_${orgId}`, orgId, verifier),
      env.DB.prepare("INSERT INTO sources VALUES (?1, 'src_1', '', 'generic', 1, '{}', ?2, 0, 0)").bind(
        orgId,
        JSON.stringify({ secrets: { sec_1: { sealed: source, hint: "" } }, settings: {} }),
      ),
    ]);
  }
  const [token = "", totp = ""] = await Promise.all(PLATFORM_PLACES.map(({ place }) => sealFor(place)));
  await env.DB.batch([
    env.DB.prepare("INSERT INTO token_keys VALUES ('kid_1', '{}', ?1, 0, NULL)").bind(token),
    env.DB.prepare(
      "INSERT INTO users (id, email, name, password_hash, totp_sealed, created_at, updated_at) VALUES ('user_1', 'a@b', '', '', ?1, 0, 0)",
    ).bind(totp),
    env.DB.prepare(
      "INSERT INTO users (id, email, name, password_hash, created_at, updated_at) VALUES ('user_2', 'c@d', '', '', 0, 0)",
    ),
  ]);
}

/** Every secret opens for a gateway that has only these keys. */
async function expectAllOpen(keys: string): Promise<void> {
  const { box } = openGateway(keys);
  for (const item of ALL) expect(await box.open(await textAt(item), item.place)).toBe(secretOf(item.place));
}

const versions = async () =>
  (await env.DB.prepare("SELECT org_id, version, kek_id FROM data_keys ORDER BY org_id, version").all())
    .results;

beforeEach(async () => {
  const tables = [
    "organizations",
    "sources",
    "integrations",
    "signing_secrets",
    "credentials",
    "oauth_authorizations",
    "token_keys",
    "users",
    "data_keys",
    "key_rotations",
  ];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
});

describe("replacing the key-encryption key", () => {
  it("wraps every data key anew, so that the old one can be removed", async () => {
    await fill(OLD);
    const { gateway, rotation } = await rotate(BOTH, "key_encryption_keys");
    expect(await finish(gateway, rotation)).toMatchObject({ status: "completed", rewritten: 3 });
    expect(new Set((await versions()).map((row) => row.kek_id))).toEqual(new Set(["new"]));
    await expectAllOpen(NEW);
    expect((await gateway.services.keyUsage()).keys).toEqual([
      { id: "new", configured: true, dataKeys: 3, secrets: 12, directSecrets: 0 },
      { id: "old", configured: true, dataKeys: 0, secrets: 0, directSecrets: 0 },
    ]);
  });

  it("seals anew what was sealed with a key directly, in every column there is", async () => {
    await fill(OLD, true);
    const before = await openGateway(BOTH).services.keyUsage();
    expect(before.keys).toContainEqual({
      id: "old",
      configured: true,
      dataKeys: 0,
      secrets: 0,
      directSecrets: 12,
    });
    const { gateway, rotation } = await rotate(BOTH, "key_encryption_keys");
    expect(await finish(gateway, rotation)).toMatchObject({ status: "completed", rewritten: 12 });
    await expectAllOpen(NEW);
  });

  it("changes nothing but the sealed text", async () => {
    await fill(OLD, true);
    const { gateway, rotation } = await rotate(BOTH, "key_encryption_keys");
    await finish(gateway, rotation);
    const row = await env.DB.prepare(
      "SELECT config, updated_at FROM integrations WHERE org_id = 'org_a'",
    ).first<{ config: string; updated_at: number }>();
    const config = JSON.parse(row?.config ?? "") as { headers: Record<string, unknown>; url: string };
    expect(row?.updated_at).toBe(7);
    expect(config.url).toBe("http://a/");
    expect(config.headers["X-Plain"]).toBe("v1.not.a.secret");
  });

  it("says that the old key must stay while something under it cannot be opened, and where that is", async () => {
    await fill(OLD, true);
    await env.DB.prepare(
      "UPDATE signing_secrets SET sealed = 'v1.old.AAAAAAAAAAAAAAAA.AAAA' WHERE org_id = 'org_b'",
    ).run();
    await env.DB.prepare("UPDATE users SET totp_sealed = 'v1.lost.AAAAAAAAAAAAAAAA.AAAA'").run();
    const { gateway, rotation } = await rotate(BOTH, "key_encryption_keys");
    const ended = await finish(gateway, rotation);
    expect(ended).toMatchObject({ status: "incomplete", rewritten: 10 });
    expect(ended.position.left).toBe(3);
    expect(ended.position.examples).toEqual([
      "users * user_1 totp",
      "users * user_2 totp",
      "signing_secrets org_b int_1|sec_1",
    ]);
    expect((await gateway.services.keyUsage()).keys).toContainEqual({
      id: "lost",
      configured: false,
      dataKeys: 0,
      secrets: 0,
      directSecrets: 2,
    });
  });
});

describe("replacing the data keys", () => {
  it("gives every organization a new one, seals everything with it, and deletes the old one", async () => {
    await fill(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    expect(await finish(gateway, rotation)).toMatchObject({ status: "completed" });
    expect(await versions()).toEqual([
      { org_id: "*", version: 2, kek_id: "new" },
      { org_id: "org_a", version: 2, kek_id: "new" },
      { org_id: "org_b", version: 2, kek_id: "new" },
    ]);
    for (const item of ALL) expect(await textAt(item)).toMatch(/^v2\.2\./);
    await expectAllOpen(NEW);
  });

  it("asks the credentials' objects in both rounds, since no statement sees what they keep", async () => {
    await fill(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    await finish(gateway, rotation);
    expect(gateway.vaultCalls).toEqual(["org_a:cred_1", "org_a:cred_1"]);
  });

  it("keeps the old data keys while such an object cannot be asked", async () => {
    await fill(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys", {
      credentialVaults: {
        list: async (orgId) => (orgId === "org_a" ? ["cred_1"] : []),
        reseal: async () => Promise.reject(new Error("the object is overloaded")),
      },
    });
    await expect(finish(gateway, rotation)).rejects.toThrow("overloaded");
    expect((await versions()).filter(({ org_id: orgId }) => orgId === "org_a")).toHaveLength(2);
    expect(await findKeyRotation(gateway.services, rotation.id)).toMatchObject({ status: "running" });
  });

  it("makes no key where there is nothing to seal", async () => {
    await env.DB.prepare(
      "INSERT INTO organizations (id, name, region, catalogue_mode, retention_days, intake_shards, config_version, created_at) VALUES ('org_idle', '', 'local', 'open', 1, 1, 1, 0)",
    ).run();
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    expect(await finish(gateway, rotation)).toMatchObject({ status: "completed", rewritten: 0 });
    expect(await versions()).toEqual([]);
  });

  it("comes to the same end when every step dies before it is written down", async () => {
    await fill(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    const { keyRotations } = gateway.services;
    let lost = 0;
    const dying: EncryptionServices = {
      ...gateway.services,
      keyRotations: {
        ...keyRotations,
        // Every second word about how far it is gets lost with its process.
        advance: async (...args) => (lost++ % 2 === 0 ? false : keyRotations.advance(...args)),
      },
    };
    expect(await finish({ ...gateway, services: dying }, rotation)).toMatchObject({ status: "completed" });
    expect(lost).toBeGreaterThan(3);
    expect((await versions()).map((row) => row.version)).toEqual([2, 2, 2]);
    await expectAllOpen(NEW);
  });

  it("finds in its second round what was written with the old key meanwhile", async () => {
    await fill(NEW);
    const stale = openGateway(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    let written = false;
    const ended = await finish(gateway, rotation, async () => {
      if (written) return;
      written = true;
      expect(await textAt(headerOf("org_a"))).toMatch(/^v2\.2\./);
      await writeHeader("org_a", await sealWithVersion(stale, 1, secretOf(header("org_a")), header("org_a")));
    });
    expect(written).toBe(true);
    expect(ended).toMatchObject({ status: "completed" });
    await expectAllOpen(NEW);
  });

  it("refuses what comes with the old key after that, so that nothing is stored that does not open", async () => {
    await fill(NEW);
    const stale = openGateway(NEW);
    const old = await sealWithVersion(stale, 1, "late", header("org_a"));
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    await finish(gateway, rotation);
    const write = env.DB.prepare("UPDATE integrations SET config = ?1 WHERE org_id = 'org_a'").bind(
      JSON.stringify({ headers: { "X-Key": { sealed: old, hint: "" } } }),
    );
    await expect(write.run()).rejects.toThrow("data_key_gone");
    await expectAllOpen(NEW);
  });

  it("does not overwrite what somebody saved between its reading and its writing", async () => {
    await fill(NEW);
    const gateway = openGateway(NEW);
    gateway.tick(7_200_000);
    const { sealedRecords } = gateway.services;
    await sealedRecords.replaceDataKey("org_a", gateway.clock(), gateway.clock());
    const place = header("org_a");
    const saved = await gateway.box.seal("saved meanwhile", place);
    const slow: SecretBox = {
      ...gateway.box,
      async reseal(sealed, where) {
        const fresh = await gateway.box.reseal(sealed, where);
        if (where.table === "integrations") await writeHeader("org_a", saved);
        return fresh;
      },
    };
    const { openKeyRing, dataKeys } = gateway;
    const records = createSealedRecords(env.DB, { box: slow, openKeyRing, dataKeys });
    const page = await records.reseal("org_a", "data_keys", null, 100);
    expect(page.rewritten).toBe(4);
    expect(await gateway.box.open(await textAt(headerOf("org_a")), place)).toBe("saved meanwhile");
  });

  it("takes a large organization page by page, and passes what does not open", async () => {
    await fill(NEW);
    const { box } = openGateway(NEW);
    for (let n = 0; n < 30; n++) {
      const id = `sec_${String(n).padStart(3, "0")}`;
      const place = { orgId: "org_a", table: "signing_secrets", row: `int_2|${id}`, field: "" };
      const sealed = n % 10 === 0 ? "v2.1.AAAAAAAAAAAAAAAA.AAAA" : await box.seal("x", place);
      await env.DB.prepare(
        "INSERT INTO signing_secrets VALUES ('org_a', 'int_2', ?1, 'hmac', ?2, '', 0, NULL)",
      )
        .bind(id, sealed)
        .run();
    }
    const gateway = openGateway(NEW);
    gateway.tick(7_200_000);
    const { sealedRecords } = gateway.services;
    await sealedRecords.replaceDataKey("org_a", gateway.clock(), gateway.clock());
    let cursor = null;
    let rewritten = 0;
    const unreadable: string[] = [];
    let pages = 0;
    do {
      const page = await sealedRecords.reseal("org_a", "data_keys", cursor, 7);
      cursor = page.next;
      rewritten += page.rewritten;
      unreadable.push(...page.unreadable);
      pages++;
    } while (cursor !== null);
    expect(pages).toBeGreaterThan(4);
    expect(rewritten).toBe(27 + 5);
    expect(unreadable).toHaveLength(3);
    await sealedRecords.removeOldDataKeys("org_a");
    // Three that do not open still name it: their key stays, whatever becomes of them.
    expect(await sealedRecords.countLeft("org_a", "data_keys")).toBe(1 + 3);
  });
});

describe("one rotation at a time", () => {
  it("is refused while another one runs", async () => {
    const { gateway } = await rotate(NEW, "data_keys");
    await expect(startKeyRotation(gateway.services, "key_encryption_keys")).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("gives each step to one of two runs that want it", async () => {
    await fill(NEW);
    const { gateway, rotation } = await rotate(NEW, "data_keys");
    const found = await findKeyRotation(gateway.services, rotation.id);
    const claims = await Promise.all(
      [1, 2, 3].map(() => gateway.services.keyRotations.claim(found, gateway.clock())),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });
});

async function writeHeader(orgId: string, sealed: string): Promise<void> {
  await env.DB.prepare(
    `UPDATE integrations SET config = json_set(config, '$.headers."X-Key".sealed', ?2) WHERE org_id = ?1`,
  )
    .bind(orgId, sealed)
    .run();
}

async function sealWithVersion(
  gateway: Gateway,
  version: number,
  text: string,
  place: SecretPlace,
): Promise<string> {
  const dataKeys = createDataKeys(env.DB, gateway.openKeyRing, gateway.clock, {
    keys: new Map(),
    current: new Map(),
  });
  const key = await dataKeys.find(place.orgId, version);
  const box = createSecretBox(gateway.openKeyRing, { ...dataKeys, current: async () => ({ version, key }) });
  return box.seal(text, place);
}
