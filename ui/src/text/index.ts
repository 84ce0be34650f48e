import { shell } from "./en/shell.ts";
import { signIn } from "./en/sign-in.ts";

/** Everything that the dashboard says, by feature. A translation is another object of this shape. */
const en = { shell, signIn };

export type Text = typeof en;

export const text: Text = en;
