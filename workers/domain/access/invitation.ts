export const INVITATION_DAYS = 7;
export const MAX_INVITATION_DAYS = 30;

const TOKEN = /^igwi_([a-z]+(?:-[a-z]+)?)_([A-Za-z0-9_-]{43})$/;

/** 32 random bytes; the region is named like in API keys, so that a token that went astray can say so. */
export function formatInvitationToken(region: string, random: string): string {
  return `igwi_${region}_${random}`;
}

/** The region that made it, or null for what is no invitation token. */
export function regionOfInvitation(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

export interface Invitation {
  readonly orgId: string;
  readonly id: string;
  readonly email: string;
  readonly roleId: string;
  /** `user_…`, `key_…` or `operator`. */
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** An invitation as it is found by its token, whatever has become of it. */
export interface FoundInvitation extends Invitation {
  readonly acceptedAt: number | null;
  /** Null at the platform, and when the organization was deleted. */
  readonly organizationName: string | null;
}
