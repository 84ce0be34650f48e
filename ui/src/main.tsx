import "./styles/theme.css";
import { render } from "solid-js/web";
import { App } from "./app.tsx";
import { listenForShortcuts } from "./primitives/shortcuts.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

listenForShortcuts();
render(() => <App />, root);
