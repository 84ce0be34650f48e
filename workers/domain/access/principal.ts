import type { Permission } from "./permissions.ts";
import { PLATFORM } from "./roles.ts";

/** What somebody may do in one organization and in all below it. `orgId` is `*` for the whole region. */
export interface Grant {
  readonly orgId: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** Where somebody acts who names no organization: where they were first let in, and may still do something. */
export function homeOf(
  memberships: readonly { readonly orgId: string; readonly role: unknown }[],
): string | null {
  return memberships.find(({ orgId, role }) => orgId !== PLATFORM && role !== null)?.orgId ?? null;
}

/** Who is calling, as found out by authentication. */
export type Principal =
  | {
      readonly kind: "api_key";
      readonly id: string;
      readonly name: string;
      /** Where it acts when the call names no organization. */
      readonly homeOrgId: string;
      readonly grants: readonly Grant[];
    }
  | {
      readonly kind: "user";
      readonly id: string;
      /** The person's e-mail address: what an audit entry shows. */
      readonly name: string;
      readonly sessionId: string;
      /** Null for somebody who belongs to no organization any more. */
      readonly homeOrgId: string | null;
      readonly grants: readonly Grant[];
    }
  /** The bearer of ADMIN_TOKEN: how a region gets its first people. */
  | {
      readonly kind: "operator";
      readonly id: "operator";
      readonly name: "operator";
      readonly homeOrgId: null;
      readonly grants: readonly Grant[];
    };
