import { ALL_PERMISSIONS } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import { PLATFORM } from "#domain/access/roles";
import { regionOfKey } from "#domain/tenancy/api-key";

export interface Authenticators {
  readonly apiKey: (key: string) => Promise<Principal | null>;
  /** Null for everything but a signed-in person's token. */
  readonly accessToken: (token: string) => Promise<Principal | null>;
  /** Null when no operator's token is configured: then nobody is the operator. */
  readonly isAdminToken: ((candidate: string) => boolean) | null;
}

/** Three parts, the first of them a JSON object in base64url: no operator's token that is random looks so. */
const JWT = /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/;

const OPERATOR: Principal = {
  kind: "operator",
  id: "operator",
  name: "operator",
  homeOrgId: null,
  grants: [{ orgId: PLATFORM, permissions: new Set(ALL_PERMISSIONS) }],
};

/** Whose bearer token this is, or null. What a token is can be told from its form, so only one place is asked. */
export function createAuthenticate({ apiKey, accessToken, isAdminToken }: Authenticators) {
  return async (token: string): Promise<Principal | null> => {
    if (regionOfKey(token) !== null) return apiKey(token);
    if (JWT.test(token)) return accessToken(token);
    return isAdminToken?.(token) === true ? OPERATOR : null;
  };
}
