import type { OrganizationPaths } from "#domain/access/ports";
import type { Sha256 } from "#domain/audit/hash-chain";
import type { AuditArchive, AuditJournal, AuditLog } from "#domain/audit/ports";
import type { Sweeps } from "#domain/operations/ports";
import type { JobQueue } from "#domain/ports";

/** What recording, reading, exporting and verifying the audit log need. A test passes its own. */
export interface AuditServices {
  readonly auditJournal: AuditJournal;
  readonly auditLog: AuditLog;
  readonly auditArchive: AuditArchive;
  readonly organizationPaths: OrganizationPaths;
  readonly csvRows: (rows: readonly (readonly string[])[]) => string;
  readonly byteLength: (text: string) => number;
  readonly sha256: Sha256;
  readonly sweeps: Sweeps;
  readonly jobQueue: JobQueue;
  /** A new time-ordered id: `createId("export")`. */
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}
