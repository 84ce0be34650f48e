import { Navigate } from "@solidjs/router";
import { Show } from "solid-js";
import { useQuery } from "~/api/query.ts";
import { QueryView } from "~/components/query-view.tsx";
import { Empty } from "~/components/states.tsx";
import { text } from "~/text/index.ts";
import { findStart } from "./find-start.ts";
import { Splash } from "./splash.tsx";

/** `/` leads into the organization where one was last, or to the first that one belongs to. */
export function HomePage() {
  const start = useQuery(() => ({
    queryKey: ["start"],
    queryFn: ({ signal }) => findStart(signal),
    staleTime: 0,
    gcTime: 0,
  }));
  return (
    <QueryView query={start} loading={<Splash />}>
      {(data) => (
        <Show when={data().orgId} fallback={<Nowhere />}>
          {(orgId) => <Navigate href={`/o/${orgId()}`} />}
        </Show>
      )}
    </QueryView>
  );
}

function Nowhere() {
  return (
    <main class="grid min-h-dvh place-items-center">
      <Empty wholePage title={text.shell.organization.choose}>
        {text.shell.organization.none}
      </Empty>
    </main>
  );
}
