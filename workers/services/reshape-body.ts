import { Problem } from "#domain/problem";
import type { BodyTransform } from "#domain/proxy/proxy-settings";
import type { Integration } from "#domain/tenancy/organization-config";
import { bodyShape } from "#domain/transformation/call-scope";
import { configFacts, targetFacts } from "#domain/transformation/delivery-scope";
import { parseExact } from "#domain/transformation/exact-json";
import { type CompiledSimple, compileSimple, renderSimple } from "#domain/transformation/simple-transform";
import { withLookups } from "./find-lookups.ts";
import { runScript, type ScriptTools } from "./run-script.ts";

export type ReshapeTools = ScriptTools & { readonly now: () => number };

export type Reshaped =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly retryAfterMs: number | null };

/** What a transformation of the proxy may name beside the body, which is `payload`. */
export interface CallFacts {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly correlationId: string;
  /** Of the answer; null while the request is made. */
  readonly status: number | null;
}

/** Make another JSON text of this one, by an integration's own mapping or script. Never throws for what those do. */
export async function reshapeBody(
  tools: ReshapeTools,
  integration: Integration,
  transform: BodyTransform,
  json: string,
  call: CallFacts,
): Promise<Reshaped> {
  const payload = parsed(json);
  if (payload === undefined) return failed("it is no JSON");
  const { status, ...request } = call;
  const facts = {
    config: configFacts(integration),
    env: integration.organization.variables,
    request,
    ...(status === null ? {} : { response: { status } }),
  };
  return transform.kind === "simple"
    ? bySimple(tools, integration, transform, { ...facts, payload })
    : byScript(
        tools,
        integration,
        transform.source,
        json,
        { ...facts, event: facts, target: targetFacts(integration) },
        call.id,
      );
}

type SimpleBody = Extract<BodyTransform, { readonly kind: "simple" }>;

/** By the settings' own object, which lives as long as its configuration. */
const compiledSimple = new WeakMap<SimpleBody, CompiledSimple | string>();

function compiledOf(transform: SimpleBody): CompiledSimple | string {
  const known = compiledSimple.get(transform);
  if (known !== undefined) return known;
  // Checked when it was saved; a variable may be gone since, and the call says so.
  const shape = { ...bodyShape("response", []), env: null };
  const compilation = compileSimple(transform, shape, { mode: "none" });
  const [problem] = compilation.ok ? [] : compilation.problems;
  const compiled = compilation.ok ? compilation.compiled : `${problem?.pointer}: ${problem?.message}`;
  compiledSimple.set(transform, compiled);
  return compiled;
}

async function bySimple(
  tools: ReshapeTools,
  { organization }: Integration,
  transform: SimpleBody,
  values: Readonly<Record<string, unknown>>,
): Promise<Reshaped> {
  const compiled = compiledOf(transform);
  if (typeof compiled === "string") return failed(compiled);
  const now = tools.now();
  const found = await withLookups(
    tools.lookups,
    organization.id,
    (lookups) => renderSimple(compiled, { values, now, lookups }),
    (result) => (result.kind === "wanted" ? result.keys : []),
  );
  if (found.kind !== "done") return failed(found.message, found.kind === "postponed" ? found.waitMs : null);
  const { result } = found;
  if (result.kind === "message") return { ok: true, text: result.message.payloadJson };
  return failed(result.kind === "failed" ? result.message : "its lookups were not answered");
}

async function byScript(
  tools: ReshapeTools,
  { organization }: Integration,
  source: string,
  payloadJson: string,
  facts: unknown,
  callId: string,
): Promise<Reshaped> {
  const run = { orgId: organization.id, source, payloadJson, facts, now: tools.now(), seed: callId };
  const answer = await runScript(tools, run);
  switch (answer.kind) {
    case "failed":
      return failed(answer.message);
    case "postponed":
      return failed(answer.message, answer.waitMs);
    case "cancelled":
      return failed(`the script refused: ${answer.reason}`);
    case "messages": {
      const [first, second] = answer.messages;
      if (first === undefined || second !== undefined) return failed("the script made several bodies of one");
      const { payloadJson: text, ...more } = first;
      const [changed] = Object.entries(more).filter(([, value]) => value !== undefined);
      return changed === undefined
        ? { ok: true, text }
        : failed(`the script changed ${changed[0]}: only the body is its own`);
    }
  }
}

/** For the caller. What passes by itself is said so: lookup tables that are away, a cage that rests. */
export function notReshaped(
  code: "invalid_body" | "upstream_unusable",
  what: string,
  { message, retryAfterMs }: Extract<Reshaped, { readonly ok: false }>,
): Problem {
  const detail = `${what} could not be transformed: ${message.replace(/\.$/, "")}.`;
  return retryAfterMs === null
    ? new Problem(code, detail)
    : new Problem("unavailable", detail, [], retryAfterMs);
}

function parsed(json: string): unknown {
  try {
    return parseExact(json);
  } catch {
    return undefined;
  }
}

function failed(message: string, retryAfterMs: number | null = null): Reshaped {
  return { ok: false, message, retryAfterMs };
}
