import { Secret, TOTP } from "otpauth";
import type { Authenticators } from "#domain/identity/ports";
import type { SecretBox, SecretPlace } from "./secret-box.ts";

/** What every authenticator app understands, other values not (RFC 6238 allows more than the apps do). */
const FORM = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** RFC 4226, section 4: as long as the hash. */
const SECRET_BYTES = 20;
/** One step to either side: phones' clocks are off by seconds, and people type slowly. */
const WINDOW = 1;

export function createAuthenticators(box: SecretBox, issuer: string): Authenticators {
  return {
    async create(userId, email) {
      const secret = new Secret({ size: SECRET_BYTES });
      const uri = new TOTP({ ...FORM, issuer, label: email, secret }).toString();
      return { secret: secret.base32, uri, sealed: await box.seal(secret.base32, placeOf(userId)) };
    },

    async match(userId, sealed, code, now) {
      const secret = Secret.fromBase32(await box.open(sealed, placeOf(userId)));
      const delta = TOTP.validate({ ...FORM, secret, token: code, timestamp: now, window: WINDOW });
      return delta === null ? null : Math.floor(now / (FORM.period * 1_000)) + delta;
    },
  };
}

/** As in ../d1/sealed-places.ts: key rotation finds it there. */
function placeOf(userId: string): SecretPlace {
  return { orgId: "*", table: "users", row: userId, field: "totp" };
}
