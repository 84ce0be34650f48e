import { env } from "cloudflare:workers";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openPeople, type SignedInPerson } from "#testing/open-people";
import { seedOrganization } from "#testing/seed";
import { openSecretBox } from "../open-secret-box.ts";
import { regionOfAccessToken } from "./access-tokens.ts";

const now = () => Math.floor(Date.now() / 1_000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const HOUR = 3_600;

interface Parts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
}

let people: ReturnType<typeof openPeople>;
let ann: SignedInPerson;
/** A token as the gateway makes it, taken apart. */
let good: Parts;
let publicX: string;
/** Signs like the gateway: the very key, read behind its back. */
let signAsGateway: (parts: Parts) => string;
const fetched = vi.fn(() => Promise.reject(new Error("nothing may be fetched")));

beforeEach(async () => {
  people = openPeople(env);
  const { orgId } = await seedOrganization(env);
  ann = await people.person(orgId, "owner");
  const [header = "", payload = ""] = ann.accessToken.split(".");
  good = { header: decode(header), payload: decode(payload) };
  const { keys } = await people.services.tokenKeys.publicKeys();
  publicX = keys.find(({ kid }) => kid === good.header.kid)?.x ?? "";
  const privateKey = await openPrivateKey(String(good.header.kid));
  signAsGateway = ({ header: h, payload: p }) => {
    const signed = `${encode(h)}.${encode(p)}`;
    return `${signed}.${sign(null, Buffer.from(signed), { key: privateKey, format: "jwk" }).toString("base64url")}`;
  };
  fetched.mockClear();
  vi.stubGlobal("fetch", fetched);
});
afterEach(() => vi.unstubAllGlobals());

function decode(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, "base64url").toString()) as Record<string, unknown>;
}

async function openPrivateKey(kid: string) {
  const row = await env.DB.prepare("SELECT private_sealed FROM token_keys WHERE kid = ?1").bind(kid).first();
  const place = { orgId: "*", table: "token_keys", row: kid, field: "" };
  const text = await openSecretBox(env.DB, env.SECRETS_KEYS ?? "", Date.now).box.open(
    String(row?.private_sealed),
    place,
  );
  return JSON.parse(text) as { kty: string; crv: string; x: string; d: string };
}

const statusOf = async (token: string) => (await people.call(token, "GET", "/me")).status;

describe("an access token", () => {
  it("has the claims and the header it should have, and no more", () => {
    expect(Object.keys(good.header).sort()).toEqual(["alg", "kid", "typ"]);
    expect(good.header).toMatchObject({ alg: "EdDSA", typ: "at+jwt" });
    expect(Object.keys(good.payload).sort()).toEqual(["aud", "exp", "iat", "iss", "region", "sid", "sub"]);
    expect(good.payload).toMatchObject({
      iss: "urn:integration-gateway:local",
      sub: ann.userId,
      sid: ann.sessionId,
      region: "local",
    });
    expect(Number(good.payload.exp) - Number(good.payload.iat)).toBe(300);
  });

  it("is taken when this test signs it as the gateway does: what follows is refused for what it says", async () => {
    expect(await statusOf(ann.accessToken)).toBe(200);
    expect(await statusOf(signAsGateway(good))).toBe(200);
  });

  it("is over after five minutes and the skew of clocks, and not before", async () => {
    people.clock.now += 304_000;
    expect(await statusOf(ann.accessToken)).toBe(200);
    people.clock.now += 2_000;
    expect(await statusOf(ann.accessToken)).toBe(401);
  });
});

describe("what only looks like an access token", () => {
  const without = (claim: string): Parts => {
    const { [claim]: _gone, ...payload } = good.payload;
    return { header: good.header, payload };
  };
  const claims = (changes: Record<string, unknown>): Parts => ({
    header: good.header,
    payload: { ...good.payload, ...changes },
  });
  const head = (changes: Record<string, unknown>): Parts => ({
    header: { ...good.header, ...changes },
    payload: good.payload,
  });
  const unsigned = ({ header, payload }: Parts) => `${encode(header)}.${encode(payload)}`;
  const hmac = (alg: string, secret: Buffer | string) => {
    const signed = unsigned(head({ alg }));
    return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  };
  const stranger = generateKeyPairSync("ed25519");
  const signAsStranger = (parts: Parts) => {
    const signed = unsigned(parts);
    return `${signed}.${sign(null, Buffer.from(signed), stranger.privateKey).toString("base64url")}`;
  };
  const strangerJwk = () => stranger.publicKey.export({ format: "jwk" });
  const signatureOf = (token: string) => token.split(".")[2] ?? "";

  const attacks: readonly (readonly [string, () => string])[] = [
    ["alg none, no signature", () => `${unsigned(head({ alg: "none" }))}.`],
    [
      "alg None, the old signature",
      () => `${unsigned(head({ alg: "None" }))}.${signatureOf(ann.accessToken)}`,
    ],
    ["alg none, signed", () => signAsGateway(head({ alg: "none" }))],
    [
      "no alg",
      () => signAsGateway({ header: { typ: "at+jwt", kid: good.header.kid }, payload: good.payload }),
    ],
    ["alg of a list", () => signAsGateway(head({ alg: ["EdDSA"] }))],
    ["HS256 with the public key's bytes", () => hmac("HS256", Buffer.from(publicX, "base64url"))],
    ["HS256 with the public key's text", () => hmac("HS256", publicX)],
    [
      "HS256 with the public JWK",
      () => hmac("HS256", JSON.stringify({ kty: "OKP", crv: "Ed25519", x: publicX })),
    ],
    ["HS256 with nothing", () => hmac("HS256", "")],
    ["RS256", () => signAsGateway(head({ alg: "RS256" }))],
    ["ES256", () => signAsGateway(head({ alg: "ES256" }))],
    ["signature stripped", () => `${ann.accessToken.slice(0, ann.accessToken.lastIndexOf("."))}.`],
    ["signature missing", () => ann.accessToken.slice(0, ann.accessToken.lastIndexOf("."))],
    ["signature of zeros", () => `${unsigned(good)}.${Buffer.alloc(64).toString("base64url")}`],
    [
      "claims changed under the signature",
      () => `${unsigned(claims({ sub: "user_x" }))}.${signatureOf(ann.accessToken)}`,
    ],
    ["a stranger's key", () => signAsStranger(good)],
    ["a stranger's key in the header", () => signAsStranger(head({ jwk: strangerJwk() }))],
    [
      "a stranger's key in the header, no kid",
      () => {
        const { kid: _gone, ...header } = good.header;
        return signAsStranger({ header: { ...header, jwk: strangerJwk() }, payload: good.payload });
      },
    ],
    ["jku", () => signAsStranger(head({ jku: "https://evil.example/jwks.json", kid: "evil" }))],
    ["x5u", () => signAsStranger(head({ x5u: "https://evil.example/cert.pem", kid: "evil" }))],
    ["x5c", () => signAsStranger(head({ x5c: ["MIIB"] }))],
    ["unknown kid", () => signAsStranger(head({ kid: "tk_00000000000000000000000000" }))],
    ["kid as a path", () => signAsStranger(head({ kid: "../../../../dev/null" }))],
    ["kid as SQL", () => signAsStranger(head({ kid: "x' UNION SELECT 'a','{}','b',1,NULL --" }))],
    ["kid of an object's own", () => signAsStranger(head({ kid: "__proto__" }))],
    ["kid as a number", () => signAsGateway(head({ kid: 1 }))],
    ["kid as a list", () => signAsGateway(head({ kid: [good.header.kid] }))],
    ["kid null", () => signAsGateway(head({ kid: null }))],
    ["an extension that must be understood", () => signAsGateway(head({ crit: ["exp"] }))],
    ["a payload that is not encoded", () => signAsGateway(head({ b64: false, crit: ["b64"] }))],
    ["another type", () => signAsGateway(head({ typ: "JWT" }))],
    ["no type", () => signAsGateway(head({ typ: undefined }))],
    ["another audience", () => signAsGateway(claims({ aud: "urn:other" }))],
    ["no audience", () => signAsGateway(without("aud"))],
    ["another issuer", () => signAsGateway(claims({ iss: "urn:integration-gateway:eu" }))],
    ["no issuer", () => signAsGateway(without("iss"))],
    ["expired", () => signAsGateway(claims({ iat: now() - HOUR, exp: now() - HOUR + 300 }))],
    ["expired, as text", () => signAsGateway(claims({ exp: String(now() + 60) }))],
    ["never to expire", () => signAsGateway(without("exp"))],
    ["old, and made to last", () => signAsGateway(claims({ iat: now() - HOUR, exp: now() + HOUR }))],
    ["no time of issue", () => signAsGateway(without("iat"))],
    ["issued in the future", () => signAsGateway(claims({ iat: now() + HOUR, exp: now() + 2 * HOUR }))],
    ["not valid yet", () => signAsGateway(claims({ nbf: now() + HOUR }))],
    ["no subject", () => signAsGateway(without("sub"))],
    ["no session", () => signAsGateway(without("sid"))],
    ["no region", () => signAsGateway(without("region"))],
    ["a session of somebody else", () => signAsGateway(claims({ sub: "user_00000000000000000000000000" }))],
    ["a session that never was", () => signAsGateway(claims({ sid: "ses_00000000000000000000000000" }))],
    ["a session that is an object", () => signAsGateway(claims({ sid: { $ne: null } }))],
    ["giant claims", () => signAsGateway(claims({ pad: "x".repeat(700) }))],
    ["giant header", () => signAsGateway(head({ pad: "x".repeat(700) }))],
    ["longer than any token", () => `${ann.accessToken}${"A".repeat(100_000)}`],
    ["four parts", () => `${ann.accessToken}.x`],
    ["five parts", () => `${encode({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
    ["no JSON", () => "eyJhbGciOiJFZERTQSJ.eyJ.eyJ"],
    ["empty parts", () => "eyJ.."],
    [
      "a list for claims",
      () => signAsGateway({ header: good.header, payload: [] as unknown as Parts["payload"] }),
    ],
  ];

  it.each(attacks)("is refused without a fetch: %s", async (_, forge) => {
    const answer = await people.call(forge(), "GET", "/me");
    expect([answer.status, answer.json.code]).toEqual([401, "unauthorized"]);
    expect(fetched).not.toHaveBeenCalled();
  });

  it("never makes the gateway fail, wherever one character of a good token is another", async () => {
    const other = (character: string) => (character === "A" ? "B" : "A");
    for (let at = 0; at < ann.accessToken.length; at += 3) {
      const { accessToken: t } = ann;
      const { status } = await people.call(
        `${t.slice(0, at)}${other(t.charAt(at))}${t.slice(at + 1)}`,
        "GET",
        "/me",
      );
      // A region that is misspelled may be told where to go. The last character has bits that say nothing.
      expect([at, at > t.length - 2 || status === 401 || status === 421]).toEqual([at, true]);
    }
    expect(fetched).not.toHaveBeenCalled();
  });

  it("is refused when its key was removed, and not when it was only retired", async () => {
    const { tokenKeys } = people.services;
    await tokenKeys.retire([String(good.header.kid)], people.clock.now);
    expect(await statusOf(ann.accessToken)).toBe(200);
    await tokenKeys.remove([String(good.header.kid)]);
    expect(await statusOf(ann.accessToken)).toBe(401);
  });

  it("costs no query for each kid that somebody makes up", async () => {
    let queries = 0;
    const counting = openPeople({
      ...env,
      DB: new Proxy(env.DB, {
        get(target, property) {
          if (property === "prepare" || property === "batch") queries++;
          const member = Reflect.get(target, property) as unknown;
          return typeof member === "function" ? member.bind(target) : member;
        },
      }),
    } as Env);
    const madeUp = (n: number) => signAsStranger(head({ kid: `tk_${String(n).padStart(26, "0")}` }));
    for (let n = 0; n < 50; n++) {
      expect((await counting.call(madeUp(n), "GET", "/me")).status).toBe(401);
    }
    expect(queries).toBeLessThanOrEqual(1);
    counting.clock.now += 10_000;
    for (let n = 0; n < 50; n++) await counting.call(madeUp(n), "GET", "/me");
    expect(queries).toBeLessThanOrEqual(2);
  });
});

describe("a token of another region", () => {
  const claiming = (region: unknown) => `${encode(good.header)}.${encode({ ...good.payload, region })}.AAAA`;

  it("is handed on to be verified there, as it is", async () => {
    const handed: [string, string | null][] = [];
    const here = openPeople(env, {
      forwardToRegion: async (region, request) => {
        handed.push([region, request.headers.get("authorization")]);
        return Response.json({ from: region });
      },
    });
    const token = claiming("eu");
    expect(await here.call(token, "GET", "/me")).toMatchObject({ status: 200, json: { from: "eu" } });
    expect(handed).toEqual([["eu", `Bearer ${token}`]]);
  });

  it("is told where to go when that region is not bound here", async () => {
    expect(await statusOf(claiming("eu"))).toBe(421);
  });

  it.each([[42], ["../x"], ["EU"], [null], ["x".repeat(900)]])("names none with %s", (region) => {
    expect(regionOfAccessToken(claiming(region))).toBeNull();
  });
});
