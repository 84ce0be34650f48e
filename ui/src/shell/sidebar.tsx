import { A, useLocation } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import { PLACE_GROUPS, type Place } from "./navigation.ts";

export function Sidebar(props: { readonly onNavigate?: () => void }) {
  const may = useMay();
  return (
    <nav aria-label={text.shell.nav.label} class="flex flex-col gap-5 p-3">
      <For each={PLACE_GROUPS}>
        {(group) => (
          <Show when={group.places.some(({ permission }) => may(permission))}>
            <div>
              <h2 class="px-2 pb-1 text-xs font-medium text-faint">{group.label}</h2>
              <ul class="flex flex-col gap-px">
                <For each={group.places.filter(({ permission }) => may(permission))}>
                  {(place) => <SidebarLink place={place} onNavigate={props.onNavigate} />}
                </For>
              </ul>
            </div>
          </Show>
        )}
      </For>
    </nav>
  );
}

function SidebarLink(props: { readonly place: Place; readonly onNavigate: (() => void) | undefined }) {
  const location = useLocation();
  const href = () => `/o/${organizationId()}${props.place.path}`;
  const isHere = () =>
    props.place.path === ""
      ? location.pathname.replace(/\/$/, "") === href()
      : location.pathname === href() || location.pathname.startsWith(`${href()}/`);
  return (
    <li>
      <A
        href={href()}
        aria-current={isHere() ? "page" : undefined}
        onClick={() => props.onNavigate?.()}
        class={`flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm ${isHere() ? "bg-accent-soft font-medium text-accent-ink" : "text-soft hover:bg-sunken hover:text-ink"}`}
      >
        <props.place.icon class="size-4 shrink-0" aria-hidden="true" />
        {props.place.label}
      </A>
    </li>
  );
}
