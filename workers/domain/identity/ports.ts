import type { RefreshedSession } from "./decide-refresh.ts";
import type { TokenKeyTimes } from "./token-key-lifecycle.ts";
import type { Session, User } from "./user.ts";

/** What knowing people needs of the world. */

export interface UserRepository {
  find(id: string): Promise<User | null>;
  findByEmail(email: string): Promise<User | null>;
  rename(id: string, name: string, now: number): Promise<void>;
  /** The same password, hashed harder. Nothing happens when it was changed meanwhile. */
  upgradeHash(id: string, from: string, to: string): Promise<void>;
  /** A new password; every session but this one ends. False when the password is not `from` any more. */
  changePassword(id: string, from: string, to: string, keptSession: string, now: number): Promise<boolean>;
  /** Replaces one that was never enabled. False when one is enabled. */
  beginSecondFactor(id: string, sealed: string, now: number): Promise<boolean>;
  /** False when it is not the one that was begun last, or when one is enabled. */
  enableSecondFactor(id: string, sealed: string, factor: EnabledFactor, now: number): Promise<boolean>;
  disableSecondFactor(id: string, now: number): Promise<void>;
  /** False when this step or a later one was used before: a code that was looked at over a shoulder works once. */
  useStep(id: string, step: number): Promise<boolean>;
  /** False when it was used meanwhile, or never was one. */
  useRecoveryCode(id: string, hash: string): Promise<boolean>;
}

export interface EnabledFactor {
  readonly step: number;
  readonly recoveryHashes: readonly string[];
}

export interface NewSession extends Session {
  readonly userId: string;
  readonly refreshHash: string;
}

export interface StoredSession extends RefreshedSession {
  readonly id: string;
  readonly userId: string;
}

export interface SessionRepository {
  /** False when the password is not `passwordHash` any more, or when all sessions were ended since it began. */
  insert(session: NewSession, passwordHash: string): Promise<boolean>;
  find(id: string): Promise<StoredSession | null>;
  /** False when the token is not `from` any more, or when the session was revoked. */
  rotate(id: string, from: string, to: string, now: number, expiresAt: number): Promise<boolean>;
  /** Those that are live, newest first. */
  list(userId: string, now: number): Promise<readonly Session[]>;
  /** False when the person has no such session. */
  revoke(userId: string, id: string, now: number): Promise<boolean>;
  /** Also those that are just being made. */
  revokeAll(userId: string, now: number): Promise<void>;
  /** Rows that nobody needs any more; so many at most. */
  removeExpired(now: number, limit: number): Promise<void>;
}

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** With null, as for an address that nobody has, it works as hard and answers false. */
  verify(password: string, stored: string | null): Promise<boolean>;
  needsUpgrade(stored: string): boolean;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

export interface AccessTokens {
  issue(userId: string, sessionId: string): Promise<AccessToken>;
  /** Null for everything but a token of ours that is valid now. */
  verify(token: string): Promise<{ readonly userId: string; readonly sessionId: string } | null>;
}

/** Public halves as JSON Web Keys (RFC 7517). */
export interface KeySet {
  readonly keys: readonly Readonly<Record<string, string>>[];
}

/** The keys that sign access tokens. */
export interface TokenKeys {
  times(): Promise<readonly TokenKeyTimes[]>;
  /** Unless there is one in use that is younger than `olderThan`: another isolate was quicker. */
  make(olderThan: number, now: number): Promise<void>;
  retire(kids: readonly string[], now: number): Promise<void>;
  remove(kids: readonly string[]): Promise<void>;
  publicKeys(): Promise<KeySet>;
}

/** What follows a refresh token is computed, so that an answer that was lost can be given once more. */
export interface RefreshSecrets {
  /** 43 characters of chance. */
  first(): string;
  /** Only the gateway can compute it. */
  successor(token: string): Promise<string>;
}

/** Codes by time (RFC 6238). The secret is shown once, when it is made. */
export interface Authenticators {
  create(userId: string, email: string): Promise<NewAuthenticator>;
  /** The time step whose code this is, or null. */
  match(userId: string, sealed: string, code: string, now: number): Promise<number | null>;
}

export interface NewAuthenticator {
  readonly secret: string;
  /** `otpauth://…`, for a QR code. */
  readonly uri: string;
  readonly sealed: string;
}
