import type { Context } from "hono";
import type { Principal } from "#domain/access/principal";
import type { HttpEnv } from "./context.ts";

export type SignedInPerson = Extract<Principal, { kind: "user" }>;

/** Who calls a route of `access: "session"`: its guard has let nobody else through. */
export function signedInPerson(c: Context<HttpEnv>): SignedInPerson {
  const { principal } = c.var;
  if (principal.kind !== "user") throw new Error("A route for signed-in people has another guard.");
  return principal;
}
