import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import { findUser, wrongPassword } from "./confirm-person.ts";
import type { PeopleServices } from "./people-services.ts";
import { useSecondFactor } from "./use-second-factor.ts";

export interface Proof {
  readonly password: string;
  readonly code: string;
}

/**
 * Password and code together, and wrong is wrong: whoever has only one of them must not find out which.
 * @throws Problem 401, 409, 429
 */
export async function disableSecondFactor(
  services: PeopleServices,
  userId: string,
  { password, code }: Proof,
): Promise<void> {
  const user = await findUser(services, userId);
  if (user.totpEnabledAt === null) throw new Problem("conflict", "No second factor is enabled.");
  const guesser = { ip: null, email: user.email };
  await admitGuess(services, guesser);
  if (!(await services.passwords.verify(password, user.passwordHash))) throw wrongPassword();
  if ((await useSecondFactor(services, user, code)) !== "right") throw wrongPassword();
  await services.users.disableSecondFactor(user.id, services.now());
  await forgiveGuess(services, guesser);
}
