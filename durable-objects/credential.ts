import { DurableObject } from "cloudflare:workers";
import { countStored, purgeStorage } from "./purge-storage.ts";

/** One per credential (`${orgId}:${credentialId}`): keeps its access token and fetches a new one, once for everybody who waits. */
export class CredentialObject extends DurableObject<Env> {
  /**
   * Key rotation asks every credential's object: seal what is kept here anew with the newest data key, and answer how
   * much that was. It must wait for a refresh that is under way, whose token was perhaps sealed with the key before.
   */
  async reseal(): Promise<number> {
    return 0;
  }

  /** Its organization was deleted. */
  async purge(): Promise<void> {
    await purgeStorage(this.ctx);
  }

  remains(): Promise<number> {
    return countStored(this.ctx);
  }
}
