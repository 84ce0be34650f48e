import type { Page, PageRequest } from "../configuration-ports.ts";
import type { NewUser } from "../identity/user.ts";
import type { GuessAdmission, GuessKind } from "./guess-throttle.ts";
import type { FoundInvitation, Invitation } from "./invitation.ts";
import type { Member } from "./member.ts";
import type { Reach } from "./reach.ts";
import type { Role } from "./roles.ts";

/** What deciding about access needs of the world. */
export interface OrganizationPaths {
  /** Its ancestors, the topmost first, and itself as the last; null when there is no such organization any more. */
  find(orgId: string): Promise<readonly string[] | null>;
  /** It was deleted through this isolate: here it is gone at once. */
  forget(orgId: string): void;
}

export interface ReachableOrganization {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** Ids from the topmost organization down to this one, joined by `/`. */
  readonly path: string;
}

export interface ReachableOrganizations {
  /** In the order of their paths, so that each stands right below its parent. `text`: part of the name, or the id. */
  list(reach: Reach, text: string | null, page: PageRequest): Promise<Page<ReachableOrganization>>;
  /** By id. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface RoleDirectory {
  /** A role that can be given in the organization: built-in, or composed there or above. */
  find(orgId: string, roleId: string): Promise<Role | null>;
}

/** What somebody is in one place, with the names that a person reads. */
export interface Membership {
  readonly orgId: string;
  /** Null at the platform. */
  readonly organizationName: string | null;
  /** The organization and all above it, the topmost first; the platform's is itself alone. */
  readonly path: readonly string[];
  readonly roleId: string;
  readonly role: Role | null;
}

export interface MemberRepository {
  /** By user id: the oldest account first. */
  list(orgId: string, page: PageRequest): Promise<Page<Member>>;
  find(orgId: string, userId: string): Promise<Member | null>;
  /** In organizations that exist; the oldest membership first. */
  membershipsOf(userId: string): Promise<readonly Membership[]>;
  /** `last` when the place would have nobody left to manage it, `changed` when the member's role is not as seen. */
  changeRole(orgId: string, member: Member, roleId: string, now: number): Promise<MemberChange>;
  remove(orgId: string, member: Member): Promise<MemberChange>;
}

export type MemberChange = "done" | "last" | "changed";

export interface InvitationRepository {
  /** Open ones, newest first. */
  list(orgId: string, page: PageRequest, now: number): Promise<Page<Invitation>>;
  find(orgId: string, id: string, now: number): Promise<Invitation | null>;
  /** Takes the place of an open one for the same address. */
  insert(invitation: Invitation, tokenHash: string): Promise<"done" | "member" | "limit">;
  /** False when there is no such open invitation. */
  revoke(orgId: string, id: string): Promise<boolean>;
  /** The open invitation with this token, in a place that still exists. */
  findByToken(tokenHash: string, now: number): Promise<Invitation | null>;
  /** With this token, also one that is over. */
  lookUp(tokenHash: string): Promise<FoundInvitation | null>;
  /** All or nothing. False when somebody was quicker: with the invitation, or with the address. */
  accept(tokenHash: string, user: NewUser | { readonly id: string }, now: number): Promise<boolean>;
}

/** Slows guessing down, by account and by address. */
export interface GuessThrottle {
  admit(kind: GuessKind, key: string, now: number): Promise<GuessAdmission>;
  succeeded(kind: GuessKind, key: string): Promise<void>;
}
