import { errors, jwtVerify, SignJWT } from "jose";
import type { AccessTokens } from "#domain/identity/ports";
import type { TokenKeyRing } from "../d1/token-keys.ts";

const LIFETIME_SECONDS = 5 * 60;
/** Clocks of two machines of one region differ by less. */
const SKEW_SECONDS = 5;
const ALGORITHM = "EdDSA";
const TYPE = "at+jwt";
const AUDIENCE = "urn:integration-gateway:api";
/** An access token has about 450 characters. Nothing longer is decoded. */
const MAX_LENGTH = 1_024;

/** A region of its own signs with keys of its own: a token of another one must not even look right here. */
function issuerOf(region: string): string {
  return `urn:integration-gateway:${region}`;
}

/** Access tokens as JSON Web Tokens (RFC 7519, RFC 9068), signed with Ed25519 keys that rotate. */
export function createAccessTokens(keys: TokenKeyRing, region: string, now: () => number): AccessTokens {
  const issuer = issuerOf(region);
  return {
    async issue(userId, sessionId) {
      const { kid, privateKey } = await keys.signing();
      const issuedAt = Math.floor(now() / 1_000);
      const token = await new SignJWT({ sid: sessionId, region })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(privateKey);
      return { token, expiresInSeconds: LIFETIME_SECONDS };
    },

    async verify(token) {
      if (token.length > MAX_LENGTH) return null;
      try {
        const { payload } = await jwtVerify(
          token,
          // Only `kid` of the header is read, and only to choose among our own keys: `jwk`, `jku` and `x5u` name nothing here.
          async ({ kid }) => {
            const key = kid === undefined ? null : await keys.verifying(kid);
            if (key === null) throw new errors.JWKSNoMatchingKey();
            return key;
          },
          {
            algorithms: [ALGORITHM],
            typ: TYPE,
            issuer,
            audience: AUDIENCE,
            requiredClaims: ["sub", "sid", "region", "exp", "iat"],
            maxTokenAge: LIFETIME_SECONDS,
            clockTolerance: SKEW_SECONDS,
            currentDate: new Date(now()),
          },
        );
        const { sub, sid, region: home } = payload;
        if (typeof sub !== "string" || typeof sid !== "string" || home !== region) return null;
        return { userId: sub, sessionId: sid };
      } catch (error) {
        // Anything else is the gateway's own trouble, a database for instance: no reason to send people to sign in.
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;
const REGION = /^[a-z]+(-[a-z]+)?$/;

/** The region that an access token claims, unverified: only good to hand the call on to where it is verified. */
export function regionOfAccessToken(token: string): string | null {
  const payload = token.length > MAX_LENGTH ? undefined : JWT.exec(token)?.[1];
  if (payload === undefined) return null;
  try {
    const { region } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { region?: unknown };
    return typeof region === "string" && REGION.test(region) ? region : null;
  } catch {
    return null;
  }
}
