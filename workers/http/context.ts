import { OpenAPIHono } from "@hono/zod-openapi";
import type { Permission } from "#domain/access/permissions";
import type { Principal } from "#domain/access/principal";
import type { AnnounceCaller } from "#services/announce-caller";
import type { HttpServices } from "#services/composition";
import type { AuditTrail } from "./audit-trail.ts";
import { validationProblem } from "./validation-problem.ts";
import { speakInSentences } from "./validation-sentences.ts";

speakInSentences();

/** What every handler may use. `orgId` is set by authorization and names the tenant in every query. */
export interface Variables {
  readonly requestId: string;
  readonly correlationId: string;
  readonly services: HttpServices;
  readonly principal: Principal;
  readonly orgId: string;
  /** What the caller may do in that organization: nobody hands on what they do not hold. */
  readonly permissions: ReadonlySet<Permission>;
  /** On routes that declare an audited action: what they changed. */
  readonly trail: AuditTrail;
  /** On those of them that ask for no credentials: who it turned out to be. */
  readonly announce: AnnounceCaller;
}

export interface HttpEnv {
  readonly Bindings: Env;
  readonly Variables: Variables;
}

/** A router whose schema violations become problem documents with JSON pointers. */
export function createRouter(): OpenAPIHono<HttpEnv> {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw validationProblem(result.target, result.error.issues);
    },
  });
}
