/** What a call changed, as the API shows it: secrets are masked there already, so they are masked here. */
export interface AuditNote {
  readonly target: { readonly kind: string; readonly id: string };
  /** The resource before and after, as presented. Absent: there was none, or there is none left. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A handler's notes for the audit log. The last one counts. */
export class AuditTrail {
  #note: AuditNote | null = null;

  note(note: AuditNote): void {
    this.#note = note;
  }

  get noted(): AuditNote | null {
    return this.#note;
  }
}
