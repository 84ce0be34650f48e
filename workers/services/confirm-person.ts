import type { User } from "#domain/identity/user";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import type { PeopleServices } from "./people-services.ts";

/** @throws Problem 401 when the account is gone. */
export async function findUser(services: Pick<PeopleServices, "users">, id: string): Promise<User> {
  const user = await services.users.find(id);
  if (user === null) throw new Problem("unauthorized", "This account no longer exists.");
  return user;
}

/**
 * A signed-in person shows their password again before what a stolen access token must not do. As slow as signing in:
 * otherwise the token would be a way to guess the password.
 * @throws Problem 401, 429
 */
export async function confirmPerson(services: PeopleServices, id: string, password: string): Promise<User> {
  const user = await findUser(services, id);
  const guesser = { ip: null, email: user.email };
  await admitGuess(services, guesser);
  if (!(await services.passwords.verify(password, user.passwordHash))) throw wrongPassword();
  await forgiveGuess(services, guesser);
  return user;
}

export function wrongPassword(): Problem {
  return new Problem("sign_in_failed", "The password or the code is wrong.");
}
