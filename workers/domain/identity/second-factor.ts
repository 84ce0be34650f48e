export const RECOVERY_CODES = 10;

/** What somebody typed where a code is asked for. */
export type TypedCode =
  | { readonly kind: "totp"; readonly code: string }
  | { readonly kind: "recovery"; readonly code: string }
  | { readonly kind: "none" };

/** People write spaces and hyphens, and upper or lower case, as they read them. */
export function readCode(text: string | undefined): TypedCode {
  const code = (text ?? "").replaceAll(/[\s-]/g, "").toLowerCase();
  if (code === "") return { kind: "none" };
  return /^\d{6}$/.test(code) ? { kind: "totp", code } : { kind: "recovery", code };
}

/** Sixteen characters of base 32, 80 bits, in groups that can be copied by hand: `k3fd-9x2m-…`. */
export function formatRecoveryCode(characters: string): string {
  return characters.match(/.{1,4}/g)?.join("-") ?? "";
}
