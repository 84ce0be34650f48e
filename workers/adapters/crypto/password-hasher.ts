import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import {
  formatPasswordHash,
  isWeakerThan,
  parsePasswordHash,
  SCRYPT,
  type ScryptParameters,
} from "#domain/identity/password-hash";
import type { PasswordHasher } from "#domain/identity/ports";

const SALT_BYTES = 16;
const HASH_BYTES = 32;

export function createPasswordHasher(parameters: ScryptParameters = SCRYPT): PasswordHasher {
  return {
    async hash(password) {
      const salt = randomSalt();
      const hash = await derive(password, salt, parameters);
      return formatPasswordHash({
        parameters,
        salt: salt.toString("base64url"),
        hash: hash.toString("base64url"),
      });
    },

    async verify(password, stored) {
      const known = stored === null ? null : parsePasswordHash(stored);
      if (known === null) {
        // The same work as for somebody who exists: the time of the answer must not tell who does.
        await derive(password, randomSalt(), parameters);
        return false;
      }
      const expected = Buffer.from(known.hash, "base64url");
      const actual = await derive(password, Buffer.from(known.salt, "base64url"), known.parameters);
      return expected.byteLength === actual.byteLength && timingSafeEqual(expected, actual);
    },

    needsUpgrade: (stored) => isWeakerThan(stored, parameters),
  };
}

function randomSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/** NFKC, because two keyboards write the same character in two ways. */
function derive(password: string, salt: Buffer, parameters: ScryptParameters): Promise<Buffer> {
  const { cost, blockSize, parallelization } = parameters;
  const options = {
    cost,
    blockSize,
    parallelization,
    // Node refuses what needs more than it was told: twice the lattice leaves room for the rest.
    maxmem: 256 * cost * blockSize,
  };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(Buffer.from(key));
      else reject(error);
    });
  });
}
