import type { JSX } from "solid-js";
import { Logo } from "~/shell/logo.tsx";
import { text } from "~/text/index.ts";

export function SignInFrame(props: { readonly title: JSX.Element; readonly children: JSX.Element }) {
  return (
    <main class="grid min-h-dvh place-items-center px-4 py-10">
      <div class="w-full max-w-sm">
        <div class="mb-6 flex items-center justify-center gap-2.5">
          <Logo class="size-8" />
          <span class="text-base font-semibold text-ink">{text.shell.product}</span>
        </div>
        <div class="rounded-xl border border-line bg-surface p-6 shadow-card">
          <h1 class="mb-5 text-lg font-semibold text-ink">{props.title}</h1>
          {props.children}
        </div>
      </div>
    </main>
  );
}
