import type { SecretMaker, SecretValue } from "#domain/configuration-ports";
import { Problem } from "#domain/problem";
import type { SecretKind } from "#domain/signing/signing-config";

/**
 * A new signing secret, or the one that was brought along.
 * @throws Problem 422 that points at the member that is wrong, and never repeats the secret.
 */
export function makeSecret(
  maker: SecretMaker,
  wish: { readonly kind: SecretKind | undefined; readonly value: string | undefined },
  kindPointer: string,
  valuePointer: string,
): SecretValue {
  if (wish.value === undefined) return maker.generate(wish.kind ?? "hmac");
  const imported = maker.import(wish.value);
  if (!imported.ok) throw invalid(valuePointer, imported.message);
  if (wish.kind !== undefined && wish.kind !== imported.kind) {
    throw invalid(
      kindPointer,
      `The secret is for ${imported.kind}. Leave this member out, or send another secret.`,
    );
  }
  const { kind, value, publicKey } = imported;
  return publicKey === undefined ? { kind, value } : { kind, value, publicKey };
}

function invalid(pointer: string, message: string): Problem {
  return new Problem("invalid_body", "The signing secret cannot be used; see errors.", [
    { pointer, message },
  ]);
}
