import { secretProblem } from "#domain/ingress/check-source";
import type { Connector } from "#domain/ingress/connector";
import { inboundTokenHint } from "#domain/ingress/inbound-token";
import type { SourceRecord, SourceToken } from "#domain/ingress/source";
import { draftSource, NEW_SOURCE, type SourceInput } from "#domain/ingress/source-draft";
import { Problem, type ProblemDetail } from "#domain/problem";
import { findConnector, findSource } from "./find-source.ts";
import type { SourceServices } from "./source-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

export interface CreatedSource {
  readonly record: SourceRecord;
  /** Shown this once. */
  readonly token: string;
}

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
  const { settings, newSettings, ...draft } = draftSource(NEW_SOURCE, input, connector);
  const problems = [...draft.problems, ...newSecretProblems(connector, input.secret, "/secret")];
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
    const draft = draftSource(before, input, connector);
    if (draft.problems.length > 0) throw invalid(draft.problems);
    const record: SourceRecord = {
      ...before,
      ...draft.settings,
      sealedSettings: draft.sealedSettings,
      name: input.name ?? before.name,
      enabled: input.enabled ?? before.enabled,
      updatedAt: laterThan(before, services.now()),
    };
    return saveChange(services, orgId, before, {
      record,
      newSecrets: new Map(),
      newSettings: draft.newSettings,
    });
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
