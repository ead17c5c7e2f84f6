/** The one sheet of the report. Its hash stands in the page's policy; colours keep a contrast of 4.5 to 1 for text in both schemes. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1d2328;--soft:#57616b;--line:#dcdfe2;--fill:#eef0f1;
--good:#1c6b45;--goodfill:#e6f3ec;--bad:#a8201a;--badfill:#fbeae8;--warn:#7d5600;--warnfill:#fbf1da;
--anchored:#1f6b4a;--sealed:#55987a;--open:#868f97;--mark:#c4271f}
@media (prefers-color-scheme:dark){:root{--paper:#14181b;--card:#1b2024;--ink:#e6e9eb;--soft:#a3adb5;--line:#343b41;--fill:#262c31;
--good:#7fd1a6;--goodfill:#16302a;--bad:#ff9d94;--badfill:#3a1c1b;--warn:#eec269;--warnfill:#352a14;
--anchored:#57c293;--sealed:#3f8767;--open:#717c84;--mark:#ff6b5e}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
main{max-width:66rem;margin:0 auto;padding:2rem 1.25rem 1rem}
header{border-left:6px solid var(--good);background:var(--goodfill);border-radius:6px;padding:1.25rem 1.5rem}
header .word{color:var(--good)}
header.damaged{border-color:var(--bad);background:var(--badfill)}
header.damaged .word{color:var(--bad)}
header.unasked{border-color:var(--warn);background:var(--warnfill)}
header.unasked .word{color:var(--warn)}
.title{margin:0;color:var(--soft);font-size:.9rem}
h1{margin:.1rem 0 .3rem;font-size:2rem;line-height:1.2;letter-spacing:.01em}
.sentence{margin:0;max-width:60ch}
section{margin-top:2.25rem}
h2{margin:0 0 .75rem;font-size:1.15rem;line-height:1.3}
h3{margin:1.5rem 0 .25rem;font-size:1rem}
dl{margin:0;border-top:1px solid var(--line)}
dl div{display:grid;grid-template-columns:12rem 1fr;gap:1rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0}
code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600;font-size:.85rem}
th:last-child,td:last-child{padding-right:0}
.number,.count{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.findings .number{width:2.5rem}
.findings .place code{color:var(--ink)}
.findings .place,.findings .kind{white-space:nowrap}
.findings .row{width:20%}
.findings .wrong{width:48%}
.share{width:9rem}
.bar{display:block;width:8rem;height:6px;margin-top:.6rem;border-radius:3px;overflow:hidden}
.bar .rest{fill:var(--open)}
.bar .done{fill:var(--anchored)}
.bar .mark{fill:var(--mark)}
.found{color:var(--bad)}
.strip{margin:0}
.strip svg{display:block;width:100%;height:40px}
.strip rect.anchored{fill:var(--anchored)}
.strip rect.sealed{fill:var(--sealed)}
.strip rect.open{fill:var(--open)}
.strip rect.mark{fill:var(--mark)}
.ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.8rem;font-variant-numeric:tabular-nums}
figcaption{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.5rem;color:var(--soft);font-size:.85rem}
.key::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;border-radius:2px;vertical-align:-.05em}
.key.anchored::before{background:var(--anchored)}
.key.sealed::before{background:var(--sealed)}
.key.open::before{background:var(--open)}
.key.mark::before{background:var(--mark)}
ul,ol{margin:0;padding-left:1.25rem;max-width:72ch}
li{margin:.3rem 0}
.about{color:var(--soft)}
footer{max-width:66rem;margin:0 auto;padding:1rem 1.25rem 2rem;color:var(--soft);font-size:.8rem}
@media (max-width:44rem){
main{padding-top:1rem}
header{padding:1rem}
dl div{grid-template-columns:1fr;gap:0}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,td{display:block}
.findings tr{display:grid;grid-template-columns:auto 1fr auto;gap:0 .75rem;padding:.7rem 0;border-bottom:1px solid var(--line)}
td{border:0;padding:0}
.findings .number,.findings .row,.findings .wrong{width:auto}
.findings .number{color:var(--soft);grid-column:1}
.findings .place{grid-column:2}
.findings .kind{grid-column:3;grid-row:1;color:var(--bad)}
.findings .row,.findings .wrong{grid-column:2/4;white-space:normal}
.findings .row{color:var(--soft)}
.checked tr,.resumed tr{display:grid;grid-template-columns:1fr auto auto auto;gap:0 .6rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.checked .what,.resumed .what{grid-column:1/-1}
.checked td.count,.resumed td.count{grid-row:2}
.checked td.count:empty{display:none}
.checked td.count:not(:empty)::before,.resumed td.count::before{content:attr(data-title) " ";color:var(--soft);font-size:.85rem}
.checked .share{grid-row:2;grid-column:1;width:auto}
.checked .bar{width:100%}
}
@media print{
:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--good:#0c5a36;--bad:#8d1610;--warn:#664600}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10pt}
main{padding:0;max-width:none}
tr,li,dl div{break-inside:avoid}
h2{break-after:avoid}
thead{display:table-header-group}
}
`;
