import { type GuessKind, guesserOf } from "#domain/access/guess-throttle";
import { Problem } from "#domain/problem";
import type { PeopleServices } from "./people-services.ts";

type Services = Pick<PeopleServices, "guesses" | "now">;

export interface Guesser {
  /** Null where nobody knows it, as in a runtime without Cloudflare in front. */
  readonly ip: string | null;
  /** The account that is guessed at, whether it exists or not; null when the guess names none. */
  readonly email: string | null;
}

/**
 * Before anything is compared or hashed.
 * @throws Problem 429 with the time to wait. It is the same for an address that nobody has.
 */
export async function admitGuess(services: Services, guesser: Guesser): Promise<void> {
  // The address first: what it may not guess any more must not count against somebody's account.
  for (const [kind, key] of keysOf(guesser)) {
    const { allowed, retryAfterMs } = await services.guesses.admit(kind, key, services.now());
    if (!allowed) {
      const seconds = Math.ceil(retryAfterMs / 1_000);
      throw new Problem(
        "rate_limited",
        `Too many attempts failed. Wait ${seconds} second${seconds === 1 ? "" : "s"} before the next one.`,
        [],
        retryAfterMs,
      );
    }
  }
}

/** The guess was right: the account's failures are forgotten. */
export async function forgiveGuess(services: Services, guesser: Guesser): Promise<void> {
  await Promise.all(keysOf(guesser).map(([kind, key]) => services.guesses.succeeded(kind, key)));
}

function keysOf({ ip, email }: Guesser): readonly (readonly [GuessKind, string])[] {
  const keys: [GuessKind, string][] = [];
  if (ip !== null) keys.push(["ip", guesserOf(ip)]);
  if (email !== null) keys.push(["account", email]);
  return keys;
}
