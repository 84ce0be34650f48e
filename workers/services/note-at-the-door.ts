import { ANONYMOUS_ACTOR, type AuditIntent } from "#domain/audit/audit-entry";
import type { User } from "#domain/identity/user";
import { personAtHome } from "./announce-caller.ts";
import type { AuditServices } from "./audit-services.ts";
import type { PeopleServices } from "./people-services.ts";

/** What somebody tried who was not let in, or was put out, in the log of the person whose account it was. */
export type DoorServices = Pick<PeopleServices, "members" | "users" | "now"> &
  Pick<AuditServices, "auditJournal"> & {
    /** Goes on after the answer. */
    readonly inBackground: (work: Promise<void>) => void;
  };

/** Where it came from, and how the log finds the request again. */
export type Caller = Pick<AuditIntent, "ip" | "requestId">;

/**
 * Behind the answer: one that took longer for an address that somebody has would tell which ones those are. Floods are
 * counted and not written one by one, as with everything that is refused.
 */
export function noteFailedSignIn(services: DoorServices, caller: Caller, user: User): void {
  services.inBackground(
    safely("audit.failed_sign_in_unrecorded", user.id, async () => {
      const { log } = await personAtHome(services, user);
      await services.auditJournal.refuse(log, {
        ...caller,
        id: caller.requestId,
        startedAt: services.now(),
        // Whoever it was has not shown to be the person.
        actor: ANONYMOUS_ACTOR,
        action: "session.begun",
        target: { kind: "user", id: user.id },
      });
    }),
  );
}

/** A refresh token came a second time, and its session has ended for both who hold it. That stands, recorded or not. */
export async function noteStolenSession(
  services: DoorServices,
  caller: Caller,
  session: { readonly id: string; readonly userId: string },
): Promise<void> {
  await safely("audit.stolen_session_unrecorded", session.userId, async () => {
    const user = await services.users.find(session.userId);
    if (user === null) return;
    const { log, actor } = await personAtHome(services, user);
    const record = {
      ...caller,
      actor,
      action: "session.ended_by_reuse",
      target: { kind: "session", id: session.id },
      outcome: "succeeded",
      before: null,
      after: null,
    } as const;
    await services.auditJournal.record(log, { id: caller.requestId, record });
  });
}

async function safely(event: string, userId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(JSON.stringify({ event, userId, error: String(error) }));
  }
}
