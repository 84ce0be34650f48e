export interface Complaint {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
  /** The name of a member that must not be there. */
  readonly extra: string | undefined;
}

/** What written code calls; it must be a global where it runs. */
export function addError(
  errors: Complaint[] | null,
  instancePath: string,
  keyword: string,
  message: string,
  extra?: string,
): Complaint[] {
  const complaint = { instancePath, keyword, message, extra };
  if (errors === null) return [complaint];
  errors.push(complaint);
  return errors;
}
