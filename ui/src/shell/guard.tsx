import { Navigate, type RouteSectionProps, useLocation } from "@solidjs/router";
import { lazy, Match, Show, Switch } from "solid-js";
import { sessionState } from "~/api/session.ts";
import { Splash } from "./splash.tsx";

const SessionEnded = lazy(() => import("./session-ended.tsx"));

/** Whoever is not signed in comes back to where they wanted to go. */
export function Guard(props: RouteSectionProps) {
  const location = useLocation();
  const signIn = () => {
    const wanted = location.pathname + location.search;
    return wanted === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(wanted)}`;
  };
  return (
    <Switch fallback={<Splash />}>
      <Match when={sessionState() === "signed_out"}>
        <Navigate href={signIn()} />
      </Match>
      <Match when={sessionState() === "signed_in" || sessionState() === "ended"}>
        {/* Hidden and not taken away: what somebody was writing is on it. */}
        <div class={sessionState() === "ended" ? "invisible" : "contents"} inert={sessionState() === "ended"}>
          {props.children}
        </div>
        <Show when={sessionState() === "ended"}>
          <SessionEnded />
        </Show>
      </Match>
    </Switch>
  );
}
