export interface Caller {
  readonly url: string;
  readonly apiKey: string;
  /** For callers that may act in more than one. */
  readonly orgId?: string;
}

/** One call of the gateway's API. @throws with the problem's own words when the answer is not the expected one. */
export async function callApi<T>(
  { url, apiKey, orgId }: Caller,
  status: number,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      ...(orgId === undefined ? {} : { "x-organization-id": orgId }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
