import { Tabs as Kobalte } from "@kobalte/core/tabs";
import { createEffect, createSignal, For, type JSX, onCleanup, onMount } from "solid-js";

export interface Tab {
  readonly value: string;
  readonly label: string;
  readonly badge?: JSX.Element;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The panel of the chosen tab. */
  readonly children: JSX.Element;
}

export function Tabs(props: TabsProps) {
  let list: HTMLElement | undefined;
  // On a phone, and on one that is turned, the tab that an address names may lie outside of the strip. The strip moves, and
  // never the page.
  const showChosen = () => {
    const chosen = props.tabs.findIndex(({ value }) => value === props.value);
    const trigger = list?.querySelectorAll<HTMLElement>("[role=tab]")[chosen];
    if (list === undefined || trigger === undefined) return;
    const [begin, end] = [trigger.offsetLeft - list.offsetLeft, trigger.offsetWidth];
    if (begin < list.scrollLeft || begin + end > list.scrollLeft + list.clientWidth) {
      list.scrollLeft = begin - (list.clientWidth - end) / 2;
    }
  };
  createEffect(showChosen);
  onMount(() => {
    if (list === undefined) return;
    const resized = new ResizeObserver(showChosen);
    resized.observe(list);
    onCleanup(() => resized.disconnect());
  });
  // The tab lives in the address, and the router changes that in a transition: while a panel is loaded on its first visit,
  // Kobalte would mark the old tab as chosen and never learn of the new one.
  const [marked, setMarked] = createSignal(props.value);
  createEffect(() => setMarked(props.value));
  const choose = (value: string) => {
    setMarked(value);
    props.onChange(value);
  };
  return (
    <Kobalte value={marked()} onChange={choose} class="flex min-w-0 flex-col">
      <Kobalte.List
        ref={(element) => {
          list = element;
        }}
        aria-label={props.label}
        class="flex gap-1 overflow-x-auto border-b"
      >
        <For each={props.tabs}>
          {(tab) => (
            <Kobalte.Trigger
              value={tab.value}
              class="flex items-center gap-1.5 border-b-2 border-transparent px-3 py-2 text-sm whitespace-nowrap text-soft hover:text-ink data-[selected]:border-accent data-[selected]:font-medium data-[selected]:text-ink"
            >
              {tab.label}
              {tab.badge}
            </Kobalte.Trigger>
          )}
        </For>
      </Kobalte.List>
      <Kobalte.Content value={marked()} class="min-w-0 pt-4 outline-none">
        {props.children}
      </Kobalte.Content>
    </Kobalte>
  );
}
