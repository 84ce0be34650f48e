import { DurableObject } from "cloudflare:workers";
import { countStored, purgeStorage } from "./purge-storage.ts";

/** One per organization, and one for what belongs to none: the token buckets of its keys, its people and itself. */
export class RateLimitObject extends DurableObject<Env> {
  /** Its organization was deleted. */
  async purge(): Promise<void> {
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }
}
