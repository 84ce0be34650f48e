import { For } from "solid-js";
import type { TimeChartProps } from "./chart-data.ts";

/** What a chart draws, to be read. Hidden by what is around it: a table of its own takes its room whatever it is told. */
export function NumbersTable(props: TimeChartProps) {
  return (
    <div class="sr-only">
      <table>
        <caption>{props.label}</caption>
        <thead>
          <tr>
            <td />
            <For each={props.series}>{({ label }) => <th scope="col">{label}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.times}>
            {(time, index) => (
              <tr>
                <th scope="row">{new Date(time).toISOString()}</th>
                <For each={props.series}>{({ values }) => <td>{values[index()] ?? ""}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
