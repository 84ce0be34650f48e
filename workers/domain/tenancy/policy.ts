import { coversPattern, intersectHosts, uniteHosts } from "./host-pattern.ts";
import type { CatalogueMode } from "./organization-config.ts";

/** What holds in an organization, complete: the tightest of its own wishes and of everything above it. */
export interface EffectivePolicy {
  /** How long bodies and logs are kept. Tighter is shorter. */
  readonly retentionDays: number;
  /** Tighter is `strict`. */
  readonly catalogueMode: CatalogueMode;
  readonly httpsOnly: boolean;
  /** Host patterns that targets may have; null for any, an empty list for none. */
  readonly allowedHosts: readonly string[] | null;
  readonly deniedHosts: readonly string[];
  /** Regions that data may live in; null for any. */
  readonly residency: readonly string[] | null;
  /** How long the audit log is kept. Tighter is longer: whoever is above demands evidence. */
  readonly auditRetentionDays: number;
}

/** What an organization demands for itself and for all below it. Null and absent: nothing beyond what is inherited. */
export type OwnPolicy = {
  readonly [Member in keyof EffectivePolicy]?: EffectivePolicy[Member] | null | undefined;
};

export const MAX_RETENTION_DAYS = 3_650;
export const MAX_HOSTS = 100;

/** Above every top organization: it forbids nothing. */
export const LOOSEST: EffectivePolicy = {
  retentionDays: MAX_RETENTION_DAYS,
  catalogueMode: "open",
  httpsOnly: false,
  allowedHosts: null,
  deniedHosts: [],
  residency: null,
  auditRetentionDays: 1,
};

/** What a top organization gets where it says nothing. It may ask for more, so these are no bounds. */
const TOP_DEFAULTS = { retentionDays: 30, auditRetentionDays: 365 };

/** The tightest of both. Nothing that `own` says makes anything looser than `parent` has it. */
export function inherit(parent: EffectivePolicy, own: OwnPolicy): EffectivePolicy {
  return {
    retentionDays: Math.min(parent.retentionDays, own.retentionDays ?? MAX_RETENTION_DAYS),
    catalogueMode: parent.catalogueMode === "strict" ? "strict" : (own.catalogueMode ?? "open"),
    httpsOnly: parent.httpsOnly || (own.httpsOnly ?? false),
    allowedHosts: intersectHosts(parent.allowedHosts, own.allowedHosts ?? null),
    deniedHosts: uniteHosts(parent.deniedHosts, own.deniedHosts ?? []),
    residency: intersectRegions(parent.residency, own.residency ?? null),
    auditRetentionDays: Math.max(parent.auditRetentionDays, own.auditRetentionDays ?? 1),
  };
}

/** A top organization's policy: nobody is above it. */
export function inheritAtTop(own: OwnPolicy): EffectivePolicy {
  return inherit(LOOSEST, {
    ...own,
    retentionDays: own.retentionDays ?? TOP_DEFAULTS.retentionDays,
    auditRetentionDays: own.auditRetentionDays ?? TOP_DEFAULTS.auditRetentionDays,
  });
}

interface LooserWish {
  readonly pointer: string;
  readonly message: string;
}

/** Where `own` asks for more than `parent` allows: refused, because it would seem to hold and would not. */
export function looserThan(parent: EffectivePolicy, own: OwnPolicy): readonly LooserWish[] {
  const found: LooserWish[] = [];
  const refuse = (pointer: string, message: string) => found.push({ pointer, message });
  if ((own.retentionDays ?? 0) > parent.retentionDays) {
    refuse("/retentionDays", `At most ${parent.retentionDays}: that is inherited and can only be shortened.`);
  }
  if (own.catalogueMode === "open" && parent.catalogueMode === "strict") {
    refuse("/catalogueMode", "It must be strict: that is inherited.");
  }
  if (own.httpsOnly === false && parent.httpsOnly)
    refuse("/httpsOnly", "It must be true: that is inherited.");
  own.allowedHosts?.forEach((pattern, index) => {
    if (parent.allowedHosts?.some((wide) => coversPattern(wide, pattern)) === false) {
      refuse(`/allowedHosts/${index}`, "It is not within the hosts that are allowed above.");
    }
  });
  own.residency?.forEach((region, index) => {
    if (parent.residency?.includes(region) === false) {
      refuse(`/residency/${index}`, `Only ${parent.residency.join(", ")}: that is inherited.`);
    }
  });
  if ((own.auditRetentionDays ?? Number.POSITIVE_INFINITY) < parent.auditRetentionDays) {
    const days = parent.auditRetentionDays;
    refuse("/auditRetentionDays", `At least ${days}: that is inherited and can only be lengthened.`);
  }
  return found;
}

/** Members whose value is not the organization's own wish but comes from above. */
export function inheritedMembers(
  own: OwnPolicy,
  effective: EffectivePolicy,
  hasParent: boolean,
): Readonly<Record<keyof EffectivePolicy, boolean>> {
  const fromAbove = (member: keyof EffectivePolicy) =>
    hasParent && JSON.stringify(own[member] ?? null) !== JSON.stringify(effective[member]);
  return {
    retentionDays: fromAbove("retentionDays"),
    catalogueMode: fromAbove("catalogueMode"),
    httpsOnly: fromAbove("httpsOnly"),
    allowedHosts: fromAbove("allowedHosts"),
    deniedHosts: fromAbove("deniedHosts"),
    residency: fromAbove("residency"),
    auditRetentionDays: fromAbove("auditRetentionDays"),
  };
}

function intersectRegions(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null || b === null) return a === null && b === null ? null : [...new Set(a ?? b ?? [])].sort();
  return [...new Set(a.filter((region) => b.includes(region)))].sort();
}
