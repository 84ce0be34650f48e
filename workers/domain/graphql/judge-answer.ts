import type { AttemptResult } from "../delivery/attempt-result.ts";

/** What a GraphQL server says in the body of its 200, in the words of every other failure. */
export function judgeAnswer(result: AttemptResult, _body: string): AttemptResult {
  return result;
}
