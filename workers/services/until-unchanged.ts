import { Problem } from "#domain/problem";

const ATTEMPTS = 3;

interface Versioned {
  readonly updatedAt: number;
}

/**
 * Read, decide, write, and start again when somebody else wrote in between; `change` answers null for that. With a
 * version that the caller named (If-Match) there is no second try: it decided about what it saw.
 *
 * @throws Problem 412 when the record is not what the caller saw, 409 when it never holds still.
 */
export async function untilUnchanged<Result>(
  expectedUpdatedAt: number | null,
  change: (expect: (record: Versioned) => void) => Promise<Result | null>,
): Promise<Result> {
  const expect = ({ updatedAt }: Versioned): void => {
    if (expectedUpdatedAt === null || updatedAt === expectedUpdatedAt) return;
    throw new Problem(
      "precondition_failed",
      "It was changed since you read it. Read it again, and send your change with the new ETag.",
    );
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = await change(expect);
    if (result !== null) return result;
  }
  throw new Problem("conflict", "It is being changed by somebody else right now. Read it and try again.");
}
