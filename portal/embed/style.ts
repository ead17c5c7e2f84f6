/** Lengths follow the reader's own letter size. Both choices look the same: none is recommended. */
export const STYLE = `
dialog {
  border: 0; padding: 0; margin: auto; background: none; color: inherit; overflow: visible;
  width: min(36em, calc(100vw - 2em)); max-width: none; max-height: none; font-size: medium;
}
dialog::backdrop { background: rgb(15 23 42 / 0.55); }
.sheet {
  all: initial; box-sizing: border-box; display: flex; flex-direction: column; max-height: min(46em, calc(100dvh - 2em));
  font: medium/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif;
  color: #0f172a; background: #fff; border-radius: 0.75em; overflow: hidden; overflow-wrap: anywhere;
  box-shadow: 0 1em 3em rgb(15 23 42 / 0.3);
}
.sheet *, .sheet *::before { box-sizing: border-box; }
header { padding: 1.4em 1.5em 0; }
header + footer { border-top: 0; }
h2 { font-size: 1.3em; line-height: 1.3; font-weight: 650; margin: 0; }
h2:focus { outline: none; }
h3 { font-size: 1em; font-weight: 650; margin: 0 0 0.4em; }
p { margin: 0 0 0.8em; }
.who { color: #475569; font-size: 0.875em; margin: 0 0 0.3em; }
main { padding: 0.9em 1.5em; overflow-y: auto; overscroll-behavior: contain; flex: 1 1 auto; min-height: 4em; }
.state { border-left: 0.25em solid #475569; padding: 0.1em 0 0.1em 0.8em; }
.notice { border: 1px solid #cbd5e1; border-radius: 0.5em; padding: 0.9em 1em; background: #f8fafc; }
.text { white-space: pre-wrap; margin: 0; }
.small { color: #475569; font-size: 0.875em; margin: 0.9em 0 0; }
a { color: #1d4ed8; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35em 1em; margin: 0 0 1em; }
dt { color: #475569; } dd { margin: 0; }
.number { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.875em; }
footer { padding: 0.9em 1.5em 1.3em; border-top: 1px solid #e2e8f0; }
.pair { display: flex; gap: 0.75em; }
button, .button {
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; flex: 1 1 0; min-height: 3em; padding: 0.5em 0.9em;
  color: #0f172a; background: #fff; border: 2px solid #0f172a; border-radius: 0.5em;
  display: inline-flex; align-items: center; justify-content: center;
}
button:hover, .button:hover { background: #f1f5f9; }
button:disabled { color: #64748b; border-color: #94a3b8; background: #f8fafc; cursor: default; }
.later { display: block; margin: 0.7em auto 0; min-height: 2.2em; border: 0; font-weight: 400; text-decoration: underline; color: #334155; }
:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
[role="status"] { min-height: 1.5em; margin: 0.6em 0 0; color: #334155; text-align: center; }
[role="status"]:empty { display: none; }
@media (max-width: 30em) {
  dialog { width: 100vw; margin: auto 0 0; }
  .sheet { border-radius: 0.75em 0.75em 0 0; max-height: calc(100dvh - 1em); }
  header, main, footer { padding-left: 1.1em; padding-right: 1.1em; }
  .pair { flex-direction: column; } button, .button { flex: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 0.5em; }
}
@media (forced-colors: active) { .sheet { border: 1px solid; } }
`;
