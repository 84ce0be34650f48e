import { z } from "@hono/zod-openapi";

export const ProblemSchema = z
  .object({
    type: z.string().openapi({ example: "/docs/problems#invalid_event" }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: "The stable word for programs." }),
    detail: z.string().openapi({ description: "What to do next." }),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .optional()
            .openapi({ description: "Where in the body: a JSON Pointer (RFC 6901)" }),
          parameter: z
            .string()
            .optional()
            .openapi({ description: "Or which query parameter, path parameter or header" }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .openapi("Problem", { description: "RFC 9457 problem document" });

const DESCRIPTIONS = {
  400: "Malformed request",
  401: "No valid key or token",
  403: "Not allowed",
  404: "Nothing here, or not yours",
  409: "Conflicts with what is stored",
  410: "Over, and not coming back",
  412: "Changed since it was read",
  413: "Too large",
  415: "Not plain UTF-8 JSON",
  422: "Understood, and not valid",
  429: "Too much at once, or more than the quota",
  405: "Not with this method",
  501: "Not supported",
  502: "The upstream failed",
  503: "Not possible right now",
  504: "The upstream did not answer in time",
  507: "No room left in the organization's quota",
} as const;

export type ProblemStatus = keyof typeof DESCRIPTIONS;

const CONTENT = { "application/problem+json": { schema: ProblemSchema } };

interface ProblemAnswer {
  readonly description: string;
  readonly content: typeof CONTENT;
}

/** The problem answers of a route, for its OpenAPI description. */
export function problems<const S extends ProblemStatus>(...statuses: readonly S[]): Record<S, ProblemAnswer> {
  const answers: Partial<Record<S, ProblemAnswer>> = {};
  for (const status of statuses) answers[status] = { description: DESCRIPTIONS[status], content: CONTENT };
  return answers as Record<S, ProblemAnswer>;
}
