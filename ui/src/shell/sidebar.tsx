import { A, useLocation } from "@solidjs/router";
import { For, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { text } from "~/text/index.ts";
import { PLACE_GROUPS, type Place } from "./navigation.ts";
import { type NavigationBadge, useBadges } from "./use-badges.ts";

export function Sidebar(props: { readonly onNavigate?: () => void }) {
  const may = useMay();
  const badgeOf = useBadges();
  return (
    <nav aria-label={text.shell.nav.label} class="flex flex-col gap-5 p-3">
      <For each={PLACE_GROUPS}>
        {(group) => (
          <Show when={group.places.some(({ permission }) => may(permission))}>
            <div>
              <h2 class="px-2 pb-1 text-xs font-medium text-faint">{group.label}</h2>
              <ul class="flex flex-col gap-px">
                <For each={group.places.filter(({ permission }) => may(permission))}>
                  {(place) => (
                    <SidebarLink
                      place={place}
                      badge={place.badge === undefined ? null : badgeOf(place.badge)}
                      onNavigate={props.onNavigate}
                    />
                  )}
                </For>
              </ul>
            </div>
          </Show>
        )}
      </For>
    </nav>
  );
}

interface SidebarLinkProps {
  readonly place: Place;
  readonly badge: NavigationBadge | null;
  readonly onNavigate: (() => void) | undefined;
}

function SidebarLink(props: SidebarLinkProps) {
  const location = useLocation();
  const href = () => `/o/${organizationId()}${props.place.path}`;
  const isHere = () =>
    props.place.path === ""
      ? location.pathname.replace(/\/$/, "") === href()
      : location.pathname === href() || location.pathname.startsWith(`${href()}/`);
  return (
    <li class="relative">
      <A
        href={href()}
        aria-current={isHere() ? "page" : undefined}
        onClick={() => props.onNavigate?.()}
        class={`flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm ${isHere() ? "bg-accent-soft font-medium text-accent-ink" : "text-soft hover:bg-sunken hover:text-ink"}`}
      >
        <props.place.icon class="size-4 shrink-0" aria-hidden="true" />
        {props.place.label}
      </A>
      {/* Beside the link and not in it: a link that is called otherwise every ten seconds is another one to whoever hears it. */}
      <Show when={props.badge}>
        {(badge) => (
          <span
            title={badge().words}
            class="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 rounded-full bg-sunken px-1.5 text-xs text-soft tabular-nums"
          >
            <span aria-hidden="true">{badge().figure}</span>
            <span class="sr-only">{badge().words}</span>
          </span>
        )}
      </Show>
    </li>
  );
}
