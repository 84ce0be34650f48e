import type { HostResolver, Resolution } from "#domain/tenancy/host-resolution";
import type { HostRules } from "#domain/tenancy/host-rules";
import { addressFault } from "#domain/tenancy/ip-address";
import { checkTargetUrl, type TargetUrlCheck } from "#domain/tenancy/target-url";

export type TargetCheck =
  /** `url` is what must be fetched, with redirects off. */
  | { readonly ok: true; readonly url: string }
  /** `retryable`: nothing is wrong with the target itself, the DNS does not know it right now. */
  | { readonly ok: false; readonly retryable: boolean; readonly message: string };

/**
 * May the gateway send to this URL now? To be asked before every single request that a tenant can point somewhere:
 * what was public when it was saved may be private today. What is known already is answered without a promise.
 */
export type GuardTarget = (url: string, rules: HostRules) => TargetCheck | Promise<TargetCheck>;

export interface GuardOptions {
  readonly allowPrivate: boolean;
  /** Null: names are not looked up, which only somebody's own machine may want. */
  readonly resolver: HostResolver | null;
}

const MAX_URLS = 2_000;

export function createGuardTarget({ allowPrivate, resolver }: GuardOptions): GuardTarget {
  // By the rules' own object, which lives as long as its configuration: one text under one rule has one answer.
  const checked = new WeakMap<HostRules, Map<string, TargetUrlCheck>>();

  function checkUrl(url: string, rules: HostRules): TargetUrlCheck {
    let known = checked.get(rules);
    if (known === undefined || known.size >= MAX_URLS) {
      known = new Map();
      checked.set(rules, known);
    }
    let check = known.get(url);
    if (check === undefined) {
      check = checkTargetUrl(url, { allowPrivate, rules });
      known.set(url, check);
    }
    return check;
  }

  return (url, rules) => {
    const check = checkUrl(url, rules);
    if (!check.ok) return { ok: false, retryable: false, message: check.message };
    // An address needs no lookup, and has been judged.
    if (resolver === null || addressFault(check.hostname) !== undefined) return check;
    const resolution = resolver.resolve(check.hostname);
    return resolution instanceof Promise
      ? resolution.then((known) => judge(check, known))
      : judge(check, resolution);
  };
}

function judge(check: TargetUrlCheck & { ok: true }, resolution: Resolution): TargetCheck {
  switch (resolution.kind) {
    case "public":
      return check;
    case "private":
      return { ok: false, retryable: false, message: resolution.message };
    case "nowhere":
      return { ok: false, retryable: true, message: `${check.hostname} does not resolve to any address.` };
    case "unknown": {
      const message = `Where ${check.hostname} leads could not be looked up (${resolution.message}).`;
      return { ok: false, retryable: true, message };
    }
  }
}
