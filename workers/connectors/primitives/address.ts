import type { FieldProblem } from "#domain/ingress/connector";

/** For settings that hold the address as it is written at a provider that signs it. Not normalized: every letter counts. */
export function findAddressProblems(
  settings: Readonly<Record<string, string>>,
  field: string,
): readonly FieldProblem[] {
  const written = settings[field]?.trim();
  if (!written) return [];
  const right = /^https?:\/\//i.test(written) && URL.canParse(written);
  return right ? [] : [{ field, message: "Write the whole address, beginning with https://." }];
}
