/** Whether a commit may be published. `by` names the signer and its key. */
export type Verdict = { readonly kind: 'verified'; readonly by: string } | Refused;

/** `why` is a sentence of the form "Cannot <verb> <thing>: <rule>, found <value>"; `todo` ends it. */
export type Refused = { readonly kind: 'refused'; readonly why: string; readonly todo: string };

/** What a judge of one kind of signature says: a refusal in parts, for it does not know of which commit. */
export type Judgement = { readonly kind: 'verified'; readonly by: string } | Fault;

export type Fault = {
  readonly kind: 'fault';
  readonly rule: string;
  readonly found: string;
  /** What a person does; absent when it is to push a commit with a good signature. */
  readonly todo?: string;
};

export function fault(rule: string, found: string, todo?: string): Fault {
  return { kind: 'fault', rule, found, ...(todo === undefined ? {} : { todo }) };
}
