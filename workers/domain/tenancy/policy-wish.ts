import type { ProblemDetail } from "../problem.ts";
import { checkHostPattern } from "./host-pattern.ts";
import { type EffectivePolicy, looserThan, type OwnPolicy } from "./policy.ts";

export type CheckedPolicy =
  | { readonly ok: true; readonly own: OwnPolicy }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

/** Is this a policy that can be saved under this parent? Hosts are normalised on the way. @param parent null at the top */
export function checkPolicy(own: OwnPolicy, parent: EffectivePolicy | null, region: string): CheckedPolicy {
  const problems: ProblemDetail[] = [];
  const normalise = (member: "allowedHosts" | "deniedHosts") =>
    own[member]?.map((text, index) => {
      const checked = checkHostPattern(text);
      if (!checked.ok) problems.push({ pointer: `/${member}/${index}`, message: checked.message });
      return checked.ok ? checked.pattern : text;
    }) ?? null;
  const normalised: OwnPolicy = {
    ...own,
    allowedHosts: normalise("allowedHosts"),
    deniedHosts: normalise("deniedHosts"),
  };
  if (own.residency != null && !own.residency.includes(region)) {
    problems.push({
      pointer: "/residency",
      message: `It must name ${region}, where the organization lives.`,
    });
  }
  if (problems.length === 0 && parent !== null) problems.push(...looserThan(parent, normalised));
  return problems.length === 0 ? { ok: true, own: withoutNulls(normalised) } : { ok: false, problems };
}

/** Only wishes are kept: a null says nothing. */
function withoutNulls(own: OwnPolicy): OwnPolicy {
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null && value !== undefined));
}
