import { homeOf } from "#domain/access/principal";
import { PLATFORM } from "#domain/access/roles";
import type { AuditActor } from "#domain/audit/audit-entry";
import type { PeopleServices } from "./people-services.ts";

/** Who calls a route that asks for no credentials, and whose log the call belongs to: only the service finds out. */
export interface KnownCaller {
  readonly actor: AuditActor;
  readonly log: string;
}

/**
 * A service says so before it changes anything; from then on the change is in that log. Whoever sends rubbish to a public
 * route is never announced, so a flood of it reaches no log. Said again, it names somebody else.
 * @throws Problem 503 when the log cannot be reached
 */
export type AnnounceCaller = (caller: KnownCaller) => Promise<void>;

type Services = Pick<PeopleServices, "members">;

/** What people do about their own account is in the log of their home organization. */
export async function personAtHome(
  { members }: Services,
  { id, email }: { readonly id: string; readonly email: string },
): Promise<KnownCaller> {
  const log = homeOf(await members.membershipsOf(id)) ?? PLATFORM;
  return { actor: { kind: "user", id, name: email }, log };
}
