/** A person, as stored. What is secret here never leaves the services. */
export interface User {
  readonly id: string;
  /** Normalised. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** The TOTP secret, sealed; null when none was ever begun. */
  readonly totpSealed: string | null;
  /** Null while the first code has not proved that the authenticator works. */
  readonly totpEnabledAt: number | null;
  /** SHA-256 of the recovery codes that are left. */
  readonly recoveryHashes: readonly string[];
  readonly createdAt: number;
}

export type NewUser = Pick<User, "id" | "email" | "name" | "passwordHash" | "createdAt">;

/** A signed-in browser, as its person may see it. */
export interface Session {
  readonly id: string;
  readonly createdAt: number;
  /** When it last asked for a new access token. */
  readonly refreshedAt: number;
  readonly expiresAt: number;
  readonly ip: string;
  readonly userAgent: string;
}
