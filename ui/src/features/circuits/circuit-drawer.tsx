import { A } from "@solidjs/router";
import { Pause, Play } from "lucide-solid";
import { Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { Button, buttonClass } from "~/components/button.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { CircuitBadge } from "~/components/status/circuit-badge.tsx";
import { text } from "~/text/index.ts";
import { circuitQuery } from "../integrations/circuit-query.ts";
import { ChangeList } from "./change-list.tsx";
import { CircuitFacts } from "./circuit-facts.tsx";
import type { Order } from "./order-dialogs.tsx";
import { PhaseTimeline } from "./phase-timeline.tsx";

const words = text.circuits;
type Circuit = components["schemas"]["Circuit"];

interface CircuitDrawerProps {
  /** Null keeps it closed. */
  readonly id: string | null;
  readonly name: string;
  readonly onClose: () => void;
  readonly onOrder: ((order: Order) => void) | null;
}

/** One integration's circuit: how it is, how it was, and why each change came about. */
export function CircuitDrawer(props: CircuitDrawerProps) {
  const query = useQuery(() => ({ ...circuitQuery(props.id ?? ""), enabled: props.id !== null }));
  return (
    <Drawer
      open={props.id !== null}
      onClose={props.onClose}
      title={props.name}
      subtitle={<Show when={query.data}>{(circuit) => <CircuitBadge phase={circuit().phase} />}</Show>}
      actions={
        <A
          href={`/o/${organizationId()}/integrations/${props.id}`}
          class={`!hidden sm:!inline-flex ${buttonClass()}`}
        >
          {words.toIntegration}
        </A>
      }
    >
      <QueryView query={query} permission="integrations:read">
        {(circuit) => (
          <div class="flex flex-col gap-5">
            <Show when={props.onOrder}>
              {(onOrder) => (
                <OrderButtons
                  circuit={circuit()}
                  onOrder={(kind) =>
                    onOrder()({ kind, integration: { id: props.id ?? "", name: props.name } })
                  }
                />
              )}
            </Show>
            <CircuitFacts circuit={circuit()} integrationId={props.id ?? ""} />
            <PhaseTimeline phase={circuit().phase} changes={circuit().changes} />
            <Card title={words.changes.title} flush>
              <ChangeList changes={circuit().changes} integrationId={props.id ?? ""} />
            </Card>
          </div>
        )}
      </QueryView>
    </Drawer>
  );
}

function OrderButtons(props: { readonly circuit: Circuit; readonly onOrder: (kind: Order["kind"]) => void }) {
  return (
    <div class="flex flex-wrap gap-2">
      <Show when={props.circuit.phase !== "closed"}>
        <Button look="primary" onClick={() => props.onOrder("resume")}>
          <Play class="size-3.5" aria-hidden="true" />
          {words.close}
        </Button>
      </Show>
      <Show when={props.circuit.phase !== "paused"}>
        <Button onClick={() => props.onOrder("pause")}>
          <Pause class="size-3.5" aria-hidden="true" />
          {words.pause}
        </Button>
      </Show>
    </div>
  );
}
