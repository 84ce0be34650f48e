import { Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import type { Option } from "~/components/select.tsx";
import { text } from "~/text/index.ts";
import { ERROR_CATEGORIES, type ErrorCategory } from "../deliveries/delivery-types.ts";
import { PickMenu } from "../deliveries/list/pick-menu.tsx";
import { TimeMenu } from "../deliveries/list/time-menu.tsx";
import type { FilterState } from "../deliveries/list/use-filter.ts";
import { GATEWAY_ERRORS, gatewayAnswer } from "./gateway-answer.ts";

const words = text.proxyCalls;
const part = text.deliveries.filter.part;
const CATEGORIES = ERROR_CATEGORIES.map((value) => ({ value, label: text.status.category[value] }));
const ERRORS = GATEWAY_ERRORS.map((value) => ({ value, label: gatewayAnswer(value).label }));
const CODES = ["200", "201", "304", "400", "401", "403", "404", "429", "500", "502", "503", "504"].map(
  (value) => ({ value, label: value }),
);

interface CallFiltersProps {
  readonly state: FilterState;
  readonly gatewayError: string | null;
  readonly onGatewayError: (code: string | null) => void;
  readonly integrations: readonly Option<string>[];
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
}

/** All of them stand in the address. */
export function CallFilters(props: CallFiltersProps) {
  const filter = () => props.state.filter();
  return (
    <div role="group" aria-label={words.filters} class="flex flex-wrap items-center gap-2">
      <PickMenu
        label={named(part.integrationId, props.integrations, filter().integrationId)}
        options={props.integrations}
        value={filter().integrationId}
        onPick={(integrationId) => props.state.change({ integrationId })}
        typed={{ placeholder: text.deliveries.filter.integrationPlaceholder, onlyOptions: true }}
      />
      <PickMenu
        label={named(part.category, CATEGORIES, filter().category)}
        options={CATEGORIES}
        value={filter().category}
        onPick={(value) => props.state.change({ category: value as ErrorCategory | null })}
      />
      <PickMenu
        label={named(part.httpStatus, CODES, filter().httpStatus)}
        options={CODES}
        value={filter().httpStatus}
        onPick={(httpStatus) => props.state.change({ httpStatus })}
        typed={{
          placeholder: "418",
          check: (value) => (/^[1-5]\d{2}$/.test(value) ? null : words.codeWrong),
        }}
      />
      <PickMenu
        label={named(words.gatewayError, ERRORS, props.gatewayError)}
        options={ERRORS}
        value={props.gatewayError}
        onPick={props.onGatewayError}
      />
      <TimeMenu span={filter()} onChange={props.state.change} />
      <Show when={props.isNarrowed}>
        <Button look="quiet" size="small" onClick={props.onClear}>
          {text.deliveries.filter.clearAll}
        </Button>
      </Show>
    </div>
  );
}

/** "HTTP code: 404" once one is chosen. */
function named(label: string, options: readonly Option<string>[], value: string | null): string {
  if (value === null) return label;
  return `${label}: ${options.find((option) => option.value === value)?.label ?? value}`;
}
