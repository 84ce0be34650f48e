import { Popover } from "@kobalte/core/popover";
import { CalendarClock, ChevronDown } from "lucide-solid";
import { createEffect, createSignal, For, on } from "solid-js";
import { Button, buttonClass } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { text } from "~/text/index.ts";
import type { DeliveryFilter, Range } from "./delivery-filter.ts";
import { fromLocalInput, toLocalInput } from "./local-time.ts";
import { Choice } from "./pick-menu.tsx";

const words = text.deliveries.filter;

type Span = Pick<DeliveryFilter, "range" | "from" | "to">;

/** A span that ends now, or one with exact ends. */
export function TimeMenu(props: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  const [isOpen, setOpen] = createSignal(false);
  const [from, setFrom] = createSignal("");
  const [to, setTo] = createSignal("");
  createEffect(
    on(isOpen, () => {
      setFrom(toLocalInput(props.span.from));
      setTo(toLocalInput(props.span.to));
    }),
  );
  const isExact = () => props.span.from !== null || props.span.to !== null;
  const choose = (span: Span) => {
    setOpen(false);
    props.onChange(span);
  };
  const backwards = () => {
    const [begin, end] = [fromLocalInput(from()), fromLocalInput(to())];
    return begin !== null && end !== null && begin >= end;
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Popover gutter={6} placement="bottom-start" open={isOpen()} onOpenChange={setOpen}>
      <Popover.Trigger class={`${buttonClass()} ${isExact() || props.span.range ? "!border-accent" : ""}`}>
        <CalendarClock class="size-3.5 text-faint" aria-hidden="true" />
        {words.part.range}
        <ChevronDown class="size-3.5 text-faint" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={words.part.range}
          class="z-60 flex w-72 max-w-[calc(100vw-2rem)] flex-col gap-1 rounded-lg border border-line bg-raised p-2 shadow-pop"
        >
          <Choice
            label={words.anyTime}
            chosen={!isExact() && props.span.range === null}
            onPick={() => choose({ range: null, from: null, to: null })}
          />
          <For each={Object.entries(words.ranges) as [Range, string][]}>
            {([range, label]) => (
              <Choice
                label={label}
                chosen={!isExact() && props.span.range === range}
                onPick={() => choose({ range, from: null, to: null })}
              />
            )}
          </For>
          <form
            class="mt-1 flex flex-col gap-2 border-t px-2 pt-3 pb-1"
            onSubmit={(event) => {
              event.preventDefault();
              if (backwards()) return;
              choose({ range: null, from: fromLocalInput(from()), to: fromLocalInput(to()) });
            }}
          >
            <TextInput label={words.exactFrom} type="datetime-local" value={from()} onInput={setFrom} />
            <TextInput
              label={words.exactTo}
              type="datetime-local"
              value={to()}
              onInput={setTo}
              hint={words.zone(zone)}
              error={backwards() ? words.exactWrong : undefined}
            />
            <Button type="submit" disabled={(from() === "" && to() === "") || backwards()}>
              {words.use}
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  );
}
