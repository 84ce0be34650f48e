import { findPasswordProblem } from "#domain/identity/password-policy";
import { Problem } from "#domain/problem";
import { confirmPerson } from "./confirm-person.ts";
import type { PeopleServices } from "./people-services.ts";

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Every other session ends: whoever knew the old password may sit in one of them. */
export async function changePassword(
  services: PeopleServices,
  userId: string,
  sessionId: string,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const user = await confirmPerson(services, userId, currentPassword);
  const problem =
    newPassword === currentPassword ? "It is the old one." : findPasswordProblem(newPassword, user.email);
  if (problem !== null) {
    throw new Problem("invalid_body", "Choose another password; see errors.", [
      { pointer: "/newPassword", message: problem },
    ]);
  }
  const hash = await services.passwords.hash(newPassword);
  const changed = await services.users.changePassword(
    userId,
    user.passwordHash,
    hash,
    sessionId,
    services.now(),
  );
  services.forgetPeople();
  if (!changed) throw new Problem("conflict", "The password was changed meanwhile, somewhere else.");
}
