import { createMemo, createSignal, on, Show, untrack } from "solid-js";
import { Segmented } from "~/components/segmented.tsx";
import { Select } from "~/components/select.tsx";
import { SearchBox } from "~/features/connect/search-box.tsx";
import { text } from "~/text/index.ts";
import { findPermissions, type PermissionInfo, resourceOf } from "./arrange-permissions.ts";
import { PermissionMatrix } from "./matrix/permission-matrix.tsx";
import { differenceOf, missingReads, type PermissionDifference } from "./permission-sets.ts";
import { resourceLabel } from "./words.ts";

const words = text.roles.matrix;
const SHOWN = ["all", "chosen", "changed", "different"] as const;
type Shown = (typeof SHOWN)[number];
/** A choice without a value would look like no choice at all. */
const NONE = "none";

/** A role that the chosen permissions can be held against. */
export interface Comparable {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
}

interface PermissionEditorProps {
  readonly label: string;
  readonly all: readonly PermissionInfo[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly readOnly: boolean;
  readonly difference?: PermissionDifference;
  readonly comparables?: readonly Comparable[];
  /** Says where it is allowed to act without seeing: a person needs both, a program often does not. */
  readonly forPeople?: boolean;
  /** In a dialog, which scrolls by itself. */
  readonly inDialog?: boolean;
}

/** The matrix with what helps to find one's way in it: search, what to show, another role to compare with. */
export function PermissionEditor(props: PermissionEditorProps) {
  const [search, setSearch] = createSignal("");
  const [shown, setShown] = createSignal<Shown>("all");
  const [otherId, setOtherId] = createSignal(NONE);
  const [pointed, setPointed] = createSignal<PermissionInfo | null>(null);
  const other = createMemo(() => {
    const found = props.comparables?.find(({ id }) => id === otherId());
    return found === undefined ? undefined : { name: found.name, permissions: new Set(found.permissions) };
  });
  const against = createMemo(() => {
    const compared = other();
    return compared === undefined ? null : differenceOf(compared.permissions, props.chosen, props.all);
  });
  const choices = () =>
    SHOWN.filter((choice) => {
      if (choice === "changed") return props.difference !== undefined && !props.readOnly;
      return choice !== "different" || other() !== undefined;
    });
  const filter = () => choices().find((choice) => choice === shown()) ?? "all";
  // What is unchosen while only the allowed are shown stays until one asks again: nothing may go from under the pointer.
  const permissions = createMemo(
    on([() => props.all, search, filter, other], ([all, typed, choice]) =>
      findPermissions(all, typed, resourceLabel).filter(({ name }) =>
        untrack(() => {
          switch (choice) {
            case "all":
              return true;
            case "chosen":
              return props.chosen.has(name);
            case "changed":
              return isIn(props.difference, name);
            case "different":
              return isIn(against(), name);
          }
        }),
      ),
    ),
  );
  const locked = () => props.all.filter(({ held }) => !held).length;
  const blind = () => (props.forPeople === true ? missingReads(props.chosen, props.all) : []);
  return (
    <div>
      <div class="flex flex-wrap items-center gap-2 border-b px-3 py-2.5 sm:px-4">
        {/* On a narrow screen in a line of its own. */}
        <div class="flex min-w-0 basis-full sm:max-w-80 sm:flex-1 sm:basis-40">
          <SearchBox
            label={words.search.label}
            placeholder={words.search.placeholder}
            group={text.roles.group}
            value={search()}
            onChange={setSearch}
          />
        </div>
        <Show when={props.comparables}>
          {(comparables) => (
            <Select
              class="w-48"
              label={words.compare}
              labelHidden
              options={[
                { value: NONE, label: words.compareNone },
                ...comparables().map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={otherId()}
              onChange={setOtherId}
            />
          )}
        </Show>
        {/* The last: it grows when there is something to compare with, and must not move what one points at. */}
        <Segmented
          label={words.show.label}
          options={choices().map((value) => ({ value, label: words.show[value] }))}
          value={filter()}
          onChange={setShown}
        />
      </div>
      <div
        class={`sticky z-10 flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b px-3 py-2 text-xs text-soft sm:px-4 ${props.inDialog === true ? "-top-4 bg-raised" : "top-13 bg-surface"}`}
      >
        <span role="status" class="font-medium text-ink tabular-nums">
          {words.chosen(props.chosen.size, props.all.length)}
        </span>
        <Show when={against()}>
          {(found) => (
            <span class="text-info">
              {words.compared(other()?.name ?? "", found().added.length, found().removed.length)}
            </span>
          )}
        </Show>
        <Show when={!props.readOnly && locked() > 0}>
          <span>{words.notHeldNote(locked())}</span>
        </Show>
        <Show when={!props.readOnly && blind().length > 0}>
          <span class="flex flex-wrap items-baseline gap-x-2 text-warn">
            {words.blind(
              blind()
                .map(({ name }) => resourceLabel(resourceOf(name)))
                .join(", "),
            )}
            <button
              type="button"
              class="font-medium text-accent-ink underline"
              onClick={() => props.onChange(new Set([...props.chosen, ...blind().map(({ name }) => name)]))}
            >
              {words.addReads}
            </button>
          </span>
        </Show>
        {/* What is heard is in each box's own name already. */}
        <span
          aria-hidden="true"
          class="min-h-4 min-w-0 basis-full truncate md:ml-auto md:max-w-[60%] md:basis-auto"
        >
          <Show
            when={pointed()}
            fallback={<span class="text-faint">{props.readOnly ? words.detailHint : words.keys}</span>}
          >
            {(permission) => (
              <>
                <code class="font-mono text-ink">{permission().name}</code> {permission().description}
                <Show when={!permission().held}>
                  <span class="text-warn"> ({words.notHeld})</span>
                </Show>
              </>
            )}
          </Show>
        </span>
      </div>
      <Show
        when={permissions().length > 0}
        fallback={<p class="px-4 py-6 text-sm text-faint">{words.noMatch}</p>}
      >
        <PermissionMatrix
          label={props.label}
          permissions={permissions()}
          chosen={props.chosen}
          onChange={props.onChange}
          readOnly={props.readOnly}
          difference={props.difference}
          other={other()}
          onPoint={setPointed}
        />
      </Show>
    </div>
  );
}

function isIn(difference: PermissionDifference | null | undefined, name: string): boolean {
  return difference?.added.includes(name) === true || difference?.removed.includes(name) === true;
}
