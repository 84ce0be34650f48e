import { useSearchParams } from "@solidjs/router";

/**
 * A filter, tab or chosen row that lives in the address: reload, back and a pasted link show the same thing. Null takes it
 * out of the address. `replace` keeps typing from filling the history.
 */
export function useUrlText(name: string): [() => string | null, (value: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const value = () => {
    const given = params[name];
    const first = Array.isArray(given) ? given[0] : given;
    return first === undefined || first === "" ? null : first;
  };
  return [value, (next) => setParams({ [name]: next === "" ? null : next }, { replace: true })];
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
  const [value, setValue] = useUrlText(name);
  const choice = () => choices.find((candidate) => candidate === value()) ?? choices[0];
  return [choice, (next) => setValue(next === choices[0] ? null : next)];
}
