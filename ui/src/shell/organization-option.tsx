import { Check } from "lucide-solid";
import { createEffect, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import type { MyOrganization } from "./my-organizations.ts";

const words = text.shell.organization;

interface OptionProps {
  readonly organization: MyOrganization;
  readonly index: number;
  /** A hit of a search: its way down is written, as what is above it is not in the list. */
  readonly flat: boolean;
  readonly chosen: boolean;
  readonly onHover: () => void;
  readonly onChoose: () => void;
}

export function OrganizationOption(props: OptionProps) {
  const isHere = () => props.organization.id === organizationId();
  const way = () => props.organization.above.map(({ name }) => name);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
    <div
      id={`organization-${props.index}`}
      role="option"
      tabindex="-1"
      aria-selected={props.chosen}
      ref={(element) => createEffect(() => props.chosen && element.scrollIntoView({ block: "nearest" }))}
      onMouseMove={props.onHover}
      onClick={props.onChoose}
      class={`flex cursor-pointer items-center gap-3 rounded-md py-1.5 pr-2 text-sm ${props.chosen ? "bg-accent-soft text-accent-ink" : "text-ink"}`}
      style={{ "padding-left": `${8 + (props.flat ? 0 : way().length * 16)}px` }}
    >
      <span class="min-w-0 flex-1">
        <span class="block truncate font-medium">{props.organization.name}</span>
        <Show when={way().length > 0}>
          <span class={`truncate text-xs ${props.flat ? "block" : "sr-only"}`}>
            {words.under(way().join(" / "))}
          </span>
        </Show>
      </span>
      <span class={`shrink-0 text-xs ${props.chosen ? "" : "text-faint"}`}>
        {props.organization.role?.name ?? words.byRoleAbove}
      </span>
      <span class="w-3.5 shrink-0">
        <Show when={isHere()}>
          <Check class="size-3.5" aria-hidden="true" />
          <span class="sr-only">{words.here}</span>
        </Show>
      </span>
    </div>
  );
}
