import { useNavigate, useSearchParams } from "@solidjs/router";

/**
 * A filter that lives in the address: reload, back and a pasted link show the same thing. Null takes it out of the address.
 * It replaces the entry of the history that is there: nobody wants to go back through every letter of a search.
 */
export function useUrlText(name: string): [() => string | null, (value: string | null) => void] {
  const [value, set] = useParameter(name);
  return [value, (next) => set(next, true)];
}

/** Several values under one name, separated by commas. */
export function useUrlList(name: string): [() => readonly string[], (values: readonly string[]) => void] {
  const [value, setValue] = useUrlText(name);
  return [
    () => value()?.split(",") ?? [],
    (values) => setValue(values.length === 0 ? null : values.join(",")),
  ];
}

/** One of a few words; what is not one of them is the first. */
export function useUrlChoice<const C extends string>(
  name: string,
  choices: readonly [C, ...C[]],
): [() => C, (value: C) => void] {
  const [value, set] = useParameter(name);
  const choice = () => choices.find((candidate) => candidate === value()) ?? choices[0];
  return [choice, (next) => set(next === choices[0] ? null : next, true)];
}

/** A tab of a page: a choice that the browser's back takes back. */
export function useUrlTab<const C extends string>(
  name: string,
  choices: readonly [C, ...C[]],
): [() => C, (value: C) => void] {
  const [value, set] = useParameter(name);
  const choice = () => choices.find((candidate) => candidate === value()) ?? choices[0];
  return [choice, (next) => next !== choice() && set(next === choices[0] ? null : next, false)];
}

/**
 * What is opened in front of a page (a row's details): back closes it. Closed by its own button it leaves no entry of the
 * history behind, or the next back would seem to do nothing.
 */
export function useUrlOpened(name: string): [() => string | null, (value: string | null) => void] {
  const navigate = useNavigate();
  const [value, set] = useParameter(name);
  let isStep = false;
  return [
    value,
    (next) => {
      const before = value();
      if (next === before) return;
      if (next === null && isStep) {
        isStep = false;
        navigate(-1);
        return;
      }
      // From one row to the next it stays open: one step, however many are looked at.
      if (before === null) isStep = true;
      set(next, before !== null);
    },
  ];
}

function useParameter(name: string): [() => string | null, (value: string | null, replace: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const value = () => {
    const given = params[name];
    const first = Array.isArray(given) ? given[0] : given;
    return first === undefined || first === "" ? null : first;
  };
  return [value, (next, replace) => setParams({ [name]: next === "" ? null : next }, { replace })];
}
