import { createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { bodyText, readJson } from "~/features/connect/json-text.ts";
import { debounced } from "~/primitives/debounced.ts";
import type { EventType } from "./event-type-queries.ts";
import type { Check } from "./payload-check.tsx";

const PAUSE_MS = 400;

/**
 * What the type's schema says of a payload while it is typed; null while nobody knows, and for a type without a schema. One
 * that cannot be checked (documentation of another draft) is not asked about again.
 */
export function usePayloadCheck(type: () => EventType, payload: () => string): () => Check | null {
  const settled = debounced(payload, PAUSE_MS);
  const [unusable, setUnusable] = createSignal("");
  const version = () => `${type().name} ${type().updatedAt}`;
  const query = useQuery(() => ({
    queryKey: inOrganization("event-types", "payload-check", version(), settled()),
    queryFn: async ({ signal }): Promise<Check | null> => {
      const asked = version();
      const mode = type().validation ?? "STRICT";
      const body = bodyText({ mode }, { schema: JSON.stringify(type().schema), payloads: `[${settled()}]` });
      const checking = api.POST("/api/v1/validation/check", {
        body: { schema: null, mode, payloads: [] },
        bodySerializer: () => body,
        signal,
      });
      try {
        return (await answer(checking)).results[0] ?? null;
      } catch (error) {
        if (!signal.aborted) setUnusable(asked);
        throw error;
      }
    },
    enabled: type().schema !== null && unusable() !== version() && readJson(settled()).kind === "json",
    retry: false,
    throwOnError: false,
  }));
  // Of what is not settled yet nothing is known.
  return () => (settled() === payload() ? (query.data ?? null) : null);
}
