import {
  type HostResolver,
  judgeResolution,
  type Resolution,
  type TimedResolution,
} from "#domain/tenancy/host-resolution";
import { setBounded } from "../set-bounded.ts";
import { lookUp } from "./dns-over-https.ts";

const MAX_NAMES = 5_000;
/** A lookup that another request began ends with that request, should its caller hang up. */
const SHARED_WAIT_MS = 4_000;

interface Known {
  readonly resolution: Resolution;
  readonly until: number;
}

/** Live as long as the isolate, by resolver and name. */
const known = new Map<string, Known>();
const underWay = new Map<string, Promise<TimedResolution>>();

/** The DNS over HTTPS, remembered per isolate for as long as the answers allow, between 5 and 60 seconds. */
export function createHostResolver(resolverUrl: string, now: () => number): HostResolver {
  async function resolveAnew(key: string, hostname: string): Promise<Resolution> {
    const shared = underWay.get(key);
    if (shared !== undefined) {
      const answer = await Promise.race([shared, scheduler.wait(SHARED_WAIT_MS)]);
      if (answer !== undefined) return answer.resolution;
      if (underWay.get(key) === shared) underWay.delete(key);
    }
    const lookups = Promise.all([lookUp(resolverUrl, hostname, "A"), lookUp(resolverUrl, hostname, "AAAA")]);
    const judged = lookups.then(judgeResolution);
    underWay.set(key, judged);
    const { resolution, ttlMs } = await judged;
    if (underWay.get(key) === judged) underWay.delete(key);
    setBounded(known, key, { resolution, until: now() + ttlMs }, MAX_NAMES);
    return resolution;
  }

  return {
    resolve(hostname) {
      const key = `${resolverUrl} ${hostname}`;
      const remembered = known.get(key);
      if (remembered !== undefined && now() < remembered.until) return remembered.resolution;
      return resolveAnew(key, hostname);
    },
  };
}
