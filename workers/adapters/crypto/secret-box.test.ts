import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { SecretUnavailable } from "#domain/secrets/secret-unavailable";
import { createDataKeys, type DataKeyCache } from "../d1/data-keys.ts";
import { createKeyRing } from "./key-ring.ts";
import { bindPlaceV1, encrypt, utf8 } from "./sealed-text.ts";
import { createSecretBox, type SecretPlace } from "./secret-box.ts";

const KEY_1 = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const KEY_2 = `k2:${Buffer.alloc(32, 2).toString("base64")}`;

/** An isolate of its own: what another one knows, it has to find out. */
function openBox(keys: string, now = Date.now) {
  const cache: DataKeyCache = { keys: new Map(), current: new Map() };
  const ring = createKeyRing(keys, now);
  const dataKeys = createDataKeys(env.DB, ring, now, cache);
  return { box: createSecretBox(ring, dataKeys), dataKeys, cache, ring };
}

let count = 0;
/** Of an organization that nobody else in this file uses. */
function somewhere(changes: Partial<SecretPlace> = {}): SecretPlace {
  count++;
  return { orgId: `org_box_${count}`, table: "signing_secrets", row: "int_1|sec_1", field: "", ...changes };
}

async function refusal(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof SecretUnavailable) return error.reason;
    throw error;
  }
  return "opened";
}

describe("a sealed secret", () => {
  it("opens where it was sealed, also in another isolate", async () => {
    const place = somewhere();
    const sealed = await openBox(KEY_1).box.seal("whsec_päss", place);
    expect(sealed).toMatch(/^v2\.1\.[\w-]{16}\.[\w-]+$/);
    expect(await openBox(KEY_1).box.open(sealed, place)).toBe("whsec_päss");
  });

  it.each<Partial<SecretPlace>>([
    { table: "integrations" },
    { row: "int_1|sec_2" },
    { field: "header|authorization" },
    // Joined by a separator these would be the same text as the place it was sealed for.
    { row: "int_1", field: "sec_1" },
    { table: "signing_secrets|int_1", row: "sec_1" },
  ])("does not open elsewhere in its organization: %o", async (moved) => {
    const { box } = openBox(KEY_1);
    const place = somewhere();
    const sealed = await box.seal("secret", place);
    expect(await refusal(box.open(sealed, { ...place, ...moved }))).toBe("damaged");
  });

  it("does not open in another organization, whose data key has the same number", async () => {
    const { box } = openBox(KEY_1);
    const place = somewhere();
    const sealed = await box.seal("secret", place);
    const other = somewhere();
    await box.seal("something of its own", other);
    expect(await refusal(box.open(sealed, other))).toBe("damaged");
  });

  it("does not open when a single character of it is changed, or when it is none at all", async () => {
    const { box } = openBox(KEY_1);
    const place = somewhere();
    const sealed = await box.seal("secret", place);
    const flip = (at: number) =>
      sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(await refusal(box.open(flip(6), place))).toBe("damaged");
    expect(await refusal(box.open(flip(sealed.length - 3), place))).toBe("damaged");
    for (const text of ["", "secret", "v3.1.a.b", "v2.0.a.b", "v2.1.a", "v1..a.b"]) {
      expect(await refusal(box.open(text, place))).toBe("damaged");
    }
  });

  it("never has the same form twice", async () => {
    const { box } = openBox(KEY_1);
    const place = somewhere();
    expect(await box.seal("secret", place)).not.toBe(await box.seal("secret", place));
  });

  it("names a data key that is not there: refused, not guessed", async () => {
    const { box } = openBox(KEY_1);
    const place = somewhere();
    const sealed = await box.seal("secret", place);
    expect(await refusal(box.open(sealed.replace("v2.1.", "v2.7."), place))).toBe("unknown_data_key");
  });
});

describe("an organization's data key", () => {
  it("is made once, however many isolates seal at the same time", async () => {
    const place = somewhere();
    const isolates = Array.from({ length: 8 }, () => openBox(KEY_1).box);
    const sealed = await Promise.all(isolates.map((box, n) => box.seal(`secret ${n}`, place)));
    const { results } = await env.DB.prepare("SELECT * FROM data_keys WHERE org_id = ?1")
      .bind(place.orgId)
      .all();
    expect(results).toHaveLength(1);
    const late = openBox(KEY_1).box;
    expect(await Promise.all(sealed.map((text) => late.open(text, place)))).toEqual(
      isolates.map((_, n) => `secret ${n}`),
    );
  });

  it("cannot be read out of the isolate", async () => {
    const { dataKeys } = openBox(KEY_1);
    const { key } = await dataKeys.current(somewhere().orgId);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });

  it("is wrapped with the current key and unwraps with it alone", async () => {
    const place = somewhere();
    const sealed = await openBox(`${KEY_2},${KEY_1}`).box.seal("secret", place);
    const row = await env.DB.prepare("SELECT kek_id FROM data_keys WHERE org_id = ?1")
      .bind(place.orgId)
      .first();
    expect(row).toEqual({ kek_id: "k2" });
    expect(await openBox(KEY_2).box.open(sealed, place)).toBe("secret");
    expect(await refusal(openBox(KEY_1).box.open(sealed, place))).toBe("unknown_key_encryption_key");
    expect(await refusal(openBox(KEY_1).box.seal("another", place))).toBe("unknown_key_encryption_key");
  });

  it("does not unwrap for another organization or under another number", async () => {
    const [place, other] = [somewhere(), somewhere()];
    const { box } = openBox(KEY_1);
    const sealed = await box.seal("secret", place);
    await box.seal("secret", other);
    await env.DB.prepare(
      "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE org_id = ?1) WHERE org_id = ?2",
    )
      .bind(place.orgId, other.orgId)
      .run();
    expect(await refusal(openBox(KEY_1).box.seal("secret", other))).toBe("damaged");
    await env.DB.prepare("UPDATE data_keys SET version = 2 WHERE org_id = ?1").bind(place.orgId).run();
    expect(await refusal(openBox(KEY_1).box.open(sealed.replace("v2.1.", "v2.2."), place))).toBe("damaged");
  });

  it("is asked for once when five hundred secrets meet an empty cache", async () => {
    const place = somewhere();
    const sealed = await openBox(KEY_1).box.seal("secret", place);
    let questions = 0;
    const counting = new Proxy(env.DB, {
      get(db, name) {
        if (name === "prepare") questions++;
        const member = Reflect.get(db, name) as unknown;
        return typeof member === "function" ? member.bind(db) : member;
      },
    });
    const ring = createKeyRing(KEY_1, Date.now);
    const cold = { keys: new Map(), current: new Map() };
    const box = createSecretBox(ring, createDataKeys(counting, ring, Date.now, cold));
    await Promise.all(Array.from({ length: 500 }, () => box.open(sealed, place)));
    await box.open(sealed, place);
    expect(questions).toBe(1);
  });
});

describe("a secret that was sealed before there were data keys", () => {
  async function sealDirectly(plaintext: string, place: SecretPlace): Promise<string> {
    const { ring } = openBox(KEY_1);
    const key = await (await ring()).find("k1");
    return `v1.k1.${await encrypt(key, utf8(plaintext), bindPlaceV1(place))}`;
  }

  it("still opens, as long as its key is configured", async () => {
    const place = somewhere({ row: "int_9", field: "header|authorization" });
    const sealed = await sealDirectly("secret", place);
    expect(await openBox(`${KEY_2},${KEY_1}`).box.open(sealed, place)).toBe("secret");
    expect(await refusal(openBox(KEY_2).box.open(sealed, place))).toBe("unknown_key_encryption_key");
    expect(await refusal(openBox(KEY_1).box.open(sealed, { ...place, row: "int_8" }))).toBe("damaged");
  });

  it("is sealed anew under the data key, and only once", async () => {
    const place = somewhere();
    const { box } = openBox(`${KEY_2},${KEY_1}`);
    const fresh = await box.reseal(await sealDirectly("secret", place), place);
    expect(fresh).toMatch(/^v2\.1\./);
    expect(await openBox(KEY_2).box.open(fresh ?? "", place)).toBe("secret");
    expect(await box.reseal(fresh ?? "", place)).toBeNull();
  });

  it("can be sealed today's way by the state folders of then: the one format they had", async () => {
    // Made by the box as it was before (commit 3d1bbe9), with 32 bytes of 7 under the id test-1.
    const ring = `test-1:${Buffer.alloc(32, 7).toString("base64")}`;
    const place = { orgId: "org_old", table: "integrations", row: "int_1", field: "header|authorization" };
    expect(await openBox(ring).box.open(SEALED_BY_THE_OLD_BOX, place)).toBe("Bearer of yesterday");
  });
});

const SEALED_BY_THE_OLD_BOX = "v1.test-1.mE7WgnUGeunTXp8P.YRLvZUNs6eF3_dFFNGBgYMRBgHpWP17ssCtOb6G2QgUWYe8";

describe("SECRETS_KEYS", () => {
  const good = Buffer.alloc(32, 1).toString("base64");

  it.each([
    "",
    "k1",
    `k1:${good.slice(4)}`,
    `k1:${good}AAAA`,
    `k 1:${good}`,
    `:${good}`,
    `k1:${good},`,
    `k1:${good},k1:${good}`,
    `k1:${good} k2:${good}`,
    `k1:!${good.slice(1)}`,
  ])("that is malformed stops the start: %s", (keys) => {
    expect(() => createKeyRing(keys, Date.now)).toThrow(/SECRETS_KEYS must be/);
    try {
      createKeyRing(keys, Date.now);
    } catch (error) {
      expect(String(error)).not.toContain(good.slice(4, 30));
    }
  });

  it("may come from a Secrets Store, is asked once a minute, and is kept while the store is away", async () => {
    let now = 0;
    let asked = 0;
    let answer: string | null = KEY_1;
    const store = {
      async get() {
        asked++;
        if (answer === null) throw new Error("the store is away");
        return answer;
      },
    };
    const open = createKeyRing(store, () => now);
    expect((await open()).currentId).toBe("k1");
    answer = `${KEY_2},${KEY_1}`;
    expect((await open()).currentId).toBe("k1");
    expect(asked).toBe(1);
    now = 61_000;
    expect((await open()).ids).toEqual(["k2", "k1"]);
    now = 200_000;
    answer = null;
    expect((await open()).currentId).toBe("k2");
    expect(await refusal(createKeyRing(store, () => now)())).toBe("keys_unreadable");
  });
});
