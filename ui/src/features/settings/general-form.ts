import type { components } from "~/api/openapi.d.ts";
import type { Organization } from "./settings-queries.ts";

type Patch = components["schemas"]["OrganizationPatch"];

/** Of what the gateway takes. */
export const MOST_DAYS = 3_650;
export const MOST_SHARDS = 32;

/** As it is typed: numbers are text until they are sent. */
export interface GeneralForm {
  readonly name: string;
  readonly catalogueMode: "open" | "strict";
  readonly retentionDays: string;
  readonly intakeShards: string;
}

export function formOf(organization: Organization): GeneralForm {
  return {
    name: organization.name,
    catalogueMode: organization.catalogueMode,
    retentionDays: String(organization.retentionDays),
    intakeShards: String(organization.intakeShards),
  };
}

/** Only what is another: a retention that comes from above must not become a wish of one's own by saving a name. */
export function changesOf(organization: Organization, form: GeneralForm): Patch {
  const before = formOf(organization);
  return {
    ...(form.name === before.name ? {} : { name: form.name }),
    ...(form.catalogueMode === before.catalogueMode ? {} : { catalogueMode: form.catalogueMode }),
    ...(form.retentionDays === before.retentionDays ? {} : { retentionDays: Number(form.retentionDays) }),
    ...(form.intakeShards === before.intakeShards ? {} : { intakeShards: Number(form.intakeShards) }),
  };
}
