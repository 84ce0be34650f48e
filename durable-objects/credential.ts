import { DurableObject } from "cloudflare:workers";
import { countStored, purgeStorage } from "./purge-storage.ts";

/** One per credential (`${orgId}:${credentialId}`): keeps its access token and fetches a new one, once for everybody who waits. */
export class CredentialObject extends DurableObject<Env> {
  /** Its organization was deleted. */
  async purge(): Promise<void> {
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }
}
