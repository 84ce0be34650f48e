/** A call from anywhere with a key of one's own: as it is pasted into a shell. */
export function exampleCall(url: string, method: string, body: string | null): string {
  const parts = [
    `curl${method === "GET" ? "" : method === "HEAD" ? " --head" : ` --request ${method}`} ${quote(url)}`,
    "--header 'Authorization: Bearer YOUR_API_KEY'",
    ...(body === null ? [] : ["--header 'Content-Type: application/json'", `--data-raw ${quote(body)}`]),
  ];
  return parts.join(" \\\n  ");
}

/** One word to a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same for JavaScript. */
export function exampleFetch(url: string, method: string, body: string | null): string {
  const options = {
    method,
    headers: {
      Authorization: "Bearer YOUR_API_KEY",
      ...(body === null ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === null ? {} : { body }),
  };
  return `await fetch(${JSON.stringify(url)}, ${JSON.stringify(options, null, 2)});`;
}
