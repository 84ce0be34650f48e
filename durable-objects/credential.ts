import { DurableObject } from "cloudflare:workers";

/** One per credential (`${orgId}:${credentialId}`): keeps its access token and fetches a new one, once for everybody who waits. */
export class CredentialObject extends DurableObject<Env> {}
