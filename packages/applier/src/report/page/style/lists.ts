/** Errors, lists of objects and the table. */
export const listStyle = `
section>h2+*{margin-top:.75rem}
section>h3+*{margin-top:.25rem}
.environment .rows{margin-top:.25rem}
.errors{display:grid;gap:.625rem}
.errors li{padding:.875rem 1.125rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:4px 10px 10px 4px}
.environment .errors li{background:var(--inset)}
.errors .where{display:flex;flex-wrap:wrap;gap:0 1.25rem;align-items:baseline;color:var(--muted)}
.errors .id{font-weight:600;color:var(--text)}
.errors .file{color:var(--text)}
.errors .message{margin:.125rem 0 .25rem;white-space:pre-wrap}
.errors .facts code{font-size:1em}
.rows,.changes{display:grid;gap:.375rem;font-size:.9375rem}
.rows li{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline}
.rows li span{color:var(--muted)}
.id{color:var(--text)}
.changes li{display:grid;grid-template-columns:7.5rem minmax(0,1.4fr) minmax(0,1fr);gap:0 1rem;align-items:baseline}
.changes .mark-text{font-size:.875rem}
.changes li>.muted:last-child:not(code){grid-column:2/-1}
.rest{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.75rem;font-size:.875rem;color:var(--muted)}
.held{border-color:var(--warn)}
.held .rows{padding:.25rem 0}
.held>*+*{margin-top:.75rem}
.table{padding:.25rem 0;overflow:hidden}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
th{padding:.5rem .75rem;font-size:.8125rem;font-weight:500;text-align:left;color:var(--muted)}
td{padding:.4375rem .75rem;vertical-align:baseline;border-top:1px solid var(--line)}
th:first-child,td:first-child{padding-left:1.5rem;width:8.75rem}
th:last-child,td:last-child{padding-right:1.5rem;width:8.5rem}
td b{font-weight:500}
td .mark-text{font-size:.875rem}
.why{display:block;font-size:.875rem;color:var(--tone,var(--muted))}
td:nth-child(3){width:38%}
td code{font-size:.8125rem}
.why time{color:inherit}
@media (max-width:48rem){
  table,tbody,tr,td{display:block}
  thead{position:absolute;clip-path:inset(50%)}
  tr{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.5rem 1rem;border-top:1px solid var(--line)}
  tr:first-child{border:0}
  td:nth-child(n){width:auto;padding:.0625rem 0;border:0}
  td:nth-child(2),td:nth-child(3){grid-column:1/-1}
  td:nth-child(4){grid-area:1/2}
  .changes li{grid-template-columns:minmax(0,1fr)}
  .changes li+li{margin-top:.25rem}
}
`;
