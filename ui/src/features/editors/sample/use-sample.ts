import { type Accessor, createMemo, createSignal } from "solid-js";
import { useMay } from "~/api/account.ts";
import { answer, api, inOrganization } from "~/api/client.ts";
import { useQuery } from "~/api/query.ts";
import { prettyJson } from "~/components/code/pretty-json.ts";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";
import { useUrlText } from "~/primitives/url-state.ts";
import { perDraft } from "../per-draft.ts";
import {
  eventsOf,
  firstChoice,
  type PastEvent,
  readChoice,
  type SampleChoice,
  sortExamples,
  writeChoice,
} from "./sample-choice.ts";

export interface Sample {
  readonly choice: Accessor<SampleChoice>;
  readonly choose: (choice: SampleChoice) => void;
  readonly events: Accessor<readonly PastEvent[]>;
  readonly examples: Accessor<readonly { readonly name: string }[]>;
  /** Its event type; what is one's own has one, too. */
  readonly type: Accessor<string>;
  /** As it was sent, digit for digit. Null while it is not there: loading, gone, or no JSON. */
  readonly payloadText: Accessor<string | null>;
  /** The same, to look into. Undefined while there is none. */
  readonly payload: Accessor<unknown>;
  readonly own: OwnSample;
  readonly isLoading: Accessor<boolean>;
  /** The event's payload is no longer kept. */
  readonly isGone: Accessor<boolean>;
  readonly error: Accessor<unknown>;
}

interface OwnSample {
  readonly text: Accessor<string>;
  readonly setText: (text: string) => void;
  readonly type: Accessor<string>;
  readonly setType: (type: string) => void;
}

const ownOf = perDraft((draft): OwnSample => {
  const [text, setText] = createSignal("{}");
  const [type, setType] = createSignal(
    draft.record().eventTypes.find((one) => !one.includes("*")) ?? "test.event",
  );
  return { text, setText, type, setType };
});

const SHOWN_DELIVERIES = 100;

/** Which payload the editors of this page work with; it stands in the address, and all tabs share it. */
export function useSample(draft: IntegrationDraft): Sample {
  const may = useMay();
  const own = ownOf(draft);
  const [chosen, setChosen] = useUrlText("sample");
  const deliveries = useQuery(() => ({
    queryKey: inOrganization("deliveries", "samples", draft.id),
    queryFn: ({ signal }) => {
      const query = { integrationId: draft.id, limit: SHOWN_DELIVERIES };
      return answer(api.GET("/api/v1/deliveries", { params: { query }, signal }));
    },
    enabled: may("deliveries:read") && may("events:read"),
  }));
  const types = useQuery(() => ({
    queryKey: inOrganization("event-types", "samples"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/event-types", { params: { query: { limit: 200 } }, signal })),
    enabled: may("catalogue:read"),
  }));
  const patterns = () => draft.value().eventTypes;
  const events = createMemo(() => eventsOf(deliveries.data?.items ?? []));
  const examples = createMemo(() => {
    const known = (types.data?.items ?? []).filter(
      ({ example }) => example !== undefined && example !== null,
    );
    return sortExamples(known, patterns());
  });
  const choice = createMemo((): SampleChoice => {
    const text = chosen();
    return text === null ? firstChoice(events(), examples(), patterns()) : readChoice(text);
  });
  const eventId = () => {
    const now = choice();
    return now.kind === "event" ? now.id : null;
  };
  const event = useQuery(() => ({
    queryKey: inOrganization("events", eventId()),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/events/{id}", { params: { path: { id: eventId() ?? "" } }, signal })),
    enabled: eventId() !== null,
    staleTime: 60_000,
  }));
  const listing = () => deliveries.isLoading || types.isLoading;
  const payloadText = createMemo((): string | null => {
    const now = choice();
    if (now.kind === "own") return readJson(own.text()) === undefined ? null : own.text();
    if (now.kind === "event") return event.data?.payloadText ?? null;
    const example = examples().find(({ name }) => name === now.type)?.example;
    return example === undefined ? null : JSON.stringify(example, null, 2);
  });
  return {
    choice,
    choose: (next) => {
      // One's own begins as what was looked at: to change one member is what most want.
      const shown = payloadText();
      if (next.kind === "own" && shown !== null && own.text() === "{}") own.setText(prettyJson(shown));
      setChosen(writeChoice(next));
    },
    events,
    examples,
    type: () => {
      const now = choice();
      if (now.kind === "own") return own.type();
      return now.kind === "example" ? now.type : (event.data?.type ?? "");
    },
    payloadText,
    payload: createMemo(() => {
      const shown = payloadText();
      return shown === null ? undefined : readJson(shown);
    }),
    own,
    isLoading: () => (chosen() === null && listing()) || (eventId() !== null && event.isLoading),
    isGone: () => choice().kind === "event" && event.data?.payloadText === null,
    error: () => (choice().kind === "event" ? event.error : null),
  };
}

/** Undefined for what is no JSON: null is some. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
