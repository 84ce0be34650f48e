import {
  findFieldProblems,
  findSourceProblems,
  secretProblem,
  settingFields,
} from "#domain/ingress/check-source";
import type { Connector } from "#domain/ingress/connector";
import { inboundTokenHint } from "#domain/ingress/inbound-token";
import type { SourceRecord, SourceSettings, SourceToken } from "#domain/ingress/source";
import { Problem, type ProblemDetail } from "#domain/problem";
import { findConnector, findSource } from "./find-source.ts";
import type { SourceServices } from "./source-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** What a caller may say of a source. Undefined: as it was, or the default. */
export interface SourceInput {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly verification?: SourceSettings["verification"] | undefined;
  /** Must be sent together with verification "none". */
  readonly acceptUnverified?: boolean | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly toleranceSeconds?: number | null | undefined;
  readonly response?: SourceSettings["response"] | undefined;
  readonly eventType?: SourceSettings["eventType"] | undefined;
  readonly headers?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface CreatedSource {
  readonly record: SourceRecord;
  /** Shown this once. */
  readonly token: string;
}

const DEFAULTS: SourceSettings = {
  verification: "provider",
  settings: {},
  toleranceSeconds: null,
  response: null,
  eventType: null,
  headers: [],
  labels: {},
};

/** @throws Problem 422 with pointers into the body, 409 when the organization has as many as it may have. */
export async function createSource(
  services: SourceServices,
  orgId: string,
  provider: string,
  input: SourceInput & { readonly name: string; readonly secret?: string | undefined },
): Promise<CreatedSource> {
  const connector = findConnector(services, provider);
  const createdAt = services.now();
  const { token, made } = makeToken(services, createdAt);
  const { settings, newSettings, problems } = complete(DEFAULTS, {}, input, connector, null);
  problems.push(...newSecretProblems(connector, input.secret, "/secret"));
  if (problems.length > 0) throw invalid(problems);
  const secretId = services.createId("sec");
  const secrets =
    input.secret === undefined ? [] : [{ id: secretId, sealed: "", hint: "", createdAt, expiresAt: null }];
  const record: SourceRecord = {
    ...settings,
    id: services.createId("src"),
    name: input.name,
    provider,
    enabled: input.enabled ?? true,
    sealedSettings: {},
    secrets,
    tokens: [made],
    createdAt,
    updatedAt: createdAt,
  };
  const newSecrets = new Map(input.secret === undefined ? [] : [[secretId, input.secret]]);
  if (!(await services.sourceRepository.insert(orgId, { record, newSecrets, newSettings }))) {
    throw new Problem("conflict", "The organization has as many sources as it may have. Delete one first.");
  }
  return { record: await findSource(services, orgId, record.id), token };
}

export interface UpdatedSource {
  readonly before: SourceRecord;
  readonly record: SourceRecord;
}

/** What is left out stays; `settings` are completed by what is stored. */
export async function updateSource(
  services: SourceServices,
  orgId: string,
  id: string,
  input: SourceInput,
  expectedUpdatedAt: number | null,
): Promise<UpdatedSource> {
  return untilUnchanged(expectedUpdatedAt, async (expect) => {
    const before = await findSource(services, orgId, id);
    expect(before);
    const connector = findConnector(services, before.provider);
    const { settings, newSettings, problems } = complete(
      before,
      before.sealedSettings,
      input,
      connector,
      before,
    );
    if (problems.length > 0) throw invalid(problems);
    const record: SourceRecord = {
      ...before,
      ...settings,
      name: input.name ?? before.name,
      enabled: input.enabled ?? before.enabled,
      updatedAt: laterThan(before, services.now()),
    };
    return saveChange(services, orgId, before, { record, newSecrets: new Map(), newSettings });
  });
}

/** Null when somebody else wrote meanwhile. */
export async function saveChange(
  services: SourceServices,
  orgId: string,
  before: SourceRecord,
  write: Parameters<SourceServices["sourceRepository"]["update"]>[1],
): Promise<UpdatedSource | null> {
  if (!(await services.sourceRepository.update(orgId, write, before.updatedAt))) return null;
  services.sourceDirectory.forget();
  return { before, record: await findSource(services, orgId, before.id) };
}

export function laterThan({ updatedAt }: SourceRecord, now: number): number {
  return Math.max(now, updatedAt + 1);
}

export function makeToken(services: SourceServices, createdAt: number): { token: string; made: SourceToken } {
  const { token, hash } = services.makeInboundToken();
  return { token, made: { hash, hint: inboundTokenHint(token), createdAt, expiresAt: null } };
}

export function invalid(problems: readonly ProblemDetail[]): Problem {
  return new Problem("invalid_body", "Nothing was saved; see errors.", problems.slice(0, 20));
}

export function newSecretProblems(
  { manifest }: Connector,
  secret: string | undefined,
  pointer: string,
): ProblemDetail[] {
  if (secret === undefined) return [];
  if (manifest.secretField === null) {
    return [{ pointer, message: `${manifest.name} signs with no secret of yours. Leave it out.` }];
  }
  const message = secretProblem(secret);
  return message === null ? [] : [{ pointer, message }];
}

/** The input on top of what there is, checked as a whole. */
function complete(
  current: SourceSettings,
  sealed: SourceRecord["sealedSettings"],
  input: SourceInput,
  connector: Connector,
  before: SourceRecord | null,
) {
  const { manifest } = connector;
  const verification = input.verification ?? current.verification;
  const problems: ProblemDetail[] = [];
  if (verification === "none" && before?.verification !== "none" && input.acceptUnverified !== true) {
    const message =
      "Anybody who learns the address could send events in the provider's name. If you mean that, send acceptUnverified: true with it.";
    problems.push({ pointer: "/acceptUnverified", message });
  }
  const secretNames = new Set(
    settingFields(manifest)
      .filter(({ kind }) => kind === "secret")
      .map(({ name }) => name),
  );
  const given = input.settings ?? {};
  const defaults = settingFields(manifest).flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  const plain: Record<string, string> = { ...Object.fromEntries(defaults), ...current.settings };
  const newSettings = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    // The mask that was shown stands for what is stored.
    if (!secretNames.has(name)) plain[name] = value;
    else if (sealed[name]?.hint !== value) newSettings.set(name, value);
  }
  const masks = Object.entries(sealed).map(([name, { hint }]) => [name, hint]);
  const whole = { ...Object.fromEntries(masks), ...plain, ...Object.fromEntries(newSettings) };
  problems.push(...findFieldProblems(manifest, whole));
  problems.push(
    ...(connector.findProblems?.(whole) ?? []).map(({ field, message }) => ({
      pointer: `/settings/${field}`,
      message,
    })),
  );
  const settings: SourceSettings = {
    verification,
    settings: plain,
    toleranceSeconds:
      input.toleranceSeconds === undefined ? current.toleranceSeconds : input.toleranceSeconds,
    response: input.response === undefined ? current.response : input.response,
    eventType: input.eventType === undefined ? current.eventType : input.eventType,
    headers: (input.headers ?? current.headers).map((name) => name.toLowerCase()),
    labels: input.labels ?? current.labels,
  };
  problems.push(...findSourceProblems(settings, manifest));
  return { settings, newSettings, problems };
}
