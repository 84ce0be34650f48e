import { answer, api } from "~/api/client.ts";
import { exactValue } from "./row-value.ts";

/** A row's value as the JSON text that is stored. */
export async function readRow(name: string, key: string): Promise<string> {
  const path = { name, key };
  const row = (await answer(
    api.GET("/api/v1/lookup-tables/{name}/rows/{key}", { params: { path }, parseAs: "text" }),
  )) as unknown as string;
  return exactValue(row, key);
}
