import { type Accessor, createSignal } from "solid-js";
import { actionOf, type PermissionInfo } from "~/features/roles/arrange-permissions.ts";

type Preset = "send" | "read" | "everything" | "nothing";

const TAKES: Readonly<Record<Preset, (scope: string) => boolean>> = {
  send: (scope) => scope === "events:publish",
  read: (scope) => actionOf(scope) === "read",
  everything: () => true,
  nothing: () => false,
};

/** Scopes as they are chosen: by what they are for, and then one by one. */
export function useScopeChoice(all: Accessor<readonly PermissionInfo[] | undefined>) {
  const [scopes, setScopes] = createSignal<ReadonlySet<string>>(new Set());
  const of = (preset: Preset): readonly string[] =>
    (all() ?? []).filter(({ name, held }) => held && TAKES[preset](name)).map(({ name }) => name);
  return {
    scopes,
    set: setScopes,
    preset: (preset: Preset) => setScopes(new Set(of(preset))),
    isOffered: (preset: Preset) => preset === "nothing" || of(preset).length > 0,
  };
}
