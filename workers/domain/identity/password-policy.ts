import { COMMON_PASSWORDS } from "./common-passwords.ts";

const MIN_PASSWORD_LENGTH = 12;
/** Nothing longer is hashed: a body full of password would buy much work for little money. */
export const MAX_PASSWORD_LENGTH = 256;

/** `abcabcabcabc`: a short piece again and again is as easily guessed as the piece. */
const REPETITION = /^(.{1,4})\1+.{0,3}$/su;

/**
 * What is wrong with a new password, as a sentence, or null. Length and no known word, but no demands for kinds of
 * characters: those make people write `Password1!` (NIST SP 800-63B, section 3.1.1.2).
 */
export function findPasswordProblem(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) return `It must have at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (length > MAX_PASSWORD_LENGTH) return `It must have at most ${MAX_PASSWORD_LENGTH} characters.`;
  const plain = password.normalize("NFKC").toLowerCase();
  const [localPart = ""] = email.split("@");
  if (plain.includes(email) || plain === localPart) return "It must not be the e-mail address.";
  if (REPETITION.test(plain)) return "It must not repeat one short piece. Use several words.";
  if (COMMON_PASSWORDS.has(plain)) return "It is one of the commonest passwords. Use several words.";
  return null;
}
