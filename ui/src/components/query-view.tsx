import { type JSX, Match, Show, Switch } from "solid-js";
import { useLacks } from "~/api/account.ts";
import { ApiProblem } from "~/api/problem.ts";
import { text } from "~/text/index.ts";
import { Card } from "./page.tsx";
import { Failure, LoadingRows, NotAllowed } from "./states.tsx";

interface Query<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly isLoadingError: boolean;
  readonly refetch: () => unknown;
}

interface QueryViewProps<T> {
  readonly query: Query<T>;
  readonly children: (data: () => T) => JSX.Element;
  readonly loading?: JSX.Element;
  /** Shown in place of the children when the answer is empty. */
  readonly empty?: JSX.Element;
  readonly isEmpty?: (data: T) => boolean;
  /** What it takes to see it: named to whoever lacks it, also where nothing was asked because of that. */
  readonly permission?: string;
  /** It stands on the page itself and in no card: while there is no answer, what is shown in its place is framed. */
  readonly framed?: boolean;
}

/**
 * The four states that every view has: waiting, failed, forbidden, empty; and the fifth, a failure over an answer that is
 * still there from before: it stays, with a line that says it may be old.
 */
export function QueryView<T>(props: QueryViewProps<T>) {
  const status = () => (props.query.error instanceof ApiProblem ? props.query.error.problem.status : null);
  const data = () => props.query.data;
  const lacks = useLacks();
  return (
    <Switch fallback={props.loading ?? <Frame framed={props.framed}>{() => <LoadingRows />}</Frame>}>
      <Match when={data() === undefined && (status() === 403 || lacks(props.permission)) && props.permission}>
        {(permission) => (
          <Frame framed={props.framed}>{() => <NotAllowed permission={permission()} />}</Frame>
        )}
      </Match>
      <Match when={data() === undefined && props.query.isError}>
        <Frame framed={props.framed}>
          {() => <Failure error={props.query.error} onRetry={() => void props.query.refetch()} />}
        </Frame>
      </Match>
      <Match when={data() !== undefined && props.isEmpty?.(data() as T) === true}>{props.empty}</Match>
      <Match when={data() as T}>
        {(data) => (
          <>
            <Show when={props.query.isError}>
              <p role="status" class="mb-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
                {text.shell.states.offline}
              </p>
            </Show>
            {props.children(data)}
          </>
        )}
      </Match>
    </Switch>
  );
}

function Frame(props: { readonly framed: boolean | undefined; readonly children: () => JSX.Element }) {
  return (
    <Show when={props.framed === true} fallback={props.children()}>
      <Card flush>{props.children()}</Card>
    </Show>
  );
}
