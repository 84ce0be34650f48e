import { useQueryClient } from "@tanstack/solid-query";
import { type Accessor, createSignal } from "solid-js";
import { useMay } from "~/api/account.ts";
import { nowMs } from "~/primitives/clock.ts";
import { type ApiKey, type CreatedApiKey, keysKey } from "./api-key-queries.ts";
import { isWorking, keyState } from "./key-state.ts";
import { RevokeKey } from "./revoke-key.tsx";
import { RotateKey } from "./rotate-key.tsx";

export interface KeyActions {
  readonly rotate: (key: ApiKey) => void;
  readonly revoke: (key: ApiKey) => void;
  readonly mayRotate: (key: ApiKey) => boolean;
  readonly mayRevoke: (key: ApiKey) => boolean;
  /** What of the key's scopes one does not hold: then its successor is for somebody else to make. */
  readonly lackedOf: (key: ApiKey) => readonly string[];
  readonly rotating: Accessor<ApiKey | null>;
  readonly revoking: Accessor<ApiKey | null>;
  readonly close: () => void;
}

/** What can be done with a key, from the list and from its drawer. */
export function useKeyActions(keys: () => readonly ApiKey[]): KeyActions {
  const may = useMay();
  const queries = useQueryClient();
  const [rotatingId, setRotatingId] = createSignal<string | null>(null);
  const [revokingId, setRevokingId] = createSignal<string | null>(null);
  const find = (wanted: string | null) => keys().find(({ id }) => id === wanted) ?? null;
  const works = (key: ApiKey) => isWorking(keyState(key, nowMs()));
  const lackedOf = ({ scopes }: ApiKey) => scopes.filter((scope) => !may(scope));
  return {
    rotate: ({ id }) => setRotatingId(id),
    revoke: ({ id }) => {
      setRevokingId(id);
      // It says when the key was last used: what the list was told a while ago may be wrong by now.
      void queries.invalidateQueries({ queryKey: keysKey() });
    },
    mayRotate: (key) =>
      may("keys:rotate") && works(key) && key.replacedBy === null && lackedOf(key).length === 0,
    mayRevoke: (key) => may("keys:revoke") && works(key),
    lackedOf,
    rotating: () => find(rotatingId()),
    revoking: () => find(revokingId()),
    close: () => {
      setRotatingId(null);
      setRevokingId(null);
    },
  };
}

export function KeyActionDialogs(props: {
  readonly actions: KeyActions;
  readonly onRotated: (created: CreatedApiKey) => void;
}) {
  return (
    <>
      <RotateKey
        apiKey={props.actions.rotating()}
        onClose={props.actions.close}
        onRotated={props.onRotated}
      />
      <RevokeKey apiKey={props.actions.revoking()} onClose={props.actions.close} />
    </>
  );
}
