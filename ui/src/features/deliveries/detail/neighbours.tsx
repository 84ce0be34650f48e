import { useNavigate } from "@solidjs/router";
import { ChevronDown, ChevronUp } from "lucide-solid";
import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { IconButton } from "~/components/button.tsx";
import { CrumbLink } from "~/components/crumb.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { neighboursOf } from "../list/last-list.ts";

const words = text.deliveries;

/** Back to the list as it was. */
export function BackToList(props: { readonly id: string }) {
  return (
    <CrumbLink
      href={neighboursOf(props.id).href ?? `/o/${organizationId()}/deliveries`}
      label={words.detail.back}
    />
  );
}

/** To the one before and after, in the list that one came from. */
export function Neighbours(props: { readonly id: string }) {
  const navigate = useNavigate();
  const found = () => neighboursOf(props.id);
  const go = (id: string | null) => {
    if (id !== null) navigate(`/o/${organizationId()}/deliveries/${id}`);
  };
  const group = words.keys.group;
  useShortcuts([
    { keys: "j", label: words.detail.next, group, run: () => go(found().next) },
    { keys: "k", label: words.detail.previous, group, run: () => go(found().previous) },
  ]);
  return (
    <Show when={found().previous !== null || found().next !== null}>
      <div class="flex">
        <IconButton
          label={words.detail.previous}
          disabled={found().previous === null}
          onClick={() => go(found().previous)}
        >
          <ChevronUp class="size-4" aria-hidden="true" />
        </IconButton>
        <IconButton
          label={words.detail.next}
          disabled={found().next === null}
          onClick={() => go(found().next)}
        >
          <ChevronDown class="size-4" aria-hidden="true" />
        </IconButton>
      </div>
    </Show>
  );
}
