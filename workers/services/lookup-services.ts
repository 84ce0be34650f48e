import type { LookupRowRepository, LookupTableRepository, ReadCsv } from "#domain/lookups/ports";
import type { Configurations, Intake } from "#domain/ports";

/** What lookup tables need. */
export interface LookupServices {
  readonly lookupTables: LookupTableRepository;
  readonly lookupRows: LookupRowRepository;
  readonly readCsv: ReadCsv;
  readonly configurations: Configurations;
  readonly intake: Intake;
  readonly createId: (prefix: string) => string;
  readonly inBackground: (work: Promise<void>) => void;
  readonly now: () => number;
}
