import { formatRecoveryCode, RECOVERY_CODES, readCode } from "#domain/identity/second-factor";
import { Problem } from "#domain/problem";
import { admitGuess, forgiveGuess } from "./admit-guess.ts";
import { confirmPerson, findUser, wrongPassword } from "./confirm-person.ts";
import type { PeopleServices } from "./people-services.ts";

const RECOVERY_CODE_LENGTH = 16;

/** The secret, shown this once. Nothing is asked for until its first code has proved that the authenticator works. */
export async function beginSecondFactor(
  services: PeopleServices,
  userId: string,
  password: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const user = await confirmPerson(services, userId, password);
  const { secret, uri, sealed } = await services.authenticators.create(user.id, user.email);
  if (!(await services.users.beginSecondFactor(user.id, sealed, services.now()))) throw enabledAlready();
  return { secret, uri };
}

/** From now on signing in needs a code. Answers the recovery codes, shown this once. */
export async function enableSecondFactor(
  services: PeopleServices,
  userId: string,
  text: string,
): Promise<readonly string[]> {
  const user = await findUser(services, userId);
  if (user.totpEnabledAt !== null) throw enabledAlready();
  if (user.totpSealed === null) {
    throw new Problem("conflict", "Begin first: POST /api/v1/me/second-factor shows the secret.");
  }
  const guesser = { ip: null, email: user.email };
  await admitGuess(services, guesser);
  const typed = readCode(text);
  const step =
    typed.kind === "totp"
      ? await services.authenticators.match(user.id, user.totpSealed, typed.code, services.now())
      : null;
  if (step === null) throw wrongPassword();
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(services));
  const recoveryHashes = codes.map((code) => services.hashSecret(code));
  const enabled = await services.users.enableSecondFactor(
    user.id,
    user.totpSealed,
    { step, recoveryHashes },
    services.now(),
  );
  if (!enabled) throw new Problem("conflict", "It was begun anew or enabled meanwhile. Look again.");
  await forgiveGuess(services, guesser);
  return codes.map(formatRecoveryCode);
}

/** The random half of an id: sixteen characters of base 32, 80 bits. */
function recoveryCode(services: PeopleServices): string {
  return services.createId("code").slice(-RECOVERY_CODE_LENGTH);
}

function enabledAlready(): Problem {
  return new Problem("conflict", "A second factor is enabled already. Disable it before you enrol another.");
}
