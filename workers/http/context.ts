import { OpenAPIHono } from "@hono/zod-openapi";
import type { HttpServices } from "#services/composition";
import { validationProblem } from "./validation-problem.ts";
import { speakInSentences } from "./validation-sentences.ts";

speakInSentences();

/** What every handler may use. `orgId` is set by authentication and names the tenant in every query. */
export interface Variables {
  readonly requestId: string;
  readonly correlationId: string;
  readonly services: HttpServices;
  readonly orgId: string;
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
