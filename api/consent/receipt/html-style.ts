/** The stylesheet of a receipt in HTML. It stands in the page, which asks nobody for anything. */
export const STYLE = `
:root { color-scheme: light; --ink: #1c2430; --soft: #5a6675; --line: #d9dee5; --brand: #16324f; --wash: #f5f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9edf1; color: var(--ink); font: 15px/1.6 "Noto Sans SC", "Source Sans 3", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 820px; margin: 32px auto; padding: 48px 56px; background: #fff; border-top: 6px solid var(--brand); box-shadow: 0 1px 4px rgb(0 0 0 / .12); }
.issuer { color: var(--brand); font-weight: 700; overflow-wrap: anywhere; }
h1 { margin: 4px 0 20px; font-size: 30px; line-height: 1.25; color: var(--brand); }
h2 { margin: 36px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); font-size: 18px; line-height: 1.35; color: var(--brand); break-after: avoid; }
h3 { margin: 18px 0 6px; font-size: 15px; break-after: avoid; }
p { margin: 10px 0; overflow-wrap: anywhere; }
.status { margin: 24px 0; padding: 16px 20px; border-left: 5px solid; background: var(--wash); break-inside: avoid; }
.status strong { display: block; font-size: 20px; line-height: 1.4; }
.status p { margin: 4px 0 0; }
.good { border-color: #1c7a4a; } .good strong { color: #14603a; }
.open { border-color: #2c6aa8; } .open strong { color: #235486; }
.ended { border-color: #66717f; } .ended strong { color: #434d59; }
.bad { border-color: #b3362b; } .bad strong { color: #922a21; }
dl { display: grid; grid-template-columns: minmax(120px, 200px) 1fr; margin: 0; }
dt, dd { margin: 0; padding: 6px 0; border-bottom: 1px solid #eef1f4; overflow-wrap: anywhere; min-width: 0; }
dt { padding-right: 20px; color: var(--soft); }
dd > span { display: block; }
dl > div { display: contents; }
.top { font-size: 14px; }
a { color: #1d5c99; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: break-word; }
.wide { overflow-x: auto; }
th { color: var(--soft); font-weight: 600; }
tr { break-inside: avoid; }
.notice { margin: 18px 0; padding: 18px 24px; border: 1px solid var(--line); background: #fcfcfd; }
.notice p { margin: 4px 0; white-space: pre-wrap; }
.notice .heading { margin-top: 10px; font-weight: 700; }
.notice .item { display: flex; gap: 8px; }
.notice .item > span:last-child { min-width: 0; }
.notice .gap { height: 8px; }
.address { display: flex; gap: 24px; align-items: center; margin: 16px 0; break-inside: avoid; }
.address svg { flex: none; width: 168px; height: 168px; }
.address div { min-width: 0; overflow-wrap: anywhere; font-size: 14px; }
.address strong { display: block; }
.address p { color: var(--soft); }
ul { margin: 6px 0; padding-left: 20px; }
li { margin: 4px 0; overflow-wrap: anywhere; }
.size { color: var(--soft); }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  main { margin: 0; padding: 24px 20px; }
  h1 { font-size: 25px; }
  dl { grid-template-columns: 1fr; }
  dt { padding-bottom: 0; border-bottom: 0; font-size: 13px; }
  dd { padding-top: 0; }
  .address { flex-direction: column; align-items: flex-start; }
}
@page { size: A4; margin: 18mm 18mm 20mm; }
@media print {
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; margin: 0; padding: 0; border-top: 0; box-shadow: none; }
  .status, .notice { print-color-adjust: exact; }
  dl > div { break-inside: avoid; }
}
`;
