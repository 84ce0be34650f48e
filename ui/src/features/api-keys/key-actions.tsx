import { type Accessor, createSignal } from "solid-js";
import { useMay } from "~/api/account.ts";
import { nowMs } from "~/primitives/clock.ts";
import type { ApiKey, CreatedApiKey } from "./api-key-queries.ts";
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
export function useKeyActions(): KeyActions {
  const may = useMay();
  const [rotating, setRotating] = createSignal<ApiKey | null>(null);
  const [revoking, setRevoking] = createSignal<ApiKey | null>(null);
  const works = (key: ApiKey) => isWorking(keyState(key, nowMs()));
  const lackedOf = ({ scopes }: ApiKey) => scopes.filter((scope) => !may(scope));
  return {
    rotate: setRotating,
    revoke: setRevoking,
    mayRotate: (key) =>
      may("keys:rotate") && works(key) && key.replacedBy === null && lackedOf(key).length === 0,
    mayRevoke: (key) => may("keys:revoke") && works(key),
    lackedOf,
    rotating,
    revoking,
    close: () => {
      setRotating(null);
      setRevoking(null);
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
