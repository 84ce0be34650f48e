import { DurableObject } from "cloudflare:workers";

/** One per organization: numbers its audit entries and keeps the head of their hash chain. */
export class AuditObject extends DurableObject<Env> {}
