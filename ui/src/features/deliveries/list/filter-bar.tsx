import { ListFilter } from "lucide-solid";
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { FilterMenu } from "~/components/filter-menu.tsx";
import type { Option } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  ERROR_CATEGORIES,
  type ErrorCategory,
} from "../delivery-types.ts";
import { activeParts, isHttpStatus } from "./delivery-filter.ts";
import { PickMenu } from "./pick-menu.tsx";
import { SearchField } from "./search-field.tsx";
import { TimeMenu } from "./time-menu.tsx";
import { useEventTypes } from "./use-event-types.ts";
import type { FilterState } from "./use-filter.ts";

const words = text.deliveries.filter;

const STATUSES = DELIVERY_STATUSES.map((value) => ({ value, label: text.status.delivery[value] }));
const CATEGORIES = ERROR_CATEGORIES.map((value) => ({ value, label: text.status.category[value] }));
const CODES = Object.entries(words.httpClasses).map(([value, label]) => ({ value, label }));
const EVENT_TYPE = /^[\w-]+(\.[\w-]+)*(\.\*)?$|^\*$/;

interface FilterBarProps {
  readonly state: FilterState;
  readonly integrations: readonly Option<string>[];
  /** Dead letters have their status, and are not asked for by code. */
  readonly only?: "dead-letters";
  readonly children?: JSX.Element;
}

/** What a list can be narrowed by. On a narrow screen it is one button until it is needed. */
export function FilterBar(props: FilterBarProps) {
  const [isOpen, setOpen] = createSignal(false);
  const filter = () => props.state.filter();
  const change = (changes: Parameters<FilterState["change"]>[0]) => props.state.change(changes);
  const eventTypes = useEventTypes();
  return (
    <div role="group" aria-label={words.label} class="flex flex-wrap items-center gap-2">
      <SearchField value={filter().text} onChange={(value) => change({ text: value })} />
      <Button class="md:hidden" aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
        <ListFilter class="size-3.5" aria-hidden="true" />
        {words.show(activeParts(filter()).filter((part) => part !== "text").length)}
      </Button>
      <div class={`${isOpen() ? "flex" : "hidden"} w-full flex-wrap gap-2 md:flex md:w-auto`}>
        <Show when={props.only === undefined}>
          <FilterMenu
            label={words.part.status}
            options={STATUSES}
            values={filter().status}
            onChange={(values) => change({ status: values as readonly DeliveryStatus[] })}
          />
        </Show>
        <PickMenu
          label={words.part.category}
          options={CATEGORIES}
          value={filter().category}
          onPick={(value) => change({ category: value as ErrorCategory | null })}
        />
        <PickMenu
          label={words.part.integrationId}
          options={props.integrations}
          value={filter().integrationId}
          onPick={(value) => change({ integrationId: value })}
          typed={{ placeholder: words.integrationPlaceholder, onlyOptions: true }}
        />
        <PickMenu
          label={words.part.eventType}
          options={eventTypes()}
          value={filter().eventType}
          onPick={(value) => change({ eventType: value })}
          typed={{
            placeholder: words.eventTypePlaceholder,
            check: (value) => (EVENT_TYPE.test(value) ? null : words.eventTypeWrong),
          }}
        />
        <Show when={props.only === undefined}>
          <PickMenu
            label={words.part.httpStatus}
            options={CODES}
            value={filter().httpStatus}
            onPick={(value) => change({ httpStatus: value })}
            typed={{
              placeholder: words.httpStatusPlaceholder,
              check: (value) => (isHttpStatus(value) ? null : words.httpStatusWrong),
            }}
          />
        </Show>
        <TimeMenu span={filter()} onChange={change} />
      </div>
      {props.children}
    </div>
  );
}
