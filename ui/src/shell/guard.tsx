import { Navigate, type RouteSectionProps, useLocation } from "@solidjs/router";
import { Match, Switch } from "solid-js";
import { sessionState } from "~/api/session.ts";
import { Splash } from "./splash.tsx";

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
      <Match when={sessionState() === "signed_in"}>{props.children}</Match>
    </Switch>
  );
}
