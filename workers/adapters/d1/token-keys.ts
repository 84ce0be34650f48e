import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { KeySet, RefreshSecrets, TokenKeys } from "#domain/identity/ports";
import { chooseSigningKey, type TokenKeyTimes } from "#domain/identity/token-key-lifecycle";
import type { SecretBox, SecretPlace } from "../crypto/secret-box.ts";

const ALGORITHM = "EdDSA";
/** Less than a new key is published before it signs, so no isolate meets a key that it does not know. */
const MAX_AGE_MS = 60_000;
/** Anybody can make up a kid. So often may that cost a query. */
const MIN_RELOAD_MS = 10_000;
const KID = /^tk_[0-9a-z]{26}$/;

interface Row {
  readonly kid: string;
  readonly public_jwk: string;
  readonly private_sealed: string;
  readonly created_at: number;
  readonly retired_at: number | null;
}

interface Known extends TokenKeyTimes {
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateSealed: string;
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** Derived from the private key, for what follows a refresh token. */
  readonly successorKey: Uint8Array;
}

/** What signs and verifies access tokens, as this isolate knows it. */
export interface TokenKeyRing {
  signing(): Promise<SigningKey>;
  /** Null for a kid that is not ours. */
  verifying(kid: string): Promise<CryptoKey | null>;
}

export type D1TokenKeys = TokenKeys & TokenKeyRing & RefreshSecrets;

export function createTokenKeys(
  db: D1Database,
  box: SecretBox,
  createId: (prefix: string) => string,
  now: () => number,
): D1TokenKeys {
  let known: ReadonlyMap<string, Known> = new Map();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let signing: SigningKey | null = null;

  async function load(maxAgeMs: number): Promise<ReadonlyMap<string, Known>> {
    const age = now() - loadedAt;
    if (age >= 0 && age < maxAgeMs) return known;
    const { results } = await db
      .prepare("SELECT kid, public_jwk, private_sealed, created_at, retired_at FROM token_keys")
      .all<Row>();
    known = new Map(await Promise.all(results.map(async (row) => [row.kid, await readRow(row)] as const)));
    loadedAt = now();
    return known;
  }

  async function make(olderThan: number, createdAt: number): Promise<void> {
    const kid = createId("tk");
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
    const publicJwk = JSON.stringify(await exportJWK(pair.publicKey));
    await db
      .prepare(
        `INSERT INTO token_keys (kid, public_jwk, private_sealed, created_at) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM token_keys WHERE retired_at IS NULL AND created_at > ?5)`,
      )
      .bind(kid, publicJwk, await box.seal(privateJwk, placeOf(kid)), createdAt, olderThan)
      .run();
    loadedAt = Number.NEGATIVE_INFINITY;
  }

  async function currentSigningKey(): Promise<SigningKey> {
    let chosen = chooseSigningKey([...(await load(MAX_AGE_MS)).values()], now());
    if (chosen === null) {
      // The region's first token. Two isolates may get here at once: the database lets one key in, and both use it.
      await make(0, now());
      chosen = chooseSigningKey([...(await load(MAX_AGE_MS)).values()], now());
    }
    if (chosen === null) throw new Error("No key to sign access tokens could be made.");
    if (signing?.kid !== chosen.kid) signing = await openSigningKey(box, chosen);
    return signing;
  }

  return {
    signing: currentSigningKey,
    make,

    async verifying(kid) {
      if (!KID.test(kid)) return null;
      const keys = await load(MAX_AGE_MS);
      return (keys.get(kid) ?? (await load(MIN_RELOAD_MS)).get(kid))?.publicKey ?? null;
    },

    async times() {
      return [...(await load(0)).values()];
    },

    async retire(kids, retiredAt) {
      if (kids.length === 0) return;
      await db
        .prepare(
          "UPDATE token_keys SET retired_at = ?2 WHERE retired_at IS NULL AND kid IN (SELECT value FROM json_each(?1))",
        )
        .bind(JSON.stringify(kids), retiredAt)
        .run();
      loadedAt = Number.NEGATIVE_INFINITY;
    },

    async remove(kids) {
      if (kids.length === 0) return;
      await db
        .prepare("DELETE FROM token_keys WHERE kid IN (SELECT value FROM json_each(?1))")
        .bind(JSON.stringify(kids))
        .run();
      loadedAt = Number.NEGATIVE_INFINITY;
    },

    async publicKeys(): Promise<KeySet> {
      const keys = [...(await load(MAX_AGE_MS)).values()];
      return { keys: keys.map(({ kid, publicJwk }) => presentKey(kid, publicJwk)) };
    },

    first: () => randomBytes(32).toString("base64url"),

    async successor(token) {
      const { successorKey } = await currentSigningKey();
      return createHmac("sha256", successorKey).update(token).digest("base64url");
    },
  };
}

async function readRow(row: Row): Promise<Known> {
  const publicJwk = JSON.parse(row.public_jwk) as JWK;
  return {
    kid: row.kid,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    publicJwk,
    publicKey: await importKey(publicJwk),
    privateSealed: row.private_sealed,
  };
}

async function openSigningKey(box: SecretBox, { kid, privateSealed }: Known): Promise<SigningKey> {
  const jwk = JSON.parse(await box.open(privateSealed, placeOf(kid))) as JWK;
  const successorKey = hkdfSync(
    "sha256",
    Buffer.from(jwk.d ?? "", "base64url"),
    kid,
    "refresh successor",
    32,
  );
  return { kid, privateKey: await importKey(jwk), successorKey: new Uint8Array(successorKey) };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error("A token key is not an asymmetric key.");
  return key;
}

/** Only what a verifier needs, member by member: a private one can never slip in. */
function presentKey(kid: string, { kty = "", crv = "", x = "" }: JWK) {
  return { kty, crv, x, kid, use: "sig", alg: ALGORITHM };
}

function placeOf(kid: string): SecretPlace {
  return { orgId: "*", table: "token_keys", row: kid, field: "" };
}
