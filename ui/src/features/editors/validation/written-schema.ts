import { createSignal } from "solid-js";
import { perDraft } from "../per-draft.ts";

/** The schema as it is written: kept as long as the page, because the gateway keeps none that is not switched on. */
export const writtenSchema = perDraft((draft) => {
  const [schema, setSchema] = createSignal(printed(draft.value().validation?.schema));
  let seen = draft.revision();
  return {
    schema,
    setSchema,
    /** True once after everything was thrown away, also while another tab was looked at. */
    wasDiscarded: () => {
      const isNew = seen !== draft.revision();
      seen = draft.revision();
      return isNew;
    },
  };
});

/** Null for what is no schema yet. */
export function readSchema(written: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(written);
    return { value };
  } catch {
    return null;
  }
}

export function printed(schema: unknown): string {
  return schema === undefined ? "" : JSON.stringify(schema, null, 2);
}
