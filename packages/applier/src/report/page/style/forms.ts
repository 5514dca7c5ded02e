/** Buttons and fields. */
export const formStyle = `
button,.button,input,select{font:inherit;font-size:.9375rem;line-height:1.4;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:6px}
button,.button{display:inline-block;padding:.3125rem .875rem;font-weight:500;text-decoration:none;color:var(--text);cursor:pointer}
button:hover,.button:hover{background:var(--inset)}
.strong{color:var(--card);background:var(--text);border-color:var(--text)}
.strong:hover{color:var(--card);background:var(--muted)}
.held .strong{background:var(--bad);border-color:var(--bad)}
.plain{padding:0;font-size:inherit;font-weight:400;color:var(--link);background:none;border:0;text-decoration:underline;text-underline-offset:.18em}
.plain:hover{background:none}
input,select{width:100%;min-height:2.25rem;padding:.3125rem .625rem;font-size:max(.9375rem,16px)}
.buttons{display:flex;flex-wrap:wrap;gap:.625rem;align-items:center}
.form{display:grid;gap:.5rem;max-width:36rem}
.form .buttons{margin-top:.5rem}
.form label{font-size:.875rem;font-weight:500;margin-top:.25rem}
.form h1{font-size:1.5rem}
.narrow{justify-self:center;width:100%;max-width:28rem;margin:6vh 0}
.filter{display:flex;flex-wrap:wrap;gap:.625rem .875rem;align-items:flex-end}
.field{flex:1 1 8rem;max-width:16rem}
.field:first-child{flex:2 1 14rem;max-width:none}
.field label{display:block;font-size:.8125rem;color:var(--muted)}
.call{margin-top:.5rem;font-size:.875rem;color:var(--muted)}
.call summary{width:fit-content;cursor:pointer}
.call code{display:block;margin-top:.25rem;color:var(--text);user-select:all}
`;
