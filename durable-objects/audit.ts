import { DurableObject } from "cloudflare:workers";
import { countStored, purgeStorage } from "./purge-storage.ts";

/** One per organization: numbers its audit entries and keeps the head of their hash chain. */
export class AuditObject extends DurableObject<Env> {
  /** Its organization was deleted. */
  async purge(): Promise<void> {
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }
}
