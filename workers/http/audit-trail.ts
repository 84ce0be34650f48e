import type { AuditTarget } from "#domain/audit/audit-entry";

/** What a call changed, as the API shows it: secrets are masked there already, so they are masked here. */
export interface AuditNote {
  readonly target: AuditTarget;
  /** The resource before and after, as presented. Absent: there was none, or there is none left. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Another organization that this is about: its log gets the entry too. `*` for the platform's. */
  readonly about?: string | undefined;
}

/** A handler's notes for the audit log. The last one counts. */
export class AuditTrail {
  #note: AuditNote | null = null;
  #changed = true;

  note(note: AuditNote): void {
    this.#note = note;
  }

  /** It succeeded and changed nothing, as a dry run does: there is nothing to record. */
  nothingChanged(): void {
    this.#changed = false;
  }

  get noted(): AuditNote | null {
    return this.#note;
  }

  get changed(): boolean {
    return this.#changed;
  }
}
