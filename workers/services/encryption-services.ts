import type { JobQueue } from "#domain/ports";
import type { CredentialVaults, KeyRotationRepository, KeyUsage, SealedRecords } from "#domain/secrets/ports";

/** What replacing the keys of secrets at rest needs. */
export interface EncryptionServices {
  readonly keyRotations: KeyRotationRepository;
  readonly sealedRecords: SealedRecords;
  readonly credentialVaults: CredentialVaults;
  readonly keyUsage: () => Promise<KeyUsage>;
  readonly jobQueue: JobQueue;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}
