import type { components } from "~/api/openapi.d.ts";
import { settingsToSend } from "./relevant-fields.ts";
import type { Connector } from "./source-queries.ts";
import { type MappingDraft, mappingOf } from "./type-mapping.ts";

/** What the form for a new source holds. */
export interface NewSource {
  readonly name: string;
  /** The main secret among them, under its field's name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly mapping: MappingDraft;
  readonly isUnverified: boolean;
  readonly isAccepted: boolean;
}

export function newSourceBody(connector: Connector, draft: NewSource): components["schemas"]["SourceCreate"] {
  const { secretField, id } = connector;
  const secret = secretField === null ? "" : (draft.settings[secretField] ?? "");
  const settings = settingsToSend(connector, draft.settings);
  const eventType = mappingOf(draft.mapping);
  return {
    name: draft.name.trim(),
    provider: id,
    ...(secret.trim() === "" ? {} : { secret }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(eventType === null ? {} : { eventType }),
    ...(draft.isUnverified ? { verification: "none", acceptUnverified: draft.isAccepted } : {}),
  };
}
