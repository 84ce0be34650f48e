import type { SealedSecret } from "../credentials/credential.ts";
import type { ProblemDetail } from "../problem.ts";
import { findFieldProblems, findSourceProblems, settingFields } from "./check-source.ts";
import type { Connector } from "./connector.ts";
import type { SourceSettings } from "./source.ts";

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
  readonly deduplicate?: SourceSettings["deduplicate"] | undefined;
}

/** What there is before the input; of a new source nothing. */
export interface CurrentSource extends SourceSettings {
  readonly sealedSettings: Readonly<Record<string, SealedSecret>>;
}

export const NEW_SOURCE: CurrentSource = {
  verification: "provider",
  settings: {},
  toleranceSeconds: null,
  response: null,
  eventType: null,
  headers: [],
  labels: {},
  deduplicate: null,
  sealedSettings: {},
};

export interface SourceDraft {
  readonly settings: SourceSettings;
  /** Those that stay as they are. */
  readonly sealedSettings: Readonly<Record<string, SealedSecret>>;
  /** Texts to seal, by the field's name. */
  readonly newSettings: ReadonlyMap<string, string>;
  readonly problems: readonly ProblemDetail[];
}

/** The input on top of what there is, checked as a whole. */
export function draftSource(current: CurrentSource, input: SourceInput, connector: Connector): SourceDraft {
  const { manifest } = connector;
  const verification = input.verification ?? current.verification;
  const fields = completeFields(current, input.settings ?? {}, connector);
  const settings: SourceSettings = {
    verification,
    settings: fields.plain,
    toleranceSeconds:
      input.toleranceSeconds === undefined ? current.toleranceSeconds : input.toleranceSeconds,
    response: input.response === undefined ? current.response : input.response,
    eventType: input.eventType === undefined ? current.eventType : input.eventType,
    headers: (input.headers ?? current.headers).map((name) => name.toLowerCase()),
    labels: input.labels ?? current.labels,
    deduplicate: input.deduplicate === undefined ? current.deduplicate : input.deduplicate,
  };
  const problems = [
    ...acknowledgementProblems(current, input, verification),
    ...findFieldProblems(manifest, fields.whole, verification === "provider"),
    ...(verification === "none" ? [] : ownProblems(connector, fields.whole)),
    ...secretHeaderProblems(settings.headers, connector, fields.whole),
    ...findSourceProblems(settings, manifest),
  ];
  return { settings, sealedSettings: fields.sealed, newSettings: fields.newSecrets, problems };
}

/** Asked for once, when it is switched on: not with every later change. */
function acknowledgementProblems(
  current: CurrentSource,
  input: SourceInput,
  verification: SourceSettings["verification"],
): ProblemDetail[] {
  if (verification !== "none" || current.verification === "none" || input.acceptUnverified === true)
    return [];
  const message =
    "Anybody who learns the address could send events in the provider's name. If you mean that, send acceptUnverified: true with it.";
  return [{ pointer: "/acceptUnverified", message }];
}

function ownProblems(connector: Connector, whole: Readonly<Record<string, string>>): ProblemDetail[] {
  const found = connector.findProblems?.(whole) ?? [];
  return found.map(({ field, message }) => ({ pointer: `/settings/${field}`, message }));
}

/** Labels are shown in the log and sent to targets: the header that a key comes in cannot be one. */
function secretHeaderProblems(
  headers: readonly string[],
  connector: Connector,
  whole: Readonly<Record<string, string>>,
): ProblemDetail[] {
  const secret = new Set(connector.secretNames?.(whole) ?? []);
  return headers.flatMap((name, index) =>
    secret.has(name) ? [{ pointer: `/headers/${index}`, message: `${name} holds the source's key.` }] : [],
  );
}

/** Secret fields apart from plain ones. A mask that comes back stands for what is stored; an empty text ends it. */
function completeFields(
  current: CurrentSource,
  given: Readonly<Record<string, string>>,
  { manifest }: Connector,
) {
  const fields = settingFields(manifest);
  const secretNames = new Set(fields.filter(({ kind }) => kind === "secret").map(({ name }) => name));
  const defaults = fields.flatMap((field) =>
    field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  const plain: Record<string, string> = { ...Object.fromEntries(defaults), ...current.settings };
  const sealed: Record<string, SealedSecret> = { ...current.sealedSettings };
  const newSecrets = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    if (!secretNames.has(name)) plain[name] = value;
    else if (value === "") delete sealed[name];
    else if (sealed[name]?.hint !== value) newSecrets.set(name, value);
  }
  const masks = Object.entries(sealed).map(([name, { hint }]) => [name, hint] as const);
  const whole = { ...Object.fromEntries(masks), ...plain, ...Object.fromEntries(newSecrets) };
  return { plain, sealed, newSecrets, whole };
}
