import { Popover } from "@kobalte/core/popover";
import { useLocation, useNavigate } from "@solidjs/router";
import { ChevronsUpDown } from "lucide-solid";
import { createSignal } from "solid-js";
import { useMay, usePermissionsIn } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import { buttonClass } from "~/components/button.tsx";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { text } from "~/text/index.ts";
import { PLACES } from "./navigation.ts";
import { OrganizationChooser } from "./organization-chooser.tsx";
import { samePlace } from "./same-place.ts";

const words = text.shell.organization;

/** Up, down and across the organizations that one may act in. */
export function OrganizationSwitcher() {
  const may = useMay();
  const navigate = useNavigate();
  const location = useLocation();
  // Not from the organization itself: whoever may not read that still has to know where they are.
  const here = usePermissionsIn(organizationId);
  const [open, setOpen] = createSignal(false);
  const name = () => here.data?.organizationName ?? "…";
  useShortcuts([
    { keys: "g w", label: text.shell.keys.switch, group: text.shell.keys.general, run: () => setOpen(true) },
  ]);
  const choose = (id: string) => {
    setOpen(false);
    const views = PLACES.map(({ path }) => path);
    if (id !== organizationId()) navigate(samePlace(location.pathname, id, views));
  };
  return (
    <Popover open={open()} onOpenChange={setOpen} placement="bottom-start" gutter={6}>
      <Popover.Trigger
        class={`${buttonClass("quiet")} min-w-0 !shrink max-w-64 !justify-start !text-ink`}
        aria-label={words.current(name())}
      >
        <span class="truncate font-semibold">{name()}</span>
        <ChevronsUpDown class="size-3.5 shrink-0 text-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={words.choose}
          class="z-60 flex max-h-[min(32rem,80dvh)] w-[min(24rem,calc(100vw-1.5rem))] flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-pop outline-none"
        >
          <OrganizationChooser
            onChoose={choose}
            onManage={
              may("children:read")
                ? () => {
                    setOpen(false);
                    navigate(`/o/${organizationId()}/settings?tab=below`);
                  }
                : undefined
            }
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
