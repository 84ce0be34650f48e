import { createHash, randomBytes } from "node:crypto";
import { createAccessTokens } from "./crypto/access-tokens.ts";
import { createPasswordHasher } from "./crypto/password-hasher.ts";
import type { SecretBox } from "./crypto/secret-box.ts";
import { createAuthenticators } from "./crypto/totp.ts";
import { createInvitationRepository } from "./d1/invitation-repository.ts";
import { createMemberRepository } from "./d1/member-repository.ts";
import { createReachableOrganizations } from "./d1/reachable-organizations.ts";
import { createRoleDirectory } from "./d1/role-directory.ts";
import { createSessionRepository } from "./d1/session-repository.ts";
import { createTokenKeys } from "./d1/token-keys.ts";
import { createUserAuthenticator, forgetPeople } from "./d1/user-authenticator.ts";
import { createUserRepository } from "./d1/user-repository.ts";

export interface PeopleSettings {
  readonly region: string;
  readonly box: SecretBox;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

/** Everything about people that lies in the database, joined once: its parts share the keys they know. */
export function createPeople(db: D1Database, { region, box, createId, now }: PeopleSettings) {
  const tokenKeys = createTokenKeys(db, box, createId, now);
  const accessTokens = createAccessTokens(tokenKeys, region, now);
  const principalOf = createUserAuthenticator(db, now);
  return {
    users: createUserRepository(db),
    sessions: createSessionRepository(db),
    members: createMemberRepository(db),
    reachableOrganizations: createReachableOrganizations(db),
    invitations: createInvitationRepository(db),
    roleDirectory: createRoleDirectory(db),
    passwords: createPasswordHasher(),
    authenticators: createAuthenticators(box, "Integration gateway"),
    accessTokens,
    tokenKeys,
    refreshSecrets: tokenKeys,
    forgetPeople,
    /** 256 random bits. */
    randomSecret: () => randomBytes(32).toString("base64url"),
    /** Enough for what is random: there is nothing to guess. */
    hashSecret: (secret: string) => createHash("sha256").update(secret).digest("base64url"),
    /** Who signed in to get this access token, or null. */
    async userOfAccessToken(token: string) {
      const claims = await accessTokens.verify(token);
      return claims === null ? null : principalOf(claims.userId, claims.sessionId);
    },
  };
}
