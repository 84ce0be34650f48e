import type { components } from "~/api/openapi.d.ts";
import { type Pair, pairsOf, recordOf, wordsOf } from "~/features/connect/pairs.ts";
import { relevantFields } from "./relevant-fields.ts";
import type { Connector, Source } from "./source-queries.ts";
import { type MappingDraft, mappingDraft, mappingOf } from "./type-mapping.ts";

type Patch = components["schemas"]["SourcePatch"];

/** A source's settings as they are edited. Stored secrets are not in it: an empty field keeps them. */
export interface SettingsDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly isUnverified: boolean;
  readonly isAccepted: boolean;
  readonly tolerance: string;
  readonly mapping: MappingDraft;
  readonly headers: string;
  readonly labels: readonly Pair[];
  readonly windowMs: string;
  readonly hasResponse: boolean;
  readonly status: string;
  readonly responseHeaders: readonly Pair[];
  readonly responseBody: string;
}

export function settingsDraft(source: Source, connector: Connector): SettingsDraft {
  const secret = secretNames(connector);
  return {
    name: source.name,
    enabled: source.enabled,
    settings: Object.fromEntries(Object.entries(source.settings).filter(([name]) => !secret.has(name))),
    isUnverified: source.verification === "none",
    isAccepted: source.verification === "none",
    tolerance: source.toleranceSeconds === null ? "" : String(source.toleranceSeconds),
    mapping: mappingDraft(source.eventType, connector),
    headers: source.headers.join(", "),
    labels: pairsOf(source.labels),
    windowMs: source.deduplicate === null ? "off" : String(source.deduplicate.windowMs),
    hasResponse: source.response !== null,
    status: String(source.response?.status ?? 200),
    responseHeaders: pairsOf(source.response?.headers ?? {}),
    responseBody: source.response?.body ?? "",
  };
}

/** Members that differ, and no others: what somebody else changed meanwhile stays changed. */
export function settingsPatch(source: Source, connector: Connector, draft: SettingsDraft): Patch {
  const before = complete(source, settingsDraft(source, connector));
  const after = complete(source, draft);
  const settings = changedSettings(source, connector, draft);
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  return {
    ...(Object.fromEntries(changed) as Patch),
    ...(settings === null ? {} : { settings }),
    ...(after.verification === "none" && before.verification !== "none"
      ? { acceptUnverified: draft.isAccepted }
      : {}),
  };
}

function complete(source: Source, draft: SettingsDraft) {
  const windowMs = Number(draft.windowMs);
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    verification: draft.isUnverified ? ("none" as const) : ("provider" as const),
    // A text that is no number is sent as what no tolerance is, so that the gateway says what one is.
    toleranceSeconds: draft.tolerance.trim() === "" ? null : numberOr(draft.tolerance, 0),
    eventType: mappingOf(draft.mapping),
    headers: [...wordsOf(draft.headers)],
    labels: recordOf(draft.labels),
    deduplicate:
      draft.windowMs === "off" ? null : { ...(source.deduplicate ?? { include: [], exclude: [] }), windowMs },
    response: draft.hasResponse
      ? {
          status: numberOr(draft.status, 0),
          headers: recordOf(draft.responseHeaders),
          body: draft.responseBody,
        }
      : null,
  };
}

function changedSettings(
  source: Source,
  connector: Connector,
  draft: SettingsDraft,
): Record<string, string> | null {
  const secret = secretNames(connector);
  const changed = relevantFields(connector, draft.settings).flatMap(({ name }) => {
    const value = draft.settings[name] ?? "";
    const stays = secret.has(name) ? value === "" : value === (source.settings[name] ?? "");
    return name === connector.secretField || stays ? [] : [[name, value] as const];
  });
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

/** Stored secrets besides the main one, by their field, masked. */
export function masksOf(source: Source, connector: Connector): Record<string, string> {
  const secret = secretNames(connector);
  return Object.fromEntries(Object.entries(source.settings).filter(([name]) => secret.has(name)));
}

function secretNames({ fields }: Connector): ReadonlySet<string> {
  return new Set(fields.filter(({ kind }) => kind === "secret").map(({ name }) => name));
}

function numberOr(text: string, fallback: number): number {
  const value = Number(text);
  return Number.isInteger(value) ? value : fallback;
}
