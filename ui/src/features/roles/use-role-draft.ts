import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import type { PermissionInfo } from "./arrange-permissions.ts";
import { differenceOf, type PermissionDifference } from "./permission-sets.ts";
import type { RoleDraftBody, VersionedRole } from "./role-queries.ts";

/** A role while it is edited: what is stored, and what would be. */
export interface RoleDraft {
  readonly base: Accessor<VersionedRole>;
  readonly name: Accessor<string>;
  readonly setName: (name: string) => void;
  readonly description: Accessor<string>;
  readonly setDescription: (description: string) => void;
  readonly chosen: Accessor<ReadonlySet<string>>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
  readonly saved: Accessor<ReadonlySet<string>>;
  readonly difference: Accessor<PermissionDifference>;
  readonly isDirty: () => boolean;
  readonly body: () => RoleDraftBody;
  readonly discard: () => void;
  /** What was saved is what is stored now. */
  readonly moveTo: (saved: VersionedRole) => void;
  /** Somebody else's newer version, while there are changes of one's own. */
  readonly theirs: Accessor<VersionedRole | null>;
  readonly resolve: (keep: "mine" | "theirs") => void;
}

/** A newer version moves the ground only while nothing is being edited. */
export function createRoleDraft(
  loaded: Accessor<VersionedRole>,
  order: Accessor<readonly PermissionInfo[]>,
): RoleDraft {
  const [base, setBase] = createSignal(loaded());
  const [name, setName] = createSignal(loaded().role.name);
  const [description, setDescription] = createSignal(loaded().role.description);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set(loaded().role.permissions));
  const [theirs, setTheirs] = createSignal<VersionedRole | null>(null);
  const saved = createMemo((): ReadonlySet<string> => new Set(base().role.permissions));
  const difference = createMemo(() => differenceOf(saved(), chosen(), order()));
  const isDirty = () =>
    name() !== base().role.name ||
    description() !== base().role.description ||
    difference().added.length + difference().removed.length > 0;
  const moveTo = (version: VersionedRole) => {
    setBase(version);
    setName(version.role.name);
    setDescription(version.role.description);
    setChosen(new Set(version.role.permissions));
    setTheirs(null);
  };
  createEffect(
    on(
      loaded,
      (read) => {
        if (read.etag === base().etag) return;
        if (isDirty()) setTheirs(read);
        else moveTo(read);
      },
      { defer: true },
    ),
  );
  return {
    base,
    name,
    setName,
    description,
    setDescription,
    chosen,
    setChosen,
    saved,
    difference,
    isDirty,
    theirs,
    moveTo,
    body: () => ({ name: name().trim(), description: description().trim(), permissions: [...chosen()] }),
    discard: () => moveTo(base()),
    resolve: (keep) => {
      const other = theirs();
      if (other === null) return;
      if (keep === "theirs") moveTo(other);
      else {
        setBase(other);
        setTheirs(null);
      }
    },
  };
}
