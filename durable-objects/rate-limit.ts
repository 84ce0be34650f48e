import { DurableObject } from "cloudflare:workers";

/** One per organization, and one for what belongs to none: the token buckets of its keys, its people and itself. */
export class RateLimitObject extends DurableObject<Env> {}
