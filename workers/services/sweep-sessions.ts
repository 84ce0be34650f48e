import type { PeopleServices } from "./people-services.ts";

const SESSIONS_PER_TICK = 1_000;

/** Sessions that are over; one that was revoked is kept until it would have ended. */
export async function sweepSessions({
  sessions,
  now,
}: Pick<PeopleServices, "sessions" | "now">): Promise<void> {
  await sessions.removeExpired(now(), SESSIONS_PER_TICK);
}
