import { type RouteSectionProps, useLocation, useNavigate, useParams } from "@solidjs/router";
import { Menu as MenuIcon, X } from "lucide-solid";
import {
  createEffect,
  createRenderEffect,
  createSignal,
  ErrorBoundary,
  on,
  onCleanup,
  Show,
  Suspense,
} from "solid-js";
import { useMay } from "~/api/account.ts";
import { organizationId, setOrganizationId } from "~/api/client.ts";
import { isPartMissing } from "~/api/problem.ts";
import { IconButton } from "~/components/button.tsx";
import { Failure, LoadingRows } from "~/components/states.tsx";
import { focusLinkTo, useIsStep } from "~/primitives/focus-back.ts";
import { focusView } from "~/primitives/focus-view.ts";
import { useShortcuts } from "~/primitives/shortcuts.ts";
import { turnTimeStyle } from "~/primitives/time-style.ts";
import { text } from "~/text/index.ts";
import { AccountMenu } from "./account-menu.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { KeySheet } from "./key-sheet.tsx";
import { Logo } from "./logo.tsx";
import { PLACES } from "./navigation.ts";
import { OrganizationBanner } from "./organization-banner.tsx";
import { OrganizationGate } from "./organization-gate.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { Sidebar } from "./sidebar.tsx";

/** Around every view of an organization: where one is, where one can go, and who one is. */
export function OrganizationShell(props: RouteSectionProps) {
  const params = useParams();
  const navigate = useNavigate();
  const location = useLocation();
  const may = useMay();
  const [menuOpen, setMenuOpen] = createSignal(false);
  const isStep = useIsStep();

  // Before the view below asks its first question: every request names the organization.
  createRenderEffect(() => {
    const org = params.org ?? null;
    setOrganizationId(org);
  });
  onCleanup(() => setOrganizationId(null));
  createEffect(
    on(
      () => location.pathname,
      (_path, left) => {
        setMenuOpen(false);
        // After a palette or menu that led here has given the focus back to where it was opened.
        setTimeout(() => (isStep() && left !== undefined ? focusLinkTo(left) : focusView()), 0);
      },
      { defer: true },
    ),
  );

  // The key sheet lists them: what one may not see is no place to go to.
  useShortcuts(() =>
    PLACES.filter(({ permission }) => may(permission)).map((place) => ({
      keys: `g ${place.key}`,
      label: place.label,
      group: text.shell.keys.go,
      run: () => navigate(`/o/${organizationId()}${place.path}`),
    })),
  );

  useShortcuts([
    { keys: "t", label: text.shell.keys.times, group: text.shell.keys.general, run: turnTimeStyle },
  ]);

  return (
    <div class="flex min-h-dvh flex-col">
      {/* Not a link: the router would take it for a navigation, and leave the focus where it is. */}
      <button
        type="button"
        onClick={focusView}
        class="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-90 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
      >
        {text.shell.skip}
      </button>
      <header class="sticky top-0 z-30 flex h-13 items-center gap-2 border-b bg-surface px-3 sm:px-4">
        <IconButton
          class="lg:hidden"
          label={text.shell.nav.label}
          aria-expanded={menuOpen()}
          onClick={() => setMenuOpen(!menuOpen())}
        >
          <Show when={menuOpen()} fallback={<MenuIcon class="size-4.5" aria-hidden="true" />}>
            <X class="size-4.5" aria-hidden="true" />
          </Show>
        </IconButton>
        <Logo class="hidden size-6 sm:block" />
        <OrganizationSwitcher />
        <div class="flex-1" />
        <PaletteButton />
        <KeySheet />
        <AccountMenu />
      </header>
      <OrganizationBanner />
      <div class="flex min-h-0 flex-1">
        <aside
          class={`${menuOpen() ? "fixed inset-x-0 top-13 bottom-0 z-20 block overflow-y-auto bg-surface" : "hidden"} shrink-0 border-r lg:sticky lg:top-13 lg:block lg:h-[calc(100dvh-3.25rem)] lg:w-56 lg:overflow-y-auto lg:bg-surface`}
        >
          <Sidebar onNavigate={() => setMenuOpen(false)} />
        </aside>
        <main id="content" tabindex="-1" class="min-w-0 flex-1 outline-none">
          {/* Another organization is another page: nothing of the last one may stay on it. */}
          <Show when={organizationId()} keyed>
            <ErrorBoundary
              fallback={(error, reset) => (
                <Failure
                  error={error}
                  onRetry={isPartMissing(error) ? () => window.location.reload() : reset}
                />
              )}
            >
              <OrganizationGate>
                <Suspense fallback={<LoadingRows />}>{props.children}</Suspense>
              </OrganizationGate>
            </ErrorBoundary>
          </Show>
        </main>
      </div>
      <CommandPalette />
    </div>
  );
}
