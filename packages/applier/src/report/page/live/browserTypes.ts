/** What the live script uses of a browser. The DOM library of TypeScript would make its names known to every file here. */
export type PageNode = {
  readonly nodeName: string;
  readonly nextSibling: PageNode | null;
  nodeValue: string | null;
  textContent: string;
  isEqualNode(other: PageNode): boolean;
  remove(): void;
};

export type PageElement = PageNode & {
  readonly id: string;
  readonly attributes: Iterable<{ name: string; value: string }>;
  readonly childNodes: Iterable<PageNode>;
  readonly firstChild: PageNode | null;
  readonly isConnected: boolean;
  /** Of fields only. */
  value?: string | undefined;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): PageElement | null;
  insertBefore(node: PageNode, before: PageNode | null): void;
  focus(options: { preventScroll: boolean }): void;
};

export type PageDocument = {
  title: string;
  readonly hidden: boolean;
  readonly body: PageElement;
  readonly activeElement: PageElement | null;
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
};

export type PageEvents = {
  /** 2: closed for good. */
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data: string }) => void): void;
  close(): void;
};

export type PageWindow = {
  readonly document: PageDocument;
  readonly location: { readonly href: string; readonly pathname: string; reload(): void };
  readonly EventSource: new (url: string) => PageEvents;
  readonly DOMParser: new () => { parseFromString(text: string, type: 'text/html'): PageDocument };
  fetch(
    url: string,
    options: { signal: AbortSignal },
  ): Promise<{ ok: boolean; status: number; text(): Promise<string> }>;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
};
