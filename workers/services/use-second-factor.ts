import { readCode } from "#domain/identity/second-factor";
import type { User } from "#domain/identity/user";
import type { PeopleServices } from "./people-services.ts";

type Services = Pick<PeopleServices, "users" | "authenticators" | "hashSecret" | "now">;

export type SecondFactorResult = "right" | "wrong" | "missing";

/** Is this the person's second factor? A right code is used up by asking. Right without a code for who has no factor. */
export async function useSecondFactor(
  services: Services,
  user: User,
  text: string | undefined,
): Promise<SecondFactorResult> {
  if (user.totpEnabledAt === null || user.totpSealed === null) return "right";
  const typed = readCode(text);
  switch (typed.kind) {
    case "none":
      return "missing";
    case "totp": {
      const step = await services.authenticators.match(user.id, user.totpSealed, typed.code, services.now());
      return step !== null && (await services.users.useStep(user.id, step)) ? "right" : "wrong";
    }
    case "recovery": {
      const used = await services.users.useRecoveryCode(user.id, services.hashSecret(typed.code));
      return used ? "right" : "wrong";
    }
  }
}
